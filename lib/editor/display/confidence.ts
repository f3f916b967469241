/** Share of certainty in three bands, on calibrated probability. */
export type Band = 'red' | 'orange' | 'blue';

export const BANDS = ['red', 'orange', 'blue'] as const satisfies readonly Band[];

/** red from 0.90 on, orange from 0.80 to 0.90, blue below. */
export function bandOf(probability: number): Band {
  if (probability >= 0.9) return 'red';
  return probability >= 0.8 ? 'orange' : 'blue';
}

/** The sign that says the band without colour: filled, half filled, empty. */
export const BAND_SIGN: Readonly<Record<Band, string>> = { red: '●', orange: '◐', blue: '○' };

/** As the tokens --band-* of app/globals.css: a canvas cannot read them each time. */
export const BAND_COLOUR: Readonly<Record<Band, string>> = {
  red: '#ff4b3e',
  orange: '#ffb000',
  blue: '#5aa9ff',
};
