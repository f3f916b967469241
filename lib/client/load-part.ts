/** The longest wait for the network before the next try. */
const AGAIN_MS = 5000;

/**
 * Loads a part of a page that is fetched when it is wanted. Where that fails, as without a network, it is tried again until
 * the part is there: the page it belongs to goes on without it. Never rejects.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await networkOrTime();
    }
  }
}

/** Resolves when the browser says that the network is back, or after a while: it does not always say so. */
function networkOrTime(): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, AGAIN_MS);
    window.addEventListener('online', go);
  });
}
