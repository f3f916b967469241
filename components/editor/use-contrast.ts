import { useSyncExternalStore } from 'react';

const QUERY = '(prefers-contrast: more)';

/** Whether the person asked for more contrast, of the system or of Quadrat (data-contrast on the document). */
export function useContrast(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(QUERY).matches || document.documentElement.dataset['contrast'] === 'more',
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(QUERY);
  query.addEventListener('change', listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-contrast'] });
  return () => {
    query.removeEventListener('change', listener);
    observer.disconnect();
  };
}
