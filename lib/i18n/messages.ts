import type { Locale } from '@/lib/i18n/locales';
import { de } from '@/lib/i18n/messages-de';
import { en } from '@/lib/i18n/messages-en';
import type { Messages } from '@/lib/i18n/messages-en';

/** All messages of a language. */
export function messagesOf(locale: Locale): Messages {
  return { en, de }[locale];
}

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: Locale;
  }
}
