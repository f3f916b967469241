import { useEffect, useEffectEvent, useState } from 'react';

/** The decoded picture, or null while it is on its way. */
export function usePicture(url: string, onError?: () => void): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<{ url: string; image: HTMLImageElement } | null>(null);
  const failed = useEffectEvent(() => onError?.());
  useEffect(() => {
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
