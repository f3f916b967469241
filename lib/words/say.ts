import type { NamespaceKeys, NestedKeyOf, useTranslations } from 'use-intl';
import type { Messages } from '@/lib/words/catalogue';

/** What `useTranslations(namespace)` gives: handed to functions that make words outside a component. */
export type Say<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof useTranslations<Namespace>
>;
