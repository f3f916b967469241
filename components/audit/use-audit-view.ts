'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { day, trimmed } from '@/lib/contracts/bounds';
import { AuditFilter } from '@/lib/domain/audit/schema';

/** What the address says: as the API's filter, but days of the reader's calendar. What is not possible is left out. */
const VIEW = {
  person: AuditFilter.shape.person,
  topic: AuditFilter.shape.topic,
  thing: AuditFilter.shape.thing,
  from: day().optional(),
  until: day().optional(),
  text: trimmed(100).optional(),
};
type Name = keyof typeof VIEW;
export type AuditView = Partial<Record<Name, string>>;

/** The filter that the address holds, and changes of it. */
export function useAuditView(path: string): {
  view: AuditView;
  change: (change: AuditView) => void;
} {
  const params = useSearchParams();
  const text = params.toString();
  const view = useMemo(() => viewOf(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (changed: AuditView) => {
      const entries = Object.entries({ ...view, ...changed });
      const next = new URLSearchParams(entries.filter(([, value]) => value)).toString();
      window.history.replaceState(null, '', `${path}${next === '' ? '' : `?${next}`}`);
    },
    [path, view],
  );
  return { view, change };
}

function viewOf(params: URLSearchParams): AuditView {
  const view: AuditView = {};
  for (const name of Object.keys(VIEW) as Name[]) {
    const value = params.get(name);
    if (value && VIEW[name].safeParse(value).success) view[name] = value;
  }
  return view;
}

export function isFiltered(view: AuditView): boolean {
  return Object.keys(view).length > 0;
}

/** The same for the API: a day begins and ends where the reader is. */
export function filterOf({ from, until, ...rest }: AuditView): Record<string, string> {
  return {
    ...rest,
    ...(from === undefined ? {} : { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(until === undefined ? {} : { until: dayAfter(until) }),
  };
}

function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}
