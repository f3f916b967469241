import { asArray, asString } from 'ol/color';

const TOKENS = ['bg-1', 'text-2', 'text-3', 'accent'] as const;

/** The page's colours as the map can draw them. */
export type Palette = Readonly<Record<(typeof TOKENS)[number], string>>;

/** Reads the colours that hold at an element now: light or dark, and more contrast, are resolved by the browser. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(TOKENS.map((token) => [token, read(token)])) as Palette;
  probe.remove();
  return palette;
}

/** A colour at part of its strength. */
export function faded(colour: string, share: number): string {
  const [r = 0, g = 0, b = 0] = asArray(colour);
  return asString([r, g, b, share]);
}

/** Calls `changed` when the page's colours may be others; returns what ends that. */
export function watchPalette(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true });
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
    observer.disconnect();
  };
}
