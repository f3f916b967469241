import { ProgressQuery } from '@/lib/domain/progress/schema';
import type { PeriodName, Step } from '@/lib/domain/progress/schema';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days of which each has a bar of its own; of more, a week has one, then a month. */
const DAYS_BY_DAY = 92;
const DAYS_BY_WEEK = 1100;

/** The days that are asked for. `from` null: from the project's first one. */
export interface Period {
  name: PeriodName | null;
  from: string | null;
  to: string;
}

/** A day (UTC) as "2026-11-27". */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The day so many days later. */
export function daysAfter(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * DAY_MS));
}

/** The days that a query names, none after today; turned round where the first is the later one. */
export function periodOf({ period, from, to }: ProgressQuery, today: string): Period {
  if (from === undefined && to === undefined) {
    const first = period === 'all' ? null : daysAfter(today, 1 - Number(period));
    return { name: period, from: first, to: today };
  }
  const [first, last = today] = [from, to].map((day) => (day && day > today ? today : day));
  return first !== undefined && first > last
    ? { name: null, from: last, to: first }
    : { name: null, from: first ?? null, to: last };
}

/** What a page's address asks for; what it does not understand is left out. */
export function askedOf(given: readonly (readonly [string, string])[]): ProgressQuery {
  const shape = ProgressQuery.shape;
  const known = given.filter(
    ([key, value]) =>
      Object.hasOwn(shape, key) && shape[key as keyof typeof shape].safeParse(value).success,
  );
  return ProgressQuery.parse(Object.fromEntries(known));
}

/** How many days a bar stands for, of a span of days. */
export function stepOf(from: string, to: string): Step {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days <= DAYS_BY_DAY) return 'day';
  return days <= DAYS_BY_WEEK ? 'week' : 'month';
}

/** The first day of the step that a day belongs to: weeks begin on Monday. */
export function startOf(day: string, step: Step): string {
  if (step === 'day') return day;
  if (step === 'month') return `${day.slice(0, 8)}01`;
  return daysAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** First days of all steps from one day to another. */
export function stepsOf(from: string, to: string, step: Step): string[] {
  const steps: string[] = [];
  for (let day = startOf(from, step); day <= to;) {
    steps.push(day);
    day =
      step === 'month' ? startOf(daysAfter(day, 31), step) : daysAfter(day, step === 'day' ? 1 : 7);
  }
  return steps;
}
