import { beforeEach, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { seededRandom } from '@/lib/core/seeded-random';
import { ChipTableQuery, ChipCountsQuery } from '@/lib/domain/chip-table/schema';
import { QueueRequest } from '@/lib/domain/queue/schema';
import type { QueueReply } from '@/lib/domain/queue/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findChip, listChips } from '@/lib/server/chip/data';
import { chipCounts } from '@/lib/server/chip-table/counts/counts';
import { chipTablePage } from '@/lib/server/chip-table/page';
import { addComment, readComments } from '@/lib/server/comment/comments';
import { askCorrection, confirmedChip } from '@/lib/server/correction/ask';
import { db } from '@/lib/server/db/client';
import { readReliability } from '@/lib/server/ground-truth/people/read';
import { readFeedback, readPractice } from '@/lib/server/ground-truth/practice/read';
import { addTruth, putTruth, readTruth, removeTruth } from '@/lib/server/ground-truth/set';
import { readHistory } from '@/lib/server/history/history';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { readOverview } from '@/lib/server/overview/read';
import { heartbeatChip, heartbeatChips, nextChips, skipChip } from '@/lib/server/queue/queue';
import { reopenReview } from '@/lib/server/review/reopen';
import { search } from '@/lib/server/search/data';
import { confirmedSample } from '@/lib/server/similar/data';
import { createChips, scopeOf } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';
import {
  CROWN,
  SHRUB,
  asReviewer,
  changesOf,
  confirm,
  label,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
let labeler: ProjectScope;
let truths: Chip[];
let fresh: Chip[];
/** what review confirmed of every ground truth chip */
const TRUTH = [CROWN, 1, 1, SHRUB];

beforeEach(async () => {
  at = await setting();
  labeler = scopeOf(at.project, 'LABELER');
  truths = await createChips(at.project, 12);
  fresh = await createChips(at.project, 60);
  for (const chip of truths) {
    await label(at, at.ben, chip, TRUTH);
    await confirm(at, chip);
  }
  await addTruth(asReviewer(at), at.rita, { by: 'chips', chips: truths.map(({ id }) => id) });
});

const set = (data: {
  groundTruthPercent?: number;
  practiceChips?: number;
  practicePercent?: number | null;
}) => db().project.update({ where: { id: at.project.id }, data });

const isTruth = (id: string) => truths.some((chip) => chip.id === id);

const ask = (person: Person, more: object = {}, draw = () => 0.999): Promise<QueueReply> =>
  nextChips(labeler, person, QueueRequest.parse({ mode: 'sequential', ...more }), draw);

/** Gets chips, of which the first is ground truth. */
async function oneTruth(person: Person): Promise<QueueReply['items'][number]> {
  await set({ groundTruthPercent: 20 });
  const { items } = await ask(person, { count: 2 }, () => 0);
  const found = items.find(({ chip }) => isTruth(chip.id));
  if (!found) throw new Error('no ground truth chip came');
  return found;
}

async function answer(person: Person, chipId: string, codes: readonly number[]): Promise<void> {
  const mine = await myLabelling(labeler, person, chipId);
  const changes = changesOf(codes, [...Buffer.from(mine.cells, 'base64')]);
  const { revision } = await saveLabelling(labeler, person, chipId, save(mine.revision, changes));
  const request = { revision, openedMs: 4000, submitId: newId(), proposals: null };
  await submitLabelling(labeler, person, chipId, request);
}

/** Names and kinds of a reply, without what it says of this chip. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

describe('the set', () => {
  test('takes confirmed chips alone, by id, filter and chance, with each class, and says what it passed over', async () => {
    const other = await setting();
    const [foreign] = await createChips(other.project, 1);
    const chips = [truths[0]?.id ?? '', fresh[0]?.id ?? '', foreign?.id ?? ''];
    const asked = { by: 'chips' as const, chips };
    expect(await addTruth(asReviewer(at), at.rita, asked)).toEqual({
      ...{ added: 0, known: 1, unfit: 2, full: false },
    });
    for (const chip of truths.slice(0, 4)) await removeTruth(asReviewer(at), chip.id);
    const random = await addTruth(asReviewer(at), at.rita, { by: 'random', count: 3 });
    expect(random).toMatchObject({ added: 3 });
    const filter = { class: SHRUB };
    expect(await addTruth(asReviewer(at), at.rita, { by: 'filter', filter })).toMatchObject({
      ...{ added: 1, known: 11 },
    });
    const page = await readTruth(asReviewer(at), { cursor: 0, limit: 5 });
    expect(page).toMatchObject({ total: 12, counting: 12, nextCursor: 5 });
    expect(page.classes).toEqual([1, CROWN, SHRUB].map((code) => ({ code, chips: 12 })));
    await expect(putTruth(asReviewer(at), at.rita, fresh[0]?.id ?? '')).rejects.toMatchObject({
      text: { key: 'groundTruth.notConfirmed' },
    });
  });

  test('a chip that is opened again does not count and goes to nobody, until it is confirmed', async () => {
    await set({ groundTruthPercent: 20 });
    for (const chip of truths) await reopenReview(at.project.scope, at.rita, chip.id);
    expect(await readTruth(asReviewer(at), { cursor: 0, limit: 5 })).toMatchObject({
      ...{ total: 12, counting: 0 },
    });
    const { items } = await ask(at.ada, { count: 20 }, () => 0);
    expect(items.filter(({ chip }) => isTruth(chip.id))).toEqual([]);
  });
});

describe('in the queue', () => {
  test('as many chips as the share says are ground truth, each once, and all others come all the same', async () => {
    const [more] = [await createChips(at.project, 340)];
    const extra = await createChips(at.project, 40, { status: 'CONFIRMED' });
    expect(more).toHaveLength(340);
    await set({ groundTruthPercent: 10 });
    const draw = seededRandom(7);
    const seen: number[] = [];
    let tests = 0;
    for (let i = 0; i < 15; i += 1) {
      const { items } = await ask(at.ada, { count: 8, skip: seen }, draw);
      expect(items).toHaveLength(8);
      for (const { chip } of items) {
        expect(seen).not.toContain(chip.number);
        seen.push(chip.number);
        if (isTruth(chip.id)) tests += 1;
      }
    }
    expect(extra).toHaveLength(40);
    // of 120 draws at 10 %: all but one time in 10,000
    expect(tests).toBeGreaterThanOrEqual(2);
    expect(tests).toBeLessThanOrEqual(12);
  });

  test('none comes at a share of 0, to a reviewer, in an area or filter, or when nothing else is left', async () => {
    const count = async (reply: Promise<QueueReply>) =>
      (await reply).items.filter(({ chip }) => isTruth(chip.id)).length;
    expect(await count(ask(at.ada, { count: 5 }, () => 0))).toBe(0);
    await set({ groundTruthPercent: 20 });
    const request = QueueRequest.parse({ mode: 'sequential', count: 5 });
    expect(await count(nextChips(asReviewer(at), at.rita, request, () => 0))).toBe(0);
    const filter = { mode: 'filter', filter: { status: 'untouched' }, count: 5 };
    expect(await count(ask(at.ada, filter, () => 0))).toBe(0);
    await db().chip.updateMany({
      where: { id: { in: fresh.map(({ id }) => id) } },
      data: { status: 'SUBMITTED' },
    });
    expect((await ask(at.ada, { count: 5 }, () => 0)).items).toEqual([]);
  });

  test('who labelled a chip, or saw what counts of it, never gets it', async () => {
    await set({ groundTruthPercent: 20 });
    // Ben labelled all of them
    const toBen = await ask(at.ben, { count: 20 }, () => 0);
    expect(toBen.items.filter(({ chip }) => isTruth(chip.id))).toEqual([]);
    for (const chip of truths.slice(1)) await confirmedChip(labeler, at.ada, chip.id);
    const { items } = await ask(at.ada, { count: 20 }, () => 0);
    expect(items.filter(({ chip }) => isTruth(chip.id)).map(({ chip }) => chip.id)).toEqual([
      truths[0]?.id,
    ]);
  });

  test('two tabs that ask at once, and two people, get them without waiting for each other', async () => {
    await set({ groundTruthPercent: 20 });
    const cleo = await createLabeler(at.project);
    const replies = await Promise.all([
      ...[ask(at.ada, { count: 12 }, () => 0), ask(at.ada, { count: 12 }, () => 0)],
      ask(cleo, { count: 12 }, () => 0),
    ]);
    const rows = await db().groundTruthLabelling.findMany({ where: { projectId: at.project.id } });
    for (const [i, { userId }] of [at.ada, at.ada, cleo].entries()) {
      const own = new Set(rows.filter((row) => row.userId === userId).map((row) => row.chipId));
      const given = (replies[i]?.items ?? []).filter(({ chip }) => isTruth(chip.id));
      for (const { chip } of given) expect(own).toContain(chip.id);
    }
    expect(rows.filter(({ userId }) => userId === cleo.userId)).toHaveLength(12);
    // a reload gives them back before anything new
    const again = await ask(cleo, { count: 12 });
    expect(again.items.map(({ chip }) => isTruth(chip.id))).toEqual(Array(12).fill(true));
    const numbers = again.items.map(({ chip }) => chip.number);
    expect(await heartbeatChips(labeler, cleo, { numbers })).toMatchObject({ lost: [] });
  });
});

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
        await chipTablePage(labeler, person, ChipTableQuery.parse({ limit: 200, ...query }))
      ).items.find((one) => one.id === id);
    return {
      chip: await findChip(labeler, person, id),
      listed: (await listChips(labeler, person, { cursor: number - 1, limit: 1 })).items,
      found: (await search(labeler, person, String(number))).chips.find((one) => one.id === id),
      labelling: await myLabelling(labeler, person, id),
      lease: await heartbeatChip(labeler, person, id),
      confirmed: await said(confirmedChip(labeler, person, id)),
      correction: await said(
        askCorrection(labeler, person, id, {
          ...{ correctionId: newId(), reason: '' },
          changes: [{ cell: 0, before: CROWN, after: SHRUB }],
        }),
      ),
      history: await readHistory(labeler, person, id, { cursor: 0, limit: 200 }),
      comments: await readComments(labeler, person, id),
      row: await row({}),
      newest: await row({ order: 'newest' }),
      asConfirmed: (await row({ state: 'confirmed' })) === undefined,
      byStatus: (
        await listChips(labeler, person, { cursor: 0, limit: 500, status: 'CONFIRMED' })
      ).items.some((one) => one.id === id),
      sample: (await confirmedSample(labeler, person)).items.some((one) => one.id === id),
    };
  }

  test('not when it comes, while it is labelled, once it is submitted, nor when it is passed over', async () => {
    for (const chip of truths) {
      await addComment(asReviewer(at), at.rita, chip.id, {
        ...{ id: newId(), threadId: null, cell: null, flag: false, mentions: [] },
        text: 'Fine.',
      });
    }
    const test = await oneTruth(at.ada);
    const other = (await ask(at.ada, { count: 2 })).items.find(({ chip }) => !isTruth(chip.id));
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
      const first = await saveLabelling(labeler, at.ada, chip.id, save(0, changes));
      expect(first).toMatchObject({ revision: 1, applied: [0], conflicts: [] });
    }
    expect(await both()).toBe('IN_PROGRESS');
    for (const { chip } of [test, other]) await answer(at.ada, chip.id, [CROWN, 1, 1, 1]);
    expect(await both()).toBe('SUBMITTED');
    // both are in hand still: a stroke takes them back
    for (const { chip } of [test, other]) {
      const { revision } = await myLabelling(labeler, at.ada, chip.id);
      const more = changesOf([CROWN, 1, 1, SHRUB], [CROWN, 1, 1, 1]);
      await saveLabelling(labeler, at.ada, chip.id, save(revision, more));
    }
    expect(await both()).toBe('IN_PROGRESS');
  });

  test('one that cannot be labelled is excluded for them alone', async () => {
    const { chip } = await oneTruth(at.ada);
    const [other] = fresh;
    if (!other) throw new Error('no chip');
    const skip = { reason: 'cloud' as const, note: '' };
    expect(await skipChip(labeler, at.ada, chip.id, skip)).toEqual(
      await skipChip(labeler, at.ada, other.id, skip),
    );
    const [a, b] = [
      await findChip(labeler, at.ada, chip.id),
      await findChip(labeler, at.ada, other.id),
    ];
    expect([a.status, a.skippedReason]).toEqual([b.status, b.skippedReason]);
    expect(await findChip(asReviewer(at), at.rita, chip.id)).toMatchObject({
      ...{ status: 'CONFIRMED', skippedReason: null },
    });
    const again = await ask(at.ada, { count: 20 }, () => 0.999);
    expect(again.items.map((item) => item.chip.id)).not.toContain(chip.id);
  });

  test('counts of the chip table are those of the rows', async () => {
    const { chip } = await oneTruth(at.ada);
    const count = async (state: string) =>
      (await chipCounts(labeler, at.ada, ChipCountsQuery.parse({ state }))).total.count;
    const rows = async (state: string) =>
      (await chipTablePage(labeler, at.ada, ChipTableQuery.parse({ state, limit: 200 }))).items
        .length;
    for (const step of [
      null,
      () => saveLabelling(labeler, at.ada, chip.id, save(0, changesOf([CROWN, 0, 0, 0]))),
      () => answer(at.ada, chip.id, TRUTH),
    ]) {
      await step?.();
      for (const state of ['untouched', 'begun', 'waiting', 'confirmed']) {
        expect([state, await count(state)]).toEqual([state, await rows(state)]);
      }
    }
  });

  test('a person’s own work of the day counts it, as the rebuilt figures do', async () => {
    const { chip } = await oneTruth(at.ada);
    const labelled = async () =>
      (await readOverview(labeler, at.ada.userId)).people.find(
        ({ userId }) => userId === at.ada.userId,
      )?.labelled;
    expect(await labelled()).toBe(0);
    await answer(at.ada, chip.id, TRUTH);
    expect(await labelled()).toBe(1);
    await answer(at.ada, chip.id, [1, 1, 1, 1]);
    expect(await labelled()).toBe(1);
    await db().$executeRaw`SELECT "rebuild_daily_work"()`;
    expect(await labelled()).toBe(1);
  });
});

describe('what is labelled on it goes nowhere else', () => {
  test('no label, event, status, count, agreement or review of the chip changes', async () => {
    const { chip } = await oneTruth(at.ada);
    const where = { chipId: chip.id };
    const now = async () => ({
      chip: await db().chip.findUniqueOrThrow({ where: { id: chip.id } }),
      labellings: await db().labelling.findMany({ where, orderBy: { id: 'asc' } }),
      events: await db().labelEvent.count({ where: { labelling: where } }),
      labels: await db().chipLabel.findMany({ where, orderBy: { code: 'asc' } }),
      agreement: await db().labelAgreement.findMany({ where, orderBy: { userId: 'asc' } }),
      waiting: await db().waitingChip.count({ where }),
      looks: await db().secondLook.count({ where }),
      confirmed: await db().confirmedChip.findMany({ where }),
      counts: (await readOverview(at.project.scope, at.rita.userId)).chips,
    });
    const before = await now();
    await answer(at.ada, chip.id, [SHRUB, SHRUB, SHRUB, SHRUB]);
    expect(await now()).toEqual(before);
  });

  test('a save that is sent twice is one, and one on an old revision brings conflicts', async () => {
    const { chip } = await oneTruth(at.ada);
    const first = save(0, changesOf([CROWN, 1, 0, 0]));
    const reply = await saveLabelling(labeler, at.ada, chip.id, first);
    expect(await saveLabelling(labeler, at.ada, chip.id, first)).toEqual(reply);
    const late = save(0, changesOf([SHRUB, 0, 1, 0]));
    expect(await saveLabelling(labeler, at.ada, chip.id, late)).toMatchObject({
      ...{ revision: 2, applied: [2] },
      conflicts: [{ cell: 0, yours: SHRUB, theirs: CROWN, by: { userId: at.ada.userId } }],
    });
    const request = { revision: 2, openedMs: 10, submitId: newId(), proposals: null };
    await submitLabelling(labeler, at.ada, chip.id, request);
    expect(await submitLabelling(labeler, at.ada, chip.id, request)).toMatchObject({
      ...{ status: 'SUBMITTED', revision: 3 },
    });
  });

  test('work that was begun goes through when the chip is taken out, opened again, or its person becomes a reviewer', async () => {
    const { chip } = await oneTruth(at.ada);
    await removeTruth(asReviewer(at), chip.id);
    await answer(at.ada, chip.id, TRUTH);
    expect(await rightOf(at.ada)).toMatchObject({ chips: 0 });
    await putTruth(asReviewer(at), at.rita, chip.id);
    expect(await rightOf(at.ada)).toMatchObject({ chips: 1, cells: 4 });
    await reopenReview(at.project.scope, at.rita, chip.id);
    await answer(at.ada, chip.id, [1, 1, 1, 1]);
    expect(await rightOf(at.ada)).toMatchObject({ chips: 0 });
    expect(await findChip(labeler, at.ada, chip.id)).toMatchObject({ status: 'SUBMITTED' });
    expect(await db().labelling.count({ where: { userId: at.ada.userId } })).toBe(0);
    await saveLabelling(
      asReviewer(at),
      at.ada,
      chip.id,
      save(
        (await myLabelling(labeler, at.ada, chip.id)).revision,
        changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1]),
      ),
    );
    expect(await db().labelling.count({ where: { userId: at.ada.userId } })).toBe(0);
  });
});

async function rightOf(person: Person) {
  const { items } = await readReliability(at.project.scope);
  return items.find((one) => one.person.userId === person.userId)?.right;
}

test('a person’s labels are held against what counts now, with figures by class and a median of seconds', async () => {
  await set({ groundTruthPercent: 20 });
  const { items } = await ask(at.ada, { count: 24 }, () => 0);
  const given = items.filter(({ chip }) => isTruth(chip.id));
  expect(given).toHaveLength(12);
  for (const { chip } of given) await answer(at.ada, chip.id, [CROWN, 1, 1, 1]);
  const found = (await readReliability(at.project.scope)).items.find(
    ({ person }) => person.userId === at.ada.userId,
  );
  expect(found).toMatchObject({
    right: { value: 0.75, chips: 12, cells: 48 },
    ...{ seconds: 4, practice: null },
    classes: [
      { code: 1, found: { value: 1, cells: 24 } },
      { code: CROWN, found: { value: 1, cells: 12 } },
      { code: SHRUB, found: { value: 0, cells: 12 } },
    ],
  });
  expect(found?.months).toHaveLength(1);
  // the reviewed labels change, and with them who is right
  await db().labelling.updateMany({
    where: { kind: 'CONSENSUS', chip: { projectId: at.project.id } },
    data: { cells: Uint8Array.of(CROWN, 1, 1, 1) },
  });
  expect(await rightOf(at.ada)).toMatchObject({ value: 1 });
});

describe('practice', () => {
  const practise = async (person: Person, codes: readonly number[]): Promise<number[]> => {
    const { items } = await ask(person, { count: 3 });
    const own = items.filter(({ practice }) => practice !== null);
    for (const { chip } of own) await answer(person, chip.id, codes);
    return own.map(({ practice }) => practice?.place ?? 0);
  };

  test('a new labeler practises first, whatever they chose, and sees at once how each chip compares', async () => {
    await set({ practiceChips: 4, practicePercent: 70 });
    const first = await ask(at.ada, { count: 3, mode: 'returned' });
    expect(first.items.map(({ practice }) => practice)).toEqual([
      ...[1, 2, 3].map((place) => ({ place, of: 4 })),
    ]);
    const [one, two] = first.items.map(({ chip }) => chip);
    if (!one || !two) throw new Error('no practice chips');
    expect(one.status).toBe('UNTOUCHED');
    await expect(confirmedChip(labeler, at.ada, one.id)).rejects.toThrow();
    await expect(readFeedback(labeler, at.ada, one.id)).rejects.toMatchObject({
      text: { key: 'practice.notSubmitted' },
    });
    await expect(readFeedback(labeler, at.ben, one.id)).rejects.toMatchObject({
      text: { key: 'practice.missing' },
    });
    await answer(at.ada, one.id, [CROWN, CROWN, 1, 0]);
    expect(await readFeedback(labeler, at.ada, one.id)).toMatchObject({
      ...{ place: 1, of: 4, same: 2, cells: 3, result: null },
      reviewed: Buffer.from(TRUTH).toString('base64'),
    });
    // the reviewed labels are seen: no more strokes
    const { revision } = await myLabelling(labeler, at.ada, one.id);
    const late = save(revision, changesOf(TRUTH, [CROWN, CROWN, 1, 0]));
    await expect(saveLabelling(labeler, at.ada, one.id, late)).rejects.toMatchObject({
      text: { key: 'label.confirmed' },
    });
    // one that does not count any more is said so, and the round goes on
    await removeTruth(asReviewer(at), two.id);
    await answer(at.ada, two.id, TRUTH);
    expect(await readFeedback(labeler, at.ada, two.id)).toMatchObject({
      ...{ reviewed: null, cells: 0 },
    });
    expect(
      await ask(at.ada, { count: 2, skip: first.items.map(({ chip }) => chip.number) }),
    ).toMatchObject({ items: [{ practice: { place: 4 } }], why: { code: 'practice' } });
    expect(await practise(at.ada, TRUTH)).toEqual([3, 4]);
    expect(await readPractice(labeler, at.ada)).toMatchObject({
      rounds: [{ round: 1, result: { same: 10, cells: 11, passed: true, again: false } }],
    });
    const after = await ask(at.ada, { count: 2 });
    expect(after.items.map(({ practice }) => practice)).toEqual([null, null]);
    // practice is no work, and no test of how reliable somebody is
    expect(await db().dailyWork.count({ where: { userId: at.ada.userId } })).toBe(0);
    expect(await rightOf(at.ada)).toMatchObject({ chips: 0 });
  });

  test('below the mark there is one more round with other chips, then the queue and a word to the admin', async () => {
    await set({ practiceChips: 3, practicePercent: 90 });
    expect(await practise(at.ada, [1, 1, 1, 1])).toEqual([1, 2, 3]);
    expect((await readPractice(labeler, at.ada)).rounds[0]?.result).toMatchObject({
      ...{ same: 6, cells: 12, passed: false, again: true },
    });
    expect(await practise(at.ada, [1, 1, 1, 1])).toEqual([1, 2, 3]);
    const { rounds } = await readPractice(labeler, at.ada);
    expect(rounds.map(({ round, result }) => [round, result?.again])).toEqual([
      ...[
        [2, false],
        [1, false],
      ],
    ]);
    const numbers = rounds.flatMap(({ chips }) => chips.map(({ number }) => number));
    expect(new Set(numbers).size).toBe(6);
    expect((await ask(at.ada)).items[0]?.practice).toBeNull();
    const { items } = await readReliability(at.project.scope);
    expect(items.find(({ person }) => person.userId === at.ada.userId)?.practice).toMatchObject({
      ...{ round: 2, ended: true, passed: false },
    });
  });

  test('two tabs begin one round; skipped chips and removed ones end it; who has worked, or reviews, does not practise', async () => {
    await set({ practiceChips: 3 });
    await Promise.all([ask(at.ada, { count: 3 }), ask(at.ada, { count: 3 })]);
    const rows = await db().groundTruthLabelling.findMany({
      where: { userId: at.ada.userId },
      orderBy: { place: 'asc' },
    });
    expect(rows.map(({ round, place }) => [round, place])).toEqual([
      ...[
        [1, 1],
        [1, 2],
        [1, 3],
      ],
    ]);
    await answer(at.ada, rows[0]?.chipId ?? '', TRUTH);
    const skip = { reason: 'notMyField' as const, note: '' };
    await skipChip(labeler, at.ada, rows[1]?.chipId ?? '', skip);
    await db().chip.delete({ where: { id: rows[2]?.chipId ?? '' } });
    expect((await ask(at.ada)).items[0]?.practice).toBeNull();
    expect((await readPractice(labeler, at.ada)).rounds).toMatchObject([
      { result: { same: 4, cells: 4, passed: null } },
    ]);
    expect((await ask(at.ben)).items[0]?.practice).toBeNull();
    const request = QueueRequest.parse({ mode: 'sequential' });
    expect((await nextChips(asReviewer(at), at.rolf, request)).items[0]?.practice).toBeNull();
  });

  test('without ground truth chips nobody is kept from labelling', async () => {
    await set({ practiceChips: 3 });
    await db().groundTruthChip.deleteMany({ where: { projectId: at.project.id } });
    expect((await ask(at.ada)).items).toMatchObject([{ practice: null }]);
    expect(await readPractice(labeler, at.ada)).toMatchObject({ chips: 3, rounds: [] });
  });
});
