import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { createTranslator } from 'use-intl';
import type { NamespaceKeys, NestedKeyOf } from 'use-intl';
import { messagesOf } from '@/lib/words/catalogue';
import type { Messages } from '@/lib/words/catalogue';
import { LOCALES, LOCALE_COOKIE } from '@/lib/words/formats';
import type { Locale } from '@/lib/words/formats';

/** The language of this request: what the person chose on this machine, else English. */
export async function locale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return LOCALES.find((known) => known === chosen) ?? 'en';
}

/** Words of a part of the product for a server component; client components use `useTranslations`. */
export async function words<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  namespace: Namespace,
) {
  const chosen = await locale();
  return createTranslator({ locale: chosen, messages: messagesOf(chosen), namespace });
}

/** A page's `generateMetadata`: its title, from the catalogue, and what else the page says of itself. */
export function titled(page: keyof Messages['shell']['titles'], more: Metadata = {}) {
  return async (): Promise<Metadata> => ({ ...more, title: (await words('shell.titles'))(page) });
}
