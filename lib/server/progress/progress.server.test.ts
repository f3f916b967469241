import { beforeAll, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { instant } from '@/lib/core/clock';
import { dayOf, daysAfter } from '@/lib/domain/progress/period';
import { ProgressFileQuery, ProgressQuery } from '@/lib/domain/progress/schema';
import type { Person } from '@/lib/server/auth/gate';
import { compactChipCounts } from '@/lib/server/chip/counts/mutations';
import { db } from '@/lib/server/db/client';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { progressCsv } from '@/lib/server/progress/csv';
import { compactProgress } from '@/lib/server/progress/mutations';
import { readProgress } from '@/lib/server/progress/read';
import { reopenReview } from '@/lib/server/review/reopen';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { compactConfirmedCounts } from '@/lib/server/snapshot/confirmed/mutations';
import { createChips, createLabelling, scopeOf } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';
import { costly, plansOf } from '@/tests/server/plans';
import {
  CROWN,
  SHRUB,
  asReviewer,
  changesOf,
  confirm,
  label,
  oneChip,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

const SECOND = 1000;
const TODAY = () => dayOf(instant());

/** All stored figures of a project, compacted, so that a recount can be held against them. */
async function stored(projectId: string) {
  await compactProgress();
  const where = { projectId };
  const text = await db().$queryRaw<unknown[]>`
    SELECT "userId", "day"::text, "active"::text, "activeMs", "cells", "shownChips", "shown", "overruled", "shownSquares"::int,
      "cross"::int, "overruledSquares"::int FROM "DailyActivity" WHERE "projectId" = ${projectId}::uuid ORDER BY 1, 2`;
  const outcome = await db().$queryRaw<unknown[]>`
    SELECT "userId", "day"::text, "confirmed", "returned", "cells"::int, "same"::int, "cellsSquares"::int, "cross"::int, "sameSquares"::int
    FROM "DailyOutcome" WHERE "projectId" = ${projectId}::uuid ORDER BY 1, 2`;
  const states = await db().$queryRaw<unknown[]>`
    SELECT "day"::text, "status"::text, "chips" FROM "DailyChipCount" WHERE "projectId" = ${projectId}::uuid ORDER BY 1, 2`;
  const work = await db().dailyWork.findMany({
    where,
    orderBy: [{ userId: 'asc' }, { day: 'asc' }, { kind: 'asc' }],
  });
  return { text, outcome, states, work };
}

async function recounted(projectId: string) {
  await asOwner('SELECT "rebuild_review_figures"()');
  await asOwner('SELECT "rebuild_work_progress"()');
  return await stored(projectId);
}

/** A save whose proposal was shown before the cell was decided. */
const shown = (code: number) => ({
  ...{ versionId: null, code, probability: 0.75, threshold: 0.5 },
  when: 'before' as const,
});

describe('active time', () => {
  let at: Setting;
  let chips: Chip[];
  beforeAll(async () => {
    at = await setting();
    chips = await createChips(at.project, 2);
  });

  /** Events of a person as they came in: seconds of the day, chip, seconds since it was opened (null: nobody says), seconds waited. */
  type Came = [at: number, chip: number, opened: number | null, waited?: number | null];

  /** Active seconds of somebody new, of events that arrive in this order. */
  async function activeSeconds(events: readonly Came[]): Promise<number> {
    const person = await createLabeler(at.project);
    const user = { id: person.userId };
    const labellings = await Promise.all(
      chips.map((chip) => createLabelling(chip, { user, cells: [0, 0, 0, 0] })),
    );
    for (const [i, [second, chip, opened, waited = null]] of events.entries()) {
      await db().labelEvent.create({
        data: {
          labellingId: labellings[chip]?.id ?? '',
          revision: i + 1,
          kind: 'SUBMIT',
          actorId: person.userId,
          at: new Date(Date.UTC(2026, 0, 5) + second * SECOND),
          msSinceOpen: opened === null ? null : opened * SECOND,
          waitedMs: waited === null ? null : waited * SECOND,
        },
      });
    }
    const [row] = await db().$queryRaw<{ ms: number }[]>`
      SELECT coalesce(sum("activeMs"), 0)::int AS "ms" FROM "DailyActivity" WHERE "userId" = ${person.userId}::uuid`;
    return (row?.ms ?? 0) / SECOND;
  }

  const HOUR = 3600;
  test.each<[string, number, Came[]]>([
    ['the time since the chip was opened, for the first save', 12, [[HOUR, 0, 12]]],
    ['a minute at most, however long the tab was open', 60, [[HOUR, 0, 7200]]],
    ['a minute where nobody says when the chip was opened', 60, [[HOUR, 0, null]]],
    [
      'the gaps between saves',
      10 + 30 + 20,
      [
        [HOUR, 0, 10],
        [HOUR + 30, 0, 40],
        [HOUR + 50, 0, 60],
      ],
    ],
    [
      'a minute of a longer gap',
      10 + 60,
      [
        [HOUR, 0, 10],
        [HOUR + 600, 0, 610],
      ],
    ],
    [
      'two tabs at once, counted once',
      10 + 20,
      [
        [HOUR, 0, 10],
        [HOUR + 5, 1, 15],
        [HOUR + 10, 0, 20],
        [HOUR + 20, 1, 30],
      ],
    ],
    [
      'saves that came in the wrong order',
      10 + 30 + 20,
      [
        [HOUR + 50, 0, 60],
        [HOUR, 0, 10],
        [HOUR + 30, 0, 40],
      ],
    ],
    // two strokes of a walk without a network, sent three hours later
    [
      'offline saves, when they were made',
      10 + 30,
      [
        [4 * HOUR, 0, 10, 3 * HOUR],
        [4 * HOUR + 1, 0, 40, 3 * HOUR - 29],
      ],
    ],
    [
      'offline saves beside those of another machine',
      10 + 40,
      [
        [HOUR, 0, 10],
        [4 * HOUR, 1, 40, 2 * HOUR],
      ],
    ],
    ['not less for a clock that was put back: at most when it came in', 20, [[HOUR, 0, 20, 0]]],
    ['a save at midnight: what lies on the day before is left out', 5, [[5, 0, 60]]],
    [
      'nothing twice for the same instant',
      30,
      [
        [HOUR, 0, 30],
        [HOUR, 0, 30],
      ],
    ],
  ])('is %s: %d s', async (_, seconds, events) => {
    expect(await activeSeconds(events)).toBe(seconds);
  });

  test('a clock that jumped moves work by a week at most', async () => {
    const waited = 20 * 24 * HOUR;
    const before = await daysWith();
    await activeSeconds([[HOUR, 0, 30, waited]]);
    const after = await daysWith();
    expect(after.filter((day) => !before.includes(day))).toEqual(['2025-12-29']);
  });

  async function daysWith(): Promise<string[]> {
    const rows = await db().$queryRaw<{ day: string }[]>`
      SELECT DISTINCT "day"::text AS "day" FROM "DailyActivity" WHERE "projectId" = ${at.project.id}::uuid`;
    return rows.map(({ day }) => day);
  }
});

describe('figures', () => {
  let at: Setting;
  beforeAll(async () => {
    at = await setting();
  });

  test('follow labels, verdicts and what is taken back, and are what a recount of all events gives', async () => {
    const chips = await createChips(at.project, 5);
    const [first, second, third, fourth] = chips;
    if (!first || !second || !third || !fourth) throw new Error('no chips');
    await label(at, at.ada, first, [CROWN, 1, 1, 2]);
    await label(at, at.ada, second, [CROWN, 1, 0, 0]);
    await label(at, at.ben, third, [1, 1, 1, 1]);
    await confirm(at, first);
    await returnReview(asReviewer(at), at.rolf, second.id, 'Look again.');
    await confirm(at, third, at.rolf);
    await reopenReview(asReviewer(at), at.rolf, third.id);
    const begun = save(0, changesOf([CROWN, CROWN, CROWN]));
    await saveLabelling(at.project.scope, at.ben, fourth.id, begun);
    await saveLabelling(
      at.project.scope,
      at.ben,
      fourth.id,
      save(1, changesOf([CROWN, 0, 0], [CROWN, CROWN, CROWN])),
    );

    const view = await readProgress(asReviewer(at), at.rita.userId, ProgressQuery.parse({}));
    const of = (person: Person) => view.people.find((one) => one.userId === person.userId);
    expect(of(at.ada)).toMatchObject({
      ...{ submitted: 2, cells: 6, confirmed: 1, returned: 1, accepted: 0, sentBack: 0 },
      agreed: { value: 1, cells: 4, chips: 1, low: null },
    });
    // two of three labels were taken away again
    expect(of(at.ben)).toMatchObject({ submitted: 1, cells: 5, confirmed: 0, returned: 0 });
    expect(of(at.rita)).toMatchObject({ accepted: 1, sentBack: 0, reviewedCells: 4, cells: 0 });
    expect(of(at.rolf)).toMatchObject({ accepted: 0, sentBack: 1, reviewedCells: 4 });
    expect(of(at.ada)?.activeMs).toBeGreaterThan(0);
    expect(view.total).toMatchObject({ submitted: 3, cells: 11, accepted: 1, sentBack: 1 });
    expect(view.states.at(-1)).toEqual({
      day: TODAY(),
      chips: { UNTOUCHED: 1, IN_PROGRESS: 1, SUBMITTED: 1, RETURNED: 1, CONFIRMED: 1 },
    });
    expect(view.days.at(-1)).toMatchObject({ day: TODAY(), submitted: 3, cells: 11 });
    expect(view.burndown.forecast).toEqual({ kind: 'pictures' });
    expect(view.burndown.recent).toEqual([{ day: TODAY(), chips: 1 }]);
    const figures = await stored(at.project.id);
    expect(await recounted(at.project.id)).toEqual(figures);
  });

  test('count a proposal as changed once, by what the person first handed in', async () => {
    const chip = await oneChip(at.project);
    const marks = [CROWN, CROWN, SHRUB, CROWN];
    const said = [CROWN, SHRUB, SHRUB, 0];
    const changes = changesOf(said).map((change) => ({
      ...change,
      shown: shown(marks[change.cell] ?? 0),
    }));
    // accepted, then changed: what stands when the chip is handed in counts
    const { scope } = at.project;
    await saveLabelling(scope, at.ada, chip.id, save(0, changes));
    const other = changesOf([1], [CROWN]).map((change) => ({ ...change, shown: shown(CROWN) }));
    await saveLabelling(scope, at.ada, chip.id, save(1, other));
    await submitLabelling(scope, at.ada, chip.id, { revision: 2, openedMs: 9, proposals: null });
    const overruled = async () => {
      const view = await readProgress(asReviewer(at), at.rita.userId, ProgressQuery.parse({}));
      return view.people.find((one) => one.userId === at.ada.userId)?.overruled;
    };
    expect(await overruled()).toMatchObject({ value: 2 / 3, cells: 3, chips: 1 });
    await returnReview(asReviewer(at), at.rita, chip.id, 'Look again.');
    const mine = await myLabelling(scope, at.ada, chip.id);
    await saveLabelling(scope, at.ada, chip.id, save(mine.revision, changesOf([CROWN], [1])));
    const { revision } = await myLabelling(scope, at.ada, chip.id);
    await submitLabelling(scope, at.ada, chip.id, { revision, openedMs: 9, proposals: null });
    expect(await overruled()).toMatchObject({ value: 2 / 3, cells: 3, chips: 1 });
    const figures = await stored(at.project.id);
    expect(await recounted(at.project.id)).toEqual(figures);
  });

  test('are of the days that are asked for', async () => {
    const yesterday = daysAfter(TODAY(), -1);
    const query = ProgressQuery.parse({ from: yesterday, to: yesterday });
    const view = await readProgress(asReviewer(at), at.rita.userId, query);
    expect(view).toMatchObject({ period: null, from: yesterday, to: yesterday });
    expect(view.total).toMatchObject({ submitted: 0, cells: 0, activeMs: 0 });
    expect(view.states).toMatchObject([{ chips: { CONFIRMED: 0, UNTOUCHED: 0 } }]);
    const far = ProgressQuery.parse({ from: '0001-01-01', to: '9999-12-31' });
    expect((await readProgress(asReviewer(at), at.rita.userId, far)).days).toHaveLength(1);
  });

  test('of people are shown to reviewers; a labeler sees all together and their own', async () => {
    const query = ProgressQuery.parse({});
    const own = await readProgress(scopeOf(at.project, 'LABELER'), at.ada.userId, query);
    expect(own.people.map((one) => one.userId)).toEqual([at.ada.userId]);
    const all = await readProgress(asReviewer(at), at.rita.userId, query);
    expect(all.people).toHaveLength(4);
    expect(own.total).toEqual(all.total);
  });
});

describe('the file', () => {
  let at: Setting;
  beforeAll(async () => {
    at = await setting();
    await label(at, at.ada, await oneChip(at.project), [CROWN, 1, 1, 1]);
    await db().user.update({
      where: { id: at.ada.userId },
      data: { name: '=HYPERLINK("http://x", "Ada")' },
    });
  });

  const csv = async (role: 'LABELER' | 'REVIEWER', of: 'days' | 'people', person = at.ada) => {
    const reply = await progressCsv(
      scopeOf(at.project, role),
      person.userId,
      ProgressFileQuery.parse({ of }),
    );
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    return (await reply.text()).split('\r\n');
  };

  test('has a line a person and day, and no formula of a name', async () => {
    const [head, line, ...rest] = await csv('REVIEWER', 'days');
    expect(head).toBe(
      'day,person,person_id,active_seconds,chips_submitted,cells_labelled,own_chips_confirmed,own_chips_returned,' +
        'chips_confirmed,chips_returned,cells_reviewed,agreement_cells,agreement_same,proposals_shown,proposals_changed',
    );
    expect(line).toMatch(
      new RegExp(
        `^${TODAY()},"'=HYPERLINK\\(""http://x"", ""Ada""\\)",${at.ada.userId},\\d+,1,4,0,0,0,0,0,0,0,0,0$`,
      ),
    );
    expect(rest).toEqual(['']);
  });

  test('has a line a person, with empty shares where there are none', async () => {
    const lines = await csv('REVIEWER', 'people', at.rita);
    expect(lines).toHaveLength(6);
    expect(lines.find((one) => one.includes(at.ada.userId))).toMatch(
      /,labeler,\d+,1,4,0,0,0,0,0,,,,0,0,,,,0,0$/,
    );
  });

  test('of a labeler is their own', async () => {
    for (const of of ['days', 'people'] as const) {
      const lines = await csv('LABELER', of);
      expect(lines).toHaveLength(3);
      expect(lines[1]).toContain(at.ada.userId);
    }
    expect(await csv('LABELER', 'days', at.ben)).toHaveLength(2);
  });
});

test('the page reads stored figures only, however many chips and events there are', async () => {
  const at = await setting();
  const chips = await createChips(at.project, 300);
  for (const chip of chips.slice(0, 30)) await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
  for (const chip of chips.slice(0, 15)) await confirm(at, chip);
  // as the worker does it
  await Promise.all([compactProgress(), compactChipCounts(), compactConfirmedCounts()]);
  await asOwner('ANALYZE');
  const query = ProgressQuery.parse({ period: 'all' });
  const steps = await plansOf(() => readProgress(asReviewer(at), at.rita.userId, query));
  const never = ['Chip', 'Labelling', 'LabelEvent', 'LabelAgreement', 'ConfirmedChip'];
  expect(steps.filter(({ table }) => table !== null && never.includes(table))).toEqual([]);
  expect(costly(steps, { most: 150, never })).toEqual([]);
}, 120_000);
