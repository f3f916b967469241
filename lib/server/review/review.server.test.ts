import { beforeAll, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { ReviewView } from '@/lib/domain/review/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { rebuildLabelling } from '@/lib/server/label/event/data';
import { saveReview } from '@/lib/server/review/save';
import { reopenReview } from '@/lib/server/review/reopen';
import { acceptReview, returnReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { mistakesCorrected } from '@/lib/server/review/data';
import { nextChips } from '@/lib/server/queue/queue';
import { changeProject } from '@/lib/server/project/mutations';
import { createChips } from '@/tests/server/factories';
import {
  CROWN,
  SHRUB,
  setting,
  oneChip,
  changesOf,
  save,
  label,
  cellsOf,
  deploy,
  probsOf,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

describe('one chip', () => {
  let at: Setting;
  beforeAll(async () => {
    at = await setting();
  });

  test('shows both labellings, the draft and what differs; differences must be decided', async () => {
    const { scope } = at.project;
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [CROWN, 1, 2, 0]);
    await label(at, at.ben, chip, [CROWN, SHRUB, 2, 3]);
    const view = ReviewView.parse(await reviewChip(scope, chip.number));
    expect(view.labellings.map((l) => [l.person.name, cellsOf(l.labelling.cells)])).toEqual([
      [at.ada.name, [CROWN, 1, 2, 0]],
      [at.ben.name, [CROWN, SHRUB, 2, 3]],
    ]);
    expect(cellsOf(view.consensus.cells)).toEqual([CROWN, 0, 2, 3]);
    expect(view.differs).toMatchObject({ people: [1], open: [1] });
    expect(view.proposals).toBeNull();

    const early = acceptReview(scope, at.rita, chip.id, accept(view));
    await expect(early).rejects.toMatchObject({ code: 'not_ready', extra: { cells: [1] } });
    const reply = await saveReview(
      scope,
      at.rita,
      chip.id,
      save(0, changesOf([CROWN, SHRUB, 2, 3], [CROWN, 0, 2, 3])),
    );
    expect(reply.conflicts).toEqual([]);
    const decided = await reviewChip(scope, chip.id);
    expect(decided.differs.open).toEqual([]);

    expect(await acceptReview(scope, at.rita, chip.id, accept(decided))).toEqual({
      status: 'CONFIRMED',
      next: null,
    });
    const consensus = await db().labelling.findFirstOrThrow({
      where: { chipId: chip.id, kind: 'CONSENSUS' },
      include: { events: { orderBy: { id: 'asc' } }, chip: true },
    });
    expect([...consensus.cells]).toEqual([CROWN, SHRUB, 2, 3]);
    expect([...(await rebuildLabelling(consensus.id, 4))]).toEqual([...consensus.cells]);
    expect(consensus.events.map((e) => [e.kind, e.source])).toEqual([
      ['SEED', 'review'],
      ['SAVE', 'review'],
      ['ACCEPT', null],
    ]);
    expect(consensus.chip).toMatchObject({ status: 'CONFIRMED', confirmedById: at.rita.userId });
    expect((await reviewChip(scope, chip.id)).confirmedBy).toBe(at.rita.name);
    const late = await saveReview(scope, at.rolf, chip.id, save(3, changesOf([0, 1], [0, SHRUB])));
    expect(late.applied).toEqual([]);
    expect(late.conflicts).toMatchObject([
      { cell: 1, yours: 1, theirs: SHRUB, by: { name: at.rita.name } },
    ]);

    await reopenReview(scope, at.rolf, chip.id);
    const again = await reviewChip(scope, chip.id);
    expect(again.chip.status).toBe('SUBMITTED');
    expect(cellsOf(again.consensus.cells)).toEqual([CROWN, SHRUB, 2, 3]);
    await acceptReview(scope, at.rolf, chip.id, accept(again));
  });

  test('two reviewers: other cells merge, the same cell comes back, nothing is overwritten', async () => {
    const { scope } = at.project;
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const first = await saveReview(
      scope,
      at.rita,
      chip.id,
      save(0, changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1])),
    );
    const second = await saveReview(
      scope,
      at.rolf,
      chip.id,
      save(0, changesOf([SHRUB, 1, 1, SHRUB], [1, 1, 1, 1])),
    );
    expect(cellsOf(first.cells)).toEqual([CROWN, 1, 1, 1]);
    expect(second.applied).toEqual([3]);
    expect(second.conflicts).toMatchObject([
      { cell: 0, yours: SHRUB, theirs: CROWN, by: { name: at.rita.name } },
    ]);
    expect(cellsOf(second.cells)).toEqual([CROWN, 1, 1, SHRUB]);
  });

  test('a labelling that changed since is not confirmed unseen, and corrections outlive it', async () => {
    const { scope } = at.project;
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const seen = await reviewChip(scope, chip.id);
    await label(at, at.ada, chip, [1, CROWN, 1, 1]);
    await expect(acceptReview(scope, at.rita, chip.id, accept(seen))).rejects.toMatchObject({
      code: 'conflict',
    });
    await saveReview(
      scope,
      at.rita,
      chip.id,
      save(0, changesOf([1, CROWN, SHRUB, 1], [1, CROWN, 1, 1])),
    );
    await label(at, at.ada, chip, [CROWN, CROWN, 1, 1]);
    const after = await reviewChip(scope, chip.id);
    expect(cellsOf(after.consensus.cells)).toEqual([CROWN, CROWN, SHRUB, 1]);
    await acceptReview(scope, at.rita, chip.id, accept(after));
    const labelling = await db().labelling.findFirstOrThrow({
      where: { chipId: chip.id, kind: 'CONSENSUS' },
    });
    expect([...labelling.cells]).toEqual([CROWN, CROWN, SHRUB, 1]);
    expect([...(await rebuildLabelling(labelling.id, 4))]).toEqual([...labelling.cells]);
  });

  test('while its labeler has it back, it can be neither confirmed nor returned', async () => {
    const { scope } = at.project;
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const seen = await reviewChip(scope, chip.id);
    const mine = await myLabelling(scope, at.ada, chip.id);
    await saveLabelling(
      scope,
      at.ada,
      chip.id,
      save(mine.revision, changesOf([2, 1, 1, 1], [1, 1, 1, 1])),
    );
    await expect(acceptReview(scope, at.rita, chip.id, accept(seen))).rejects.toMatchObject({
      code: 'not_ready',
    });
    await expect(returnReview(scope, at.rita, chip.id, 'why')).rejects.toMatchObject({
      code: 'not_ready',
    });
    expect(
      await db().labelEvent.count({ where: { labelling: { chipId: chip.id, kind: 'CONSENSUS' } } }),
    ).toBe(0);
  });
});

test('a returned chip goes first to its labeler, with the reason, and comes back', async () => {
  const at = await setting();
  const { scope } = at.project;
  const [chip] = (await createChips(at.project, 2)) as [Chip, Chip];
  await label(at, at.ada, chip, [1, 1, 1, 1]);
  await saveReview(scope, at.rita, chip.id, save(0, changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1])));
  expect(await returnReview(scope, at.rita, chip.id, 'There is a crown at the top left.')).toEqual({
    status: 'RETURNED',
    next: null,
  });
  expect(await myLabelling(scope, at.ada, chip.id)).toMatchObject({
    status: 'RETURNED',
    returnReason: 'There is a crown at the top left.',
  });
  const wanted = { mode: 'sequential' as const, skip: [], count: 1 };
  expect(await nextChips(scope, at.ada, wanted)).toMatchObject({
    items: [{ chip: { id: chip.id }, reason: 'returned' }],
  });
  expect(await nextChips(scope, at.ben, wanted)).not.toMatchObject({
    items: [{ chip: { id: chip.id } }],
  });

  await label(at, at.ada, chip, [CROWN, CROWN, 1, 1]);
  const view = await reviewChip(scope, chip.id);
  expect(view.chip.status).toBe('SUBMITTED');
  expect(cellsOf(view.consensus.cells)).toEqual([CROWN, CROWN, 1, 1]);
  const imported = await oneChip(at.project);
  await db().chip.update({ where: { id: imported.id }, data: { status: 'SUBMITTED' } });
  await expect(returnReview(scope, at.rita, imported.id, 'x')).rejects.toMatchObject({
    code: 'not_ready',
  });
});

test('machine mistakes: claims that people set to something else, the last word on a cell', async () => {
  const at = await setting();
  const { scope } = at.project;
  const v1 = await deploy(at.project, 1, { '16': 0.6, '17': 0.6 });
  const chip = await oneChip(at.project);
  const shown = (code: number, probability: number) => ({
    versionId: v1.id,
    code,
    probability,
    threshold: 0.45,
    when: 'before' as const,
  });
  const set = (cell: number, before: number, after: number, s: ReturnType<typeof shown>) => ({
    cell,
    before,
    after,
    source: 'hand' as const,
    shown: s,
  });
  const { revision } = await saveLabelling(
    scope,
    at.ada,
    chip.id,
    save(0, [
      set(0, 0, CROWN, shown(CROWN, 0.9)), // right at first ...
      set(1, 0, 1, shown(CROWN, 0.59)), // below the threshold: the claim is absent, and so is the label
      set(2, 0, SHRUB, shown(1, 0.8)), // absent was claimed, a class is there
      set(3, 0, 2, shown(CROWN, 0.95)), // unsure says nothing
    ]),
  );
  await submitLabelling(scope, at.ada, chip.id, { revision, openedMs: 1, proposals: null });
  // ... but the reviewer says otherwise
  await saveReview(scope, at.rita, chip.id, save(0, [set(0, CROWN, 1, shown(CROWN, 0.9))]));
  expect(await mistakesCorrected(scope)).toEqual([
    {
      versionId: v1.id,
      name: 'v1',
      decided: 3,
      corrected: 2,
      pairs: expect.arrayContaining([
        { claimed: CROWN, became: 1, cells: 1 },
        { claimed: 1, became: SHRUB, cells: 1 },
      ]) as unknown,
    },
  ]);
  await saveReview(scope, at.rita, chip.id, save(2, [set(0, 1, CROWN, shown(CROWN, 0.9))]));
  expect(await mistakesCorrected(scope)).toMatchObject([{ decided: 3, corrected: 1 }]);
  // a threshold of the project's stands above the version's own: crown is claimed in cell 1 too, and absent was set
  await changeProject(at.project.scope, { threshold: 0.55 });
  expect(await mistakesCorrected(scope)).toMatchObject([{ decided: 3, corrected: 2 }]);
  // 0.59 is stored as 150 of 255, which is 0.588: the byte decides, here as in the browser
  await changeProject(at.project.scope, { threshold: 0.589 });
  expect(await mistakesCorrected(scope)).toMatchObject([{ decided: 3, corrected: 1 }]);
});

function accept(view: ReviewView) {
  return { revision: view.consensus.revision, basis: view.basis, openedMs: 30 };
}

test('a reviewer for whom it is a control chip is told what the model says only when their own labels are in', async () => {
  const at = await setting();
  const { scope } = at.project;
  const version = await deploy(at.project);
  const chip = await oneChip(at.project);
  const probs = probsOf([1, 2, 3, 4].map(() => [0.1, 0.8, 0.1]));
  await label(at, at.ada, chip, [CROWN, 1, 1, 1], { versionId: version.id, probs });
  await db().assignment.create({
    data: { chipId: chip.id, userId: at.rita.userId, projectId: at.project.id, control: true },
  });
  const told = async (person: Person) => ReviewView.parse(await reviewChip(scope, chip.id, person));
  expect(await told(at.rita)).toMatchObject({
    proposals: null,
    differs: { model: [] },
    reason: { model: null, surest: null, against: 0 },
  });
  expect((await told(at.rolf)).proposals?.name).toBe('v1');
  await label(at, at.rita, chip, [CROWN, 1, 1, 1]);
  expect((await told(at.rita)).proposals?.name).toBe('v1');
});
