import { cookies } from 'next/headers';
import { createTranslator } from 'use-intl';
import type { NamespaceKeys, NestedKeyOf } from 'use-intl';
import { LOCALES, LOCALE_COOKIE, messagesOf } from '@/lib/words/catalogue';
import type { Locale, Messages } from '@/lib/words/catalogue';

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
