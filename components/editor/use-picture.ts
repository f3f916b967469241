import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { preloadedPicture } from '@/lib/client/preloaded-pictures';

/** The decoded picture, or null while it is on its way or not wanted. */
export function usePicture(url: string | null, onError?: () => void): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<{ url: string; image: HTMLImageElement } | null>(null);
  // one that was fetched ahead is there with the first frame
  const atHand = useMemo(() => (url === null ? null : preloadedPicture(url)), [url]);
  const failed = useEffectEvent(() => onError?.());
  useEffect(() => {
    if (url === null || atHand) return;
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
  }, [url, atHand]);
  return atHand ?? (loaded?.url === url ? loaded.image : null);
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
          if (!wanted) return;
          setLoaded((known) => {
            const still = [...known].filter(([other]) => urls.includes(other));
            return new Map(still).set(url, image);
          });
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
