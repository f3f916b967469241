'use client';
import { useSyncExternalStore } from 'react';
import { useLocale } from 'use-intl';
import { DATE_LOCALES } from '@/lib/i18n/locales';

const never = () => () => undefined;

/**
 * A point in time in the reader's own time zone: "28 Oct 2026", with `clock` "28 Oct 2026, 10:18". The server, which does
 * not know the zone, writes UTC; the browser replaces it. `exact`: the time to the millisecond, in UTC, is its hint.
 */
export function When({
  at,
  clock = false,
  exact = false,
}: {
  at: Date;
  clock?: boolean;
  exact?: boolean;
}) {
  const here = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
  const text = at.toLocaleString(DATE_LOCALES[useLocale()], {
    timeZone: here,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(clock ? { hour: '2-digit', minute: '2-digit' } : {}),
  });
  return (
    <time
      dateTime={at.toISOString()}
      title={exact ? at.toISOString() : undefined}
      className="whitespace-nowrap"
    >
      {text}
    </time>
  );
}
