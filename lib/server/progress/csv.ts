import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { instant } from '@/lib/core/clock';
import { dayOf, periodOf } from '@/lib/domain/progress/period';
import type { ProgressFileQuery, Share, Work } from '@/lib/domain/progress/schema';
import { NO_SUMS, addSums, shareOf } from '@/lib/domain/progress/share';
import { NO_WORK, addWork } from '@/lib/domain/progress/work';
import { roleAllows } from '@/lib/server/auth/gate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { quote } from '@/lib/server/export/csv';
import { readPeople, readWork } from '@/lib/server/progress/data';
import type { ProgressPerson, WorkRow } from '@/lib/server/progress/data';

const WORK = [
  'active_seconds',
  'chips_submitted',
  'cells_labelled',
  'own_chips_confirmed',
  'own_chips_returned',
  'chips_confirmed',
  'chips_returned',
  'cells_reviewed',
];
const COUNTS = ['agreement_cells', 'agreement_same', 'proposals_shown', 'proposals_changed'];
const SHARES = ['agreement', 'proposals_changed_share'].flatMap((name) => [
  ...[name, `${name}_low`, `${name}_high`, `${name}_cells`, `${name}_chips`],
]);

/**
 * Progress as CSV (RFC 4180): a line a person and day (UTC) on which there is anything of them, or a line a person with shares and their 95 %
 * intervals. A labeler gets their own lines. What a person wrote begins with nothing that a spreadsheet runs.
 */
export async function progressCsv(
  project: ProjectScope,
  userId: string,
  { of, ...query }: ProgressFileQuery,
): Promise<Response> {
  const period = periodOf(query, dayOf(instant()));
  const only = roleAllows(project.role, 'REVIEWER') ? null : userId;
  const rows = await readWork(project.projectId, period, 'day', only);
  const people = await readPeople(project.projectId, [...new Set(rows.map((row) => row.userId))]);
  const names = new Map(people.map((person) => [person.userId, person.name]));
  const shown = people.filter((person) => only === null || person.userId === only);
  const lines = of === 'days' ? dayLines(rows, names) : personLines(rows, shown);
  return new Response(
    Readable.toWeb(
      Readable.from(lines, { objectMode: false }),
    ) as ReadableStream<Uint8Array> as BodyInit,
    {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${project.slug}-progress-${of}.csv"`,
        'cache-control': 'no-store',
      },
    },
  );
}

function* dayLines(
  rows: readonly WorkRow[],
  names: ReadonlyMap<string, string>,
): Generator<string> {
  yield line(['day', 'person', 'person_id', ...WORK, ...COUNTS]);
  for (const { day, userId, agreed, overruled, ...work } of rows) {
    const counts = [agreed.n, agreed.k, overruled.n, overruled.k].map(String);
    yield line([day, quote(names.get(userId) ?? ''), userId, ...workOf(work), ...counts]);
  }
}

function* personLines(
  rows: readonly WorkRow[],
  people: readonly ProgressPerson[],
): Generator<string> {
  yield line(['person', 'person_id', 'role', ...WORK, ...SHARES]);
  for (const { userId, name, role, guestOf } of people) {
    const own = rows.filter((row) => row.userId === userId);
    yield line([
      quote(name),
      userId,
      guestOf === null ? (role ?? '').toLowerCase() : 'guest',
      ...workOf(own.reduce<Work>(addWork, NO_WORK)),
      ...shareFields(shareOf(own.map((row) => row.agreed).reduce(addSums, NO_SUMS))),
      ...shareFields(shareOf(own.map((row) => row.overruled).reduce(addSums, NO_SUMS))),
    ]);
  }
}

function workOf(work: Work): string[] {
  return [
    Math.round(work.activeMs / 1000),
    work.submitted,
    work.cells,
    work.confirmed,
    work.returned,
    work.accepted,
    work.sentBack,
    work.reviewedCells,
  ].map(String);
}

/** A share's fields; empty where there is none. */
function shareFields({ value, low, high, cells, chips }: Share): string[] {
  const part = (n: number | null) => (n === null ? '' : n.toFixed(4));
  return [part(value), part(low), part(high), String(cells), String(chips)];
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`;
}
