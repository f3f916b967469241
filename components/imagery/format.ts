import { DATE_LOCALES } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';
import type { Translator } from '@/lib/i18n/translator';

/** "about 6 min", "a few seconds" */
export function durationText(seconds: number, t: Translator<'imagery'>): string {
  if (!Number.isFinite(seconds)) return t('howLong.unknown');
  if (seconds < 10) return t('howLong.moments');
  if (seconds < 90) return t('howLong.seconds', { n: Math.round(seconds / 5) * 5 });
  if (seconds < 5400) return t('howLong.minutes', { n: Math.round(seconds / 60) });
  return t('howLong.hours', { n: seconds / 3600 });
}

/** A day as people write it; an instant with its time. The zone of a file's own time is kept as written. */
export function takenText(takenAt: string, locale: Locale): string {
  const [day = '', time] = takenAt.split('T');
  const [year, month, date] = day.split('-').map(Number);
  const words = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1)).toLocaleDateString(
    DATE_LOCALES[locale],
    {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    },
  );
  if (time === undefined) return words;
  const [, clock = time, zone = ''] = /^(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(.*)$/.exec(time) ?? [];
  return `${words}, ${clock}${zone === 'Z' ? ' UTC' : zone === '' ? '' : ` (UTC${zone})`}`;
}

/** "200 m", "2 km", "50 cm" */
export function metresText(metres: number, locale: Locale): string {
  const write = (value: number) =>
    value.toLocaleString(DATE_LOCALES[locale], { maximumSignificantDigits: 3, useGrouping: false });
  if (metres >= 1000) return `${write(metres / 1000)} km`;
  if (metres >= 1) return `${write(metres)} m`;
  return `${write(metres * 100)} cm`;
}
