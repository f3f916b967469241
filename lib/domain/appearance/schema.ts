/** How the pages look on one machine: kept in cookies, so that the server writes the page right at once. */
export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];
export const SCHEME_COOKIE = 'quadrat-scheme';

/** `more`: stronger lines, words and focus, whatever the machine itself asks for. */
export const CONTRASTS = ['system', 'more'] as const;
export type Contrast = (typeof CONTRASTS)[number];
export const CONTRAST_COOKIE = 'quadrat-contrast';

/** The known one of `choices` that a cookie names, else the first. */
export function chosen<Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  cookie: string | undefined,
): Choice {
  return choices.find((choice) => choice === cookie) ?? choices[0];
}
