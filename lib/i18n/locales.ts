export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** How a language writes dates: English with the day first. */
export const DATE_LOCALES: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };

/** Cookie in which a person's choice of language is kept. */
export const LOCALE_COOKIE = 'quadrat-locale';
