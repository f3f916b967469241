import { createTranslator } from 'use-intl';
import type { ErrorKey, ErrorMessage, MessageValues } from '@/lib/domain/error/message';
import type { Locale } from '@/lib/i18n/locales';
import type english from '@/messages/en/errors.json';

export interface ErrorTranslator {
  /** the message in words */
  (message: ErrorMessage): string;
  /** whether a text from outside is the key of a message */
  isKey: (key: string) => key is ErrorKey;
}

/** Puts errors of the API into words, with the errors' messages of a language. */
export function errorTranslator(locale: Locale, errors: typeof english): ErrorTranslator {
  // the keys are checked where they are thrown; use-intl's own types would only check them again
  const t = createTranslator({ locale, messages: { errors }, namespace: 'errors' }) as unknown as {
    (key: string, values: MessageValues): string;
    has: (key: string) => boolean;
    raw: (key: string) => unknown;
  };
  return Object.assign(({ key, values = {} }: ErrorMessage) => t(key, values), {
    isKey: (key: string): key is ErrorKey =>
      /^[\w.]+$/.test(key) && t.has(key) && typeof t.raw(key) === 'string',
  });
}
