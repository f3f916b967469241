import { fixed } from '@/lib/i18n/fixed';
import { DATE_LOCALES } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';

/** "312 MB", "5.4 GB": three digits at most, thousands as disks count them. */
export function bytesText(bytes: number, locale: Locale): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(DATE_LOCALES[locale], fixed(digits))} ${units[unit] ?? ''}`;
}
