import { beforeEach, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { CellVerdicts, GalleryQuery } from '@/lib/domain/gallery/schema';
import { askCorrection } from '@/lib/server/correction/ask';
import { acceptCorrection } from '@/lib/server/correction/settle';
import { db } from '@/lib/server/db/client';
import { galleryPage } from '@/lib/server/gallery/page';
import { saveCellVerdicts } from '@/lib/server/gallery/verdicts';
import { acceptReview } from '@/lib/server/review/verdict/verdict';
import { saveReview } from '@/lib/server/review/save';
import { reviewChip } from '@/lib/server/review/view';
import { createLabelling } from '@/tests/server/factories';
import {
  CROWN,
  SHRUB,
  asReviewer,
  cellsOf,
  changesOf,
  confirm,
  label,
  oneChip,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

const ABSENT = 1;
let at: Setting;
let chip: Chip;
beforeEach(async () => {
  at = await setting();
  chip = await oneChip(at.project);
});

const give = (
  verdicts: { cell: number; before: number; after: number; undo?: boolean }[],
  scope = at.project.scope,
  person = at.rita,
) =>
  saveCellVerdicts(
    scope,
    person,
    chip.id,
    CellVerdicts.parse({ saveId: newId(), openedMs: 5, verdicts }),
  );

/** Cells of the gallery with their label, and whether a reviewer stands for it. */
async function shown(state = 'waiting'): Promise<[number, number, boolean][]> {
  const query = GalleryQuery.parse({ state });
  const { items } = await galleryPage(at.project.scope, at.rita, query);
  return items.flatMap((one) =>
    one.cells.map(([cell, code, , , kept]): [number, number, boolean] => [cell, code, kept]),
  );
}

const stored = async () => ({
  chip: await db().chip.findUnique({ where: { id: chip.id } }),
  labellings: await db().labelling.findMany({ where: { chipId: chip.id }, orderBy: { id: 'asc' } }),
  events: await events(),
});

const events = async () =>
  (
    await db().labelEvent.findMany({
      where: { labelling: { chipId: chip.id, kind: 'CONSENSUS' } },
      orderBy: { id: 'asc' },
      select: { kind: true },
    })
  ).map((event) => event.kind);

test('keeps a label without an event, sets another one with one, and takes both back', async () => {
  await label(at, at.ada, chip, [CROWN, CROWN, ABSENT, 0]);
  const reply = await give([
    { cell: 0, before: CROWN, after: CROWN },
    { cell: 1, before: CROWN, after: SHRUB },
  ]);
  expect(reply).toMatchObject({
    ...{ status: 'SUBMITTED', applied: [0, 1], conflicts: [] },
    written: [{ cell: 1, before: CROWN }],
  });
  expect(await shown()).toEqual([
    [0, CROWN, true],
    [1, SHRUB, true],
    [2, ABSENT, false],
  ]);
  expect(await events()).toEqual(['SEED', 'SAVE']);
  await give([
    { cell: 0, before: CROWN, after: CROWN, undo: true },
    { cell: 1, before: SHRUB, after: CROWN, undo: true },
  ]);
  expect(await shown()).toEqual([
    [0, CROWN, false],
    [1, CROWN, false],
    [2, ABSENT, false],
  ]);
  expect(await events()).toEqual(['SEED', 'SAVE', 'SAVE']);
});

test('of two verdicts on a cell the last one counts', async () => {
  await label(at, at.ada, chip, [CROWN, CROWN, ABSENT, 0]);
  const reply = await give([
    { cell: 0, before: CROWN, after: SHRUB },
    { cell: 0, before: CROWN, after: CROWN },
  ]);
  expect(reply).toMatchObject({ applied: [0], written: [] });
  expect(await shown()).toContainEqual([0, CROWN, true]);
});

test('decides where people differ, after which the chip can be accepted', async () => {
  await label(at, at.ada, chip, [CROWN, ABSENT, 0, 0]);
  await label(at, at.ben, chip, [SHRUB, ABSENT, 0, 0]);
  const reply = await give([{ cell: 0, before: CROWN, after: CROWN }]);
  expect(reply.written).toEqual([{ cell: 0, before: 0 }]);
  const view = await reviewChip(at.project.scope, chip.id);
  expect([view.consensus.revision, view.basis]).toEqual([reply.revision, reply.basis]);
  expect(cellsOf(view.consensus.cells)).toEqual([CROWN, ABSENT, 0, 0]);
  await acceptReview(at.project.scope, at.rita, chip.id, { ...reply, openedMs: 0 });
});

test('a label that somebody else set meanwhile is a conflict, and the others are saved', async () => {
  await label(at, at.ada, chip, [CROWN, CROWN, 0, 0]);
  await saveReview(at.project.scope, at.rolf, chip.id, save(0, changesOf([SHRUB], [CROWN])));
  const reply = await give([
    { cell: 0, before: CROWN, after: ABSENT },
    { cell: 1, before: CROWN, after: ABSENT },
  ]);
  expect(reply.applied).toEqual([1]);
  expect(reply.conflicts).toMatchObject([{ cell: 0, yours: ABSENT, theirs: SHRUB }]);
  expect(await shown()).toEqual([
    [0, SHRUB, false],
    [1, ABSENT, true],
  ]);
});

test('corrects a confirmed chip where its verdict is theirs to take back, and confirms it again', async () => {
  await label(at, at.ada, chip, [CROWN, ABSENT, 0, 0]);
  const view = await reviewChip(at.project.scope, chip.id);
  const { revision } = view.consensus;
  await acceptReview(at.project.scope, at.rolf, chip.id, { ...view, revision, openedMs: 0 });
  const reviewer = asReviewer(at);
  const change = [{ cell: 0, before: CROWN, after: SHRUB }];
  await expect(give(change, reviewer)).rejects.toMatchObject({
    text: { key: 'review.notYourVerdict' },
  });
  expect(await shown('confirmed')).toEqual([
    [0, CROWN, false],
    [1, ABSENT, false],
  ]);
  // to look and to keep needs no leave
  expect((await give([{ cell: 0, before: CROWN, after: CROWN }], reviewer)).status).toBe(
    'CONFIRMED',
  );
  expect((await give(change)).status).toBe('CONFIRMED');
  expect(await shown('confirmed')).toEqual([
    [0, SHRUB, true],
    [1, ABSENT, false],
  ]);
  expect(await db().confirmedChip.findUnique({ where: { chipId: chip.id } })).toMatchObject({
    codes: expect.arrayContaining([SHRUB, ABSENT]) as number[],
  });
});

test('corrects imported labels, and refuses a chip that its labeler has', async () => {
  await expect(give([{ cell: 0, before: 0, after: CROWN }])).rejects.toMatchObject({
    text: { key: 'review.notWaiting' },
  });
  const own = await createLabelling(chip, { cells: [CROWN, ABSENT, 0, 0] });
  await db().labelling.update({ where: { id: own.id }, data: { source: 'import' } });
  await db().chip.update({ where: { id: chip.id }, data: { status: 'CONFIRMED' } });
  const reply = await give([{ cell: 1, before: ABSENT, after: SHRUB }]);
  expect(reply).toMatchObject({ status: 'CONFIRMED', applied: [1] });
  expect(await shown('imported')).toEqual([
    [0, CROWN, false],
    [1, SHRUB, true],
  ]);
});

test('a suspected label that is kept is no longer suspected, until that is taken back', async () => {
  await label(at, at.ada, chip, [CROWN, CROWN, ABSENT, 0]);
  const figures = { probability: 0.1, suggestedProbability: 0.8, isIssue: true };
  await db().labelIssue.createMany({
    data: [2, 0].map((cell, place) => ({
      ...{ chipId: chip.id, cell, projectId: at.project.id, rank: place + 1, ...figures },
      ...{ given: cell === 2 ? ABSENT : CROWN, suggested: SHRUB, quality: 0.2 + place / 10 },
    })),
  });
  const suspected = async (query: Record<string, string> = {}) => {
    const asked = GalleryQuery.parse({ order: 'issue', ...query });
    const { items } = await galleryPage(at.project.scope, at.rita, asked);
    return items.flatMap((one) => one.cells);
  };
  expect(await suspected()).toEqual([
    [2, ABSENT, expect.closeTo(0.8, 5), SHRUB, false],
    [0, CROWN, expect.closeTo(0.7, 5), SHRUB, false],
  ]);
  expect((await suspected({ class: String(CROWN) })).map(([cell]) => cell)).toEqual([0]);
  expect((await suspected({ limit: '1' })).map(([cell]) => cell)).toEqual([2]);
  await give([{ cell: 2, before: ABSENT, after: ABSENT }]);
  expect((await suspected()).map(([cell]) => cell)).toEqual([0]);
  await give([{ cell: 0, before: CROWN, after: SHRUB }]);
  expect(await suspected()).toEqual([]);
  await give([{ cell: 2, before: ABSENT, after: ABSENT, undo: true }]);
  expect((await suspected()).map(([cell]) => cell)).toEqual([2]);
});

test('a correction that was accepted on a confirmed chip stays', async () => {
  await label(at, at.ada, chip, [CROWN, ABSENT, CROWN, 0]);
  await confirm(at, chip);
  const correctionId = newId();
  const changes = [{ cell: 1, before: ABSENT, after: SHRUB }];
  await askCorrection(at.project.scope, at.ada, chip.id, { correctionId, changes, reason: '' });
  const { consensus } = await reviewChip(at.project.scope, chip.id);
  const { revision } = consensus;
  await acceptCorrection(at.project.scope, at.rolf, chip.id, { correctionId, revision });
  const verdict = [{ cell: 0, before: CROWN, after: SHRUB }];
  // who settled the correction may not take the confirmation back
  await expect(give(verdict, asReviewer(at), at.rolf)).rejects.toMatchObject({
    text: { key: 'review.notYourVerdict' },
  });
  const reply = await give(verdict, asReviewer(at));
  expect(reply).toMatchObject({ status: 'CONFIRMED', applied: [0], conflicts: [] });
  const view = await reviewChip(at.project.scope, chip.id);
  expect(cellsOf(view.consensus.cells)).toEqual([SHRUB, SHRUB, CROWN, 0]);
  expect(reply.revision).toBe(view.consensus.revision);
  expect(await db().correction.findUnique({ where: { id: correctionId } })).toMatchObject({
    state: 'ACCEPTED',
  });
});

test('a verdict that cannot be written leaves a confirmed chip as it was', async () => {
  await label(at, at.ada, chip, [CROWN, ABSENT, 0, 0]);
  await confirm(at, chip);
  const before = await stored();
  // a class that is none, a cell off the chip, nothing decided that is left
  const kept = { cell: 1, before: ABSENT, after: ABSENT };
  const emptied = { cell: 0, before: CROWN, after: 0 };
  for (const [verdicts, key] of [
    [[kept, { ...emptied, after: 200 }], 'label.unknownCode'],
    [[kept, { cell: 4, before: 0, after: CROWN }], 'label.cellOutside'],
    [[{ ...kept, after: 0 }, emptied], 'review.nothingDecided'],
  ] as const) {
    await expect(give([...verdicts])).rejects.toMatchObject({ text: { key } });
  }
  expect(await stored()).toEqual(before);
  expect(await db().keptLabel.count({ where: { chipId: chip.id } })).toBe(0);
});

test('nobody stands for a cell without a label, nor off the chip', async () => {
  await label(at, at.ada, chip, [CROWN, ABSENT, 0, 0]);
  await give([
    { cell: 0, before: CROWN, after: 0 },
    { cell: 2, before: 0, after: 0 },
  ]);
  await expect(give([{ cell: 4, before: 0, after: 0 }])).rejects.toMatchObject({
    text: { key: 'label.cellOutside' },
  });
  expect(await db().keptLabel.count({ where: { chipId: chip.id } })).toBe(0);
});

test('a reviewer takes back their own word only', async () => {
  await label(at, at.ada, chip, [CROWN, ABSENT, 0, 0]);
  const reviewer = asReviewer(at);
  const kept = { cell: 0, before: CROWN, after: CROWN };
  await give([kept], reviewer, at.rolf);
  await give([kept], reviewer);
  await give([{ ...kept, undo: true }], reviewer);
  expect(await shown()).toContainEqual([0, CROWN, true]);
  await give([{ ...kept, undo: true }], reviewer, at.rolf);
  expect(await shown()).toContainEqual([0, CROWN, false]);
});

test('a chip that is confirmed without reviewed labels has those of the first who submitted, also once the row of reviewed ones is made', async () => {
  await label(at, at.ada, chip, [CROWN, CROWN, ABSENT, 0]);
  await db().chip.update({ where: { id: chip.id }, data: { status: 'CONFIRMED' } });
  const labels = [
    [0, CROWN, false],
    [1, CROWN, false],
    [2, ABSENT, false],
  ];
  expect(await shown('confirmed')).toEqual(labels);
  // nothing is written, but the row is there from now on
  await give([{ cell: 0, before: SHRUB, after: ABSENT }]);
  await db().$executeRaw`SELECT "settle_chip_labels"(ARRAY[${chip.id}::uuid])`;
  expect(await shown('confirmed')).toEqual(labels);
  const admin = { ...at.project.scope, role: 'ADMIN' as const };
  const reply = await give([{ cell: 0, before: CROWN, after: SHRUB }], admin);
  expect(reply).toMatchObject({ status: 'CONFIRMED', applied: [0], conflicts: [] });
  expect(await shown('confirmed')).toEqual([[0, SHRUB, true], ...labels.slice(1)]);
});
