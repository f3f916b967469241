/** Decoded pictures at hand: enough for the chips held ahead and a few behind. */
const MOST = 8;

const pictures = new Map<
  string,
  { image: HTMLImageElement; ready: Promise<void>; decoded: boolean }
>();

/** Fetches and decodes a picture that is shown soon. A failure shows when it is wanted. */
export async function preloadPicture(url: string): Promise<void> {
  const known = pictures.get(url);
  if (known) {
    pictures.delete(url);
    pictures.set(url, known);
    await known.ready;
    return;
  }
  const image = new Image();
  image.src = url;
  const kept = { image, decoded: false, ready: Promise.resolve() };
  kept.ready = image.decode().then(
    () => {
      kept.decoded = true;
    },
    () => {
      pictures.delete(url);
    },
  );
  pictures.set(url, kept);
  for (const oldest of pictures.keys()) {
    if (pictures.size <= MOST) break;
    pictures.delete(oldest);
  }
  await kept.ready;
}

/** A picture that is decoded already, so that it can be shown with the first frame. */
export function preloadedPicture(url: string): HTMLImageElement | null {
  const kept = pictures.get(url);
  return kept?.decoded ? kept.image : null;
}
