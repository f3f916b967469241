import { DATE_LOCALES } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';
import type { Translator } from '@/lib/i18n/translator';

/** "312 MB", "5.4 GB": three digits at most, thousands as disks count them. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** "about 6 min", "a few seconds" */
export function durationText(seconds: number, t: Translator<'imagery'>): string {
  if (!Number.isFinite(seconds)) return t('howLong.unknown');
  if (seconds < 10) return t('howLong.moments');
  if (seconds < 90) return t('howLong.seconds', { n: Math.round(seconds / 5) * 5 });
  if (seconds < 5400) return t('howLong.minutes', { n: Math.round(seconds / 60) });
  return t('howLong.hours', { n: (seconds / 3600).toFixed(1) });
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

/** "200 m", "2 km", "50 cm" */
export function metresText(metres: number): string {
  if (metres >= 1000) return `${Number((metres / 1000).toPrecision(3))} km`;
  if (metres >= 1) return `${Number(metres.toPrecision(3))} m`;
  return `${Number((metres * 100).toPrecision(3))} cm`;
}
