import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { ChipCountsQuery, ChipTableQuery } from '@/lib/domain/chip-table/schema';
import type { Person } from '@/lib/server/auth/gate';
import { chipCounts } from '@/lib/server/chip-table/counts/counts';
import { chipTablePage } from '@/lib/server/chip-table/page';
import { findChip, listChips } from '@/lib/server/chip/data';
import { addComment, readComments } from '@/lib/server/comment/comments';
import { askCorrection, confirmedChip } from '@/lib/server/correction/ask';
import { readHistory } from '@/lib/server/history/history';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { readOverview } from '@/lib/server/overview/read';
import { heartbeatChip, skipChip } from '@/lib/server/queue/queue';
import { search } from '@/lib/server/search/data';
import { confirmedSample } from '@/lib/server/similar/data';
import {
  TRUTH,
  answer,
  askFor,
  isTruth,
  oneTruth,
  truthSetting,
} from '@/tests/server/ground-truth';
import type { TruthSetting } from '@/tests/server/ground-truth';
import { CROWN, SHRUB, asReviewer, changesOf, save } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

let at: TruthSetting;
beforeEach(async () => {
  at = await truthSetting();
});

/** Names and kinds of a reply, without what it says of this chip. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

describe('nobody can tell it from another chip', () => {
  /** All that a labeler can read of a chip. */
  async function look(
    person: Person,
    id: string,
    number: number,
  ): Promise<Record<string, unknown>> {
    const said = async (work: Promise<unknown>) =>
      await work.catch((error: unknown) => (error as { text?: { key?: string } }).text?.key);
    const row = async (query: object) =>
      (
        await chipTablePage(at.labeler, person, ChipTableQuery.parse({ limit: 200, ...query }))
      ).items.find((one) => one.id === id);
    return {
      chip: await findChip(at.labeler, person, id),
      listed: (await listChips(at.labeler, person, { cursor: number - 1, limit: 1 })).items,
      found: (await search(at.labeler, person, String(number))).chips.find((one) => one.id === id),
      labelling: await myLabelling(at.labeler, person, id),
      lease: await heartbeatChip(at.labeler, person, id),
      confirmed: await said(confirmedChip(at.labeler, person, id)),
      correction: await said(
        askCorrection(at.labeler, person, id, {
          ...{ correctionId: newId(), reason: '' },
          changes: [{ cell: 0, before: CROWN, after: SHRUB }],
        }),
      ),
      history: await readHistory(at.labeler, person, id, { cursor: 0, limit: 200 }),
      comments: await readComments(at.labeler, person, id),
      row: await row({}),
      newest: await row({ order: 'newest' }),
      asConfirmed: (await row({ state: 'confirmed' })) === undefined,
      byStatus: (
        await listChips(at.labeler, person, { cursor: 0, limit: 500, status: 'CONFIRMED' })
      ).items.some((one) => one.id === id),
      sample: (await confirmedSample(at.labeler, person)).items.some((one) => one.id === id),
    };
  }

  test('not when it comes, while it is labelled, once it is submitted, nor when it is passed over', async () => {
    for (const chip of at.truths) {
      await addComment(asReviewer(at), at.rita, chip.id, {
        ...{ id: newId(), threadId: null, cell: null, flag: false, mentions: [] },
        text: 'Fine.',
      });
    }
    const test = await oneTruth(at, at.ada);
    const other = (await askFor(at, at.ada, { count: 4 })).items.find(
      ({ chip }) => !isTruth(at, chip.id),
    );
    if (!other) throw new Error('no other chip came');
    const both = async () => {
      const [a, b] = [
        await look(at.ada, test.chip.id, test.chip.number),
        await look(at.ada, other.chip.id, other.chip.number),
      ];
      expect(shapeOf(a)).toEqual(shapeOf(b));
      for (const key of ['confirmed', 'correction', 'asConfirmed', 'byStatus', 'sample'] as const) {
        expect(a[key]).toEqual(b[key]);
      }
      expect((a['chip'] as { status: string }).status).toBe(
        (b['chip'] as { status: string }).status,
      );
      const [mine, others] = [a['row'], b['row']] as { state: string; status: string }[];
      expect([mine?.state, mine?.status]).toEqual([others?.state, others?.status]);
      return (a['chip'] as { status: string }).status;
    };
    expect(shapeOf({ ...test, reason: '' })).toEqual(shapeOf({ ...other, reason: '' }));
    expect(test.chip.status).toBe(other.chip.status);
    expect(await both()).toBe('UNTOUCHED');
    for (const { chip } of [test, other]) {
      const changes = changesOf([CROWN, 0, 0, 0]);
      const first = await saveLabelling(at.labeler, at.ada, chip.id, save(0, changes));
      expect(first).toMatchObject({ revision: 1, applied: [0], conflicts: [] });
    }
    expect(await both()).toBe('IN_PROGRESS');
    for (const { chip } of [test, other]) await answer(at, at.ada, chip.id, [CROWN, 1, 1, 1]);
    expect(await both()).toBe('SUBMITTED');
    // both are in hand still: a stroke takes them back
    for (const { chip } of [test, other]) {
      const { revision } = await myLabelling(at.labeler, at.ada, chip.id);
      const more = changesOf([CROWN, 1, 1, SHRUB], [CROWN, 1, 1, 1]);
      await saveLabelling(at.labeler, at.ada, chip.id, save(revision, more));
    }
    expect(await both()).toBe('IN_PROGRESS');
  });

  test('one that cannot be labelled is excluded for them alone', async () => {
    const { chip } = await oneTruth(at, at.ada);
    const [other] = at.fresh;
    if (!other) throw new Error('no chip');
    const skip = { reason: 'cloud' as const, note: '' };
    expect(await skipChip(at.labeler, at.ada, chip.id, skip)).toEqual(
      await skipChip(at.labeler, at.ada, other.id, skip),
    );
    const [a, b] = [
      await findChip(at.labeler, at.ada, chip.id),
      await findChip(at.labeler, at.ada, other.id),
    ];
    expect([a.status, a.skippedReason]).toEqual([b.status, b.skippedReason]);
    expect(await findChip(asReviewer(at), at.rita, chip.id)).toMatchObject({
      ...{ status: 'CONFIRMED', skippedReason: null },
    });
    const again = await askFor(at, at.ada, { count: 20 }, () => 0.999);
    expect(again.items.map((item) => item.chip.id)).not.toContain(chip.id);
  });

  test('counts of the chip table are those of the rows', async () => {
    const { chip } = await oneTruth(at, at.ada);
    const count = async (state: string) =>
      (await chipCounts(at.labeler, at.ada, ChipCountsQuery.parse({ state }))).total.count;
    const rows = async (state: string) =>
      (await chipTablePage(at.labeler, at.ada, ChipTableQuery.parse({ state, limit: 200 }))).items
        .length;
    for (const step of [
      null,
      () => saveLabelling(at.labeler, at.ada, chip.id, save(0, changesOf([CROWN, 0, 0, 0]))),
      () => answer(at, at.ada, chip.id, TRUTH),
    ]) {
      await step?.();
      for (const state of ['untouched', 'begun', 'waiting', 'confirmed']) {
        expect([state, await count(state)]).toEqual([state, await rows(state)]);
      }
    }
  });

  test('a person’s own work of the day counts it, as the rebuilt figures do', async () => {
    const { chip } = await oneTruth(at, at.ada);
    const labelled = async () =>
      (await readOverview(at.labeler, at.ada.userId)).people.find(
        ({ userId }) => userId === at.ada.userId,
      )?.labelled;
    expect(await labelled()).toBe(0);
    await answer(at, at.ada, chip.id, TRUTH);
    expect(await labelled()).toBe(1);
    await answer(at, at.ada, chip.id, [1, 1, 1, 1]);
    expect(await labelled()).toBe(1);
    await asOwner('SELECT "rebuild_daily_work"()');
    expect(await labelled()).toBe(1);
  });
});
