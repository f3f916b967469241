import { useMemo } from 'react';
import { useLocale, useMessages } from 'use-intl';
import type { ErrorTranslator } from '@/lib/i18n/errors';
import { errorTranslator } from '@/lib/i18n/errors';

/** Puts a refusal that came as data (not as an error) into the reader's language. */
export function useErrorText(): ErrorTranslator {
  const locale = useLocale();
  const { errors } = useMessages();
  return useMemo(() => errorTranslator(locale, errors), [locale, errors]);
}
