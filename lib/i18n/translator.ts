import type { NamespaceKeys, NestedKeyOf, useTranslations } from 'use-intl';
import type { Messages } from '@/lib/i18n/messages-en';

/** What `useTranslations(namespace)` gives: handed to functions that make words outside a component. */
export type Translator<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> =
  ReturnType<typeof useTranslations<Namespace>>;
