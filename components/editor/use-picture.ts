import { useEffect, useEffectEvent, useState } from 'react';
import { pictureAtHand } from '@/lib/client/desk/pictures';

/** The decoded picture, or null while it is on its way or not wanted. */
export function usePicture(url: string | null, onError?: () => void): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<{ url: string; image: HTMLImageElement } | null>(() => {
    // one that was fetched ahead is there with the first frame
    const image = url === null ? null : pictureAtHand(url);
    return url !== null && image ? { url, image } : null;
  });
  const failed = useEffectEvent(() => onError?.());
  useEffect(() => {
    if (url === null) return;
    let wanted = true;
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => {
        if (wanted) setLoaded({ url, image });
      },
      () => {
        if (wanted) failed();
      },
    );
    return () => {
      wanted = false;
    };
  }, [url]);
  return loaded?.url === url ? loaded.image : null;
}

const NO_PICTURES: ReadonlyMap<string, HTMLImageElement> = new Map();

/** Decoded pictures by address, as they come; one that cannot be had stays away. `urls` must be stable. */
export function usePictures(urls: readonly string[]): ReadonlyMap<string, HTMLImageElement> {
  const [loaded, setLoaded] = useState(NO_PICTURES);
  useEffect(() => {
    let wanted = true;
    for (const url of urls) {
      const image = new Image();
      image.src = url;
      image.decode().then(
        () => {
          if (wanted) setLoaded((known) => new Map(known).set(url, image));
        },
        () => undefined,
      );
    }
    return () => {
      wanted = false;
    };
  }, [urls]);
  return loaded;
}
