/** "4,1,2" as numbers from 1; null for anything else. */
export function readBands(words: string): [number, number, number] | null {
  const match = /^(\d{1,3}),(\d{1,3}),(\d{1,3})$/.exec(words);
  const bands = match?.slice(1).map(Number);
  const [r = 0, g = 0, b = 0] = bands ?? [];
  return r > 0 && g > 0 && b > 0 && Math.max(r, g, b) <= 256 ? [r, g, b] : null;
}

/** A combination worth offering, by its message key; `band` is the single one of a grey picture. */
export type BandOffer =
  | { readonly kind: 'imported'; readonly bands: null }
  | { readonly kind: 'infrared' | 'vegetation'; readonly bands: string }
  | { readonly kind: 'grey'; readonly bands: string; readonly band: number };

/** What a picture of so many bands can be looked at as; only the first where there is nothing to choose. */
export function bandOffers(bands: number): readonly BandOffer[] {
  const offers: BandOffer[] = [{ kind: 'imported', bands: null }];
  if (bands < 2) return offers;
  if (bands >= 4) {
    offers.push({ kind: 'infrared', bands: '4,1,2' }, { kind: 'vegetation', bands: '1,4,3' });
  }
  for (let band = 1; band <= Math.min(bands, MOST_GREYS); band += 1) {
    offers.push({ kind: 'grey', bands: [band, band, band].join(','), band });
  }
  return offers;
}

/** More single bands than these are chosen freely: a list of 200 helps nobody. */
const MOST_GREYS = 8;
