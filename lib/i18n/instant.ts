import { DATE_LOCALES } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';

/** An instant in the reader's own zone. */
export function instantText(iso: string, locale: Locale): string {
  return new Date(iso).toLocaleString(DATE_LOCALES[locale], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}
