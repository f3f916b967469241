import { instant } from '@/lib/core/clock';
import { forecastOf } from '@/lib/domain/progress/forecast';
import { dayOf, daysAfter, periodOf, stepOf, stepsOf } from '@/lib/domain/progress/period';
import type { Period } from '@/lib/domain/progress/period';
import type {
  Burndown,
  PersonProgress,
  ProgressQuery,
  ProgressView,
  StatesOn,
  Step,
  Work,
} from '@/lib/domain/progress/schema';
import { NO_SUMS, addSums, shareOf } from '@/lib/domain/progress/share';
import { NO_WORK, addWork } from '@/lib/domain/progress/work';
import { nextTraining } from '@/lib/domain/training/readiness';
import { roleAllows } from '@/lib/server/auth/gate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import { readPeople, readStateChanges, readWork } from '@/lib/server/progress/data';
import type { StateChange, WorkRow } from '@/lib/server/progress/data';
import { readConfirmed } from '@/lib/server/snapshot/confirmed/data';
import { readTrainings } from '@/lib/server/training/data';

/** Days of which the pace is taken. */
const PACE_DAYS = 7;

/** A project's progress in a period; a labeler is shown everybody together, and of people themselves only. */
export async function readProgress(
  project: ProjectScope,
  userId: string,
  query: ProgressQuery,
): Promise<ProgressView> {
  const today = dayOf(instant());
  const period = periodOf(query, today);
  const [changes, confirmed, burndown] = await Promise.all([
    readStateChanges(project.projectId, today),
    readConfirmed(project.projectId),
    readCounts(project),
  ]);
  const { from, to } = spanOf(period, changes, today);
  const step = stepOf(from, to);
  const rows = await readWork(project.projectId, { from: period.from, to: period.to }, step);
  const classes = new Map<number, number>();
  for (const { code, outcome, cells } of confirmed) {
    if (code !== null && outcome === 'IN') classes.set(code, (classes.get(code) ?? 0) + cells);
  }
  return {
    ...{ period: period.name, from, to, step },
    total: judged(rows),
    days: byDay(rows, from, to, step),
    states: statesOf(changes, from, to, step),
    people: await peopleOf(project, userId, rows),
    classes: [...classes].map(([code, cells]) => ({ code, cells })).sort((a, b) => a.code - b.code),
    burndown: burndownOf(burndown, changes, today),
  };
}

async function readCounts(project: ProjectScope) {
  const [counts, trainings] = await Promise.all([
    readChipCounts([project.projectId]),
    readTrainings(project.projectId),
  ]);
  const chips = (status?: string) =>
    counts.reduce(
      (sum, row) => sum + (status === undefined || row.status === status ? row.chips : 0),
      0,
    );
  const next =
    trainings.activeId === null
      ? nextTraining(chips('CONFIRMED'), trainings.chips, chips())
      : { ready: false, counts: null, fraction: null };
  return { next, waiting: chips('SUBMITTED') };
}

/** First and last day to show: a period without a first one begins with the project's first chips, and none before them shows emptiness. */
function spanOf(period: Period, changes: readonly StateChange[], today: string) {
  const first = changes[0]?.day ?? today;
  const from = period.from === null || period.from < first ? first : period.from;
  return from > period.to ? { from: period.to, to: period.to } : { from, to: period.to };
}

/** Rows put together to one of work and shares. */
function judged(rows: readonly WorkRow[]) {
  const work = rows.reduce<Work>(addWork, NO_WORK);
  return {
    ...work,
    agreed: shareOf(rows.map((row) => row.agreed).reduce(addSums, NO_SUMS)),
    overruled: shareOf(rows.map((row) => row.overruled).reduce(addSums, NO_SUMS)),
  };
}

function byDay(rows: readonly WorkRow[], from: string, to: string, step: Step) {
  const found = new Map<string, Work>();
  for (const row of rows) found.set(row.day, addWork(found.get(row.day) ?? NO_WORK, row));
  return stepsOf(from, to, step).map((day) => ({ day, ...(found.get(day) ?? NO_WORK) }));
}

/** Chips by state at the end of each step, the last of them being cut off by the period. */
function statesOf(
  changes: readonly StateChange[],
  from: string,
  to: string,
  step: Step,
): StatesOn[] {
  const chips = { UNTOUCHED: 0, IN_PROGRESS: 0, SUBMITTED: 0, RETURNED: 0, CONFIRMED: 0 };
  const steps = stepsOf(from, to, step);
  let next = 0;
  return steps.map((day, i) => {
    const following = steps[i + 1];
    const end = following === undefined ? to : daysAfter(following, -1);
    for (let change = changes[next]; change && change.day <= end; change = changes[next]) {
      chips[change.status] += change.chips;
      next += 1;
    }
    return { day, chips: { ...chips } };
  });
}

async function peopleOf(
  project: ProjectScope,
  userId: string,
  rows: readonly WorkRow[],
): Promise<PersonProgress[]> {
  const all = roleAllows(project.role, 'REVIEWER');
  const people = await readPeople(project.projectId, [...new Set(rows.map((row) => row.userId))]);
  return people
    .filter((person) => all || person.userId === userId)
    .map((person) => {
      const own = rows.filter((row) => row.userId === person.userId);
      const days = own.map(({ day, ...row }) => ({ day, ...addWork(NO_WORK, row) }));
      return { ...person, ...judged(own), days };
    });
}

function burndownOf(
  { next, waiting }: Awaited<ReturnType<typeof readCounts>>,
  changes: readonly StateChange[],
  today: string,
): Burndown {
  const first = changes[0]?.day ?? today;
  const recent = stepsOf(daysAfter(today, 1 - PACE_DAYS), today, 'day')
    .filter((day) => day >= first)
    .map((day) => ({
      day,
      chips: changes
        .filter((change) => change.day === day && change.status === 'CONFIRMED')
        .reduce((sum, change) => sum + change.chips, 0),
    }));
  const forecast = forecastOf(
    next,
    recent.map(({ chips }) => chips),
    today,
  );
  return { next, waiting, recent, forecast };
}
