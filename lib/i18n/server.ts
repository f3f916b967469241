import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { createTranslator } from 'use-intl';
import type { NamespaceKeys, NestedKeyOf } from 'use-intl';
import {
  CONTRASTS,
  CONTRAST_COOKIE,
  SCHEMES,
  SCHEME_COOKIE,
  chosen,
} from '@/lib/domain/appearance/schema';
import type { Contrast, Scheme } from '@/lib/domain/appearance/schema';
import { errorTranslator } from '@/lib/i18n/errors';
import type { ErrorTranslator } from '@/lib/i18n/errors';
import { messagesOf } from '@/lib/i18n/messages';
import type { Messages } from '@/lib/i18n/messages-en';
import { LOCALES, LOCALE_COOKIE } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';

/** The language of this request: what the person chose on this machine, else English. */
export async function getLocale(): Promise<Locale> {
  return chosen(LOCALES, (await cookies()).get(LOCALE_COOKIE)?.value);
}

/** How the pages look on this machine, as the person chose. */
export async function getAppearance(): Promise<{ scheme: Scheme; contrast: Contrast }> {
  const jar = await cookies();
  return {
    scheme: chosen(SCHEMES, jar.get(SCHEME_COOKIE)?.value),
    contrast: chosen(CONTRASTS, jar.get(CONTRAST_COOKIE)?.value),
  };
}

/** Words of a part of the product for a server component; client components use `useTranslations`. */
export async function getTranslations<
  Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>,
>(namespace: Namespace) {
  const language = await getLocale();
  return createTranslator({ locale: language, messages: messagesOf(language), namespace });
}

/** Puts an error that a server component met into words. */
export async function getErrorTranslator(): Promise<ErrorTranslator> {
  const language = await getLocale();
  return errorTranslator(language, messagesOf(language).errors);
}

/** A page's `generateMetadata`: its title, from the messages, and what else the page says of itself. */
export function pageMetadata(page: keyof Messages['shell']['titles'], more: Metadata = {}) {
  return async (): Promise<Metadata> => ({
    ...more,
    title: (await getTranslations('shell.titles'))(page),
  });
}
