import { beforeEach, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { bytesOf } from '@/lib/domain/label/cells';
import { settledBy } from '@/lib/domain/review/settle';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { readFigure } from '@/lib/server/figure/read';
import { saveReview } from '@/lib/server/review/save';
import { acceptReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { createChips } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';
import {
  CROWN,
  asReviewer,
  cellsOf,
  changesOf,
  confirm,
  deploy,
  label,
  oneChip,
  probsOf,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

const setRule = (consensusRule: 'REVIEWER' | 'MAJORITY' | 'CROWDLAB', consensusThreshold = 0.8) =>
  db().project.update({
    where: { id: at.project.id },
    data: { consensusRule, consensusThreshold },
  });

async function view(chip: Chip, reader: Person = at.rita) {
  const found = await reviewChip(asReviewer(at), chip.id, reader);
  const by = found.settled === null ? null : [...bytesOf(found.settled)].map(settledBy);
  return { ...found, draft: cellsOf(found.consensus.cells), by };
}

const SURE = [0.04, 0.92, 0.04];

/** Forty chips that Ada and Ben labelled apart: the model and Ada say crown, Ben is wrong in every other cell. */
async function history(versionId: string): Promise<void> {
  const chips = await createChips(at.project, 40, { status: 'CONFIRMED' });
  for (const [i, chip] of chips.entries()) {
    const truth = i % 2 === 0 ? CROWN : 1;
    const first = Uint8Array.from({ length: 4 }, () => truth);
    const second = first.map((code, cell) => (cell === 0 ? 17 - code : code));
    const probs = Uint8Array.from(
      { length: 12 },
      (_, k) => [truth === 1 ? 240 : 8, truth === 1 ? 8 : 240, 7][k % 3] ?? 0,
    );
    await db().chipProposal.create({
      data: { chipId: chip.id, versionId, probs, source: 'runner' },
    });
    await db().secondLook.create({
      data: {
        ...{ id: newId(), projectId: at.project.id, chipId: chip.id, reason: 'OVERLAP' },
        ...{ state: 'DONE', firstId: at.ada.userId, first },
        ...{ secondId: at.ben.userId, second, settledAt: instant() },
      },
    });
  }
}

/** A chip that Ada and Ben labelled, and what the model says of it. */
async function both(ada: readonly number[], ben: readonly number[], probs: string | null = null) {
  const chip = await oneChip(at.project);
  const version = await db().modelVersion.findFirst({ where: { projectId: at.project.id } });
  await label(at, at.ada, chip, ada, version && probs ? { versionId: version.id, probs } : null);
  await label(at, at.ben, chip, ben);
  return chip;
}

test('a chip of one person is as before under every rule', async () => {
  for (const rule of ['REVIEWER', 'MAJORITY', 'CROWDLAB'] as const) {
    await setRule(rule);
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [CROWN, 1, 1, 0]);
    expect(await view(chip)).toMatchObject({ draft: [CROWN, 1, 1, 0], by: null });
    await confirm(at, chip);
    expect(await view(chip)).toMatchObject({ draft: [CROWN, 1, 1, 0], by: null });
  }
});

test('the majority of three settles, and the confirmed chip says which cells', async () => {
  await setRule('MAJORITY');
  const chip = await both([CROWN, 1, 1, CROWN], [CROWN, CROWN, 1, 17]);
  await label(at, await createLabeler(at.project), chip, [1, CROWN, 1, 1]);
  const before = await view(chip);
  expect(before).toMatchObject({
    draft: [CROWN, CROWN, 1, 0],
    by: ['majority', 'majority', 'agreed', 'open'],
    differs: { open: [3] },
  });
  const seen = { revision: before.consensus.revision, basis: before.basis, openedMs: 1 };
  await expect(acceptReview(asReviewer(at), at.rita, chip.id, seen)).rejects.toMatchObject({
    code: 'not_ready',
  });
  await saveReview(asReviewer(at), at.rita, chip.id, save(0, changesOf([0, 0, 0, CROWN])));
  await confirm(at, chip);
  const settled = ['majority', 'majority', 'agreed', 'reviewer'];
  expect(await view(chip)).toMatchObject({ draft: [CROWN, CROWN, 1, CROWN], by: settled });
  // the rule that held then stays said, whatever holds now
  await setRule('REVIEWER');
  expect((await view(chip)).by).toEqual(settled);
});

test('CROWDLAB settles by who is right how often and the model, and sends the rest to a person', async () => {
  const version = await deploy(at.project);
  await setRule('CROWDLAB', 0.7);
  await history(version.id);
  const probs = probsOf([SURE, SURE, SURE, [0.34, 0.33, 0.33]]);
  const chip = await both([CROWN, CROWN, 17, 17], [CROWN, 1, 17, 1], probs);
  const before = await view(chip);
  expect(before.by?.slice(0, 2)).toEqual(['crowdlab', 'crowdlab']);
  expect(before.draft.slice(0, 2)).toEqual([CROWN, CROWN]);
  // both say shrub where the model is sure of a crown: a person looks
  expect(before.by?.[2]).toBe('open');
  expect(before.differs.open).toContain(2);
  await expect(confirm(at, chip)).rejects.toMatchObject({ code: 'not_ready' });
  await saveReview(asReviewer(at), at.rita, chip.id, save(0, changesOf([0, 0, 17, 17])));
  await confirm(at, chip);
  const { by, draft } = await view(chip);
  expect(draft).toEqual([CROWN, CROWN, 17, 17]);
  expect(by).toEqual(['crowdlab', 'crowdlab', 'reviewer', 'reviewer']);
});

test('an accept of what was settled otherwise meanwhile is refused', async () => {
  const version = await deploy(at.project);
  await setRule('CROWDLAB', 0.5);
  await history(version.id);
  const chip = await both([CROWN, 1, 1, 1], [1, 1, 1, 1], probsOf([SURE, SURE, SURE, SURE]));
  const before = await view(chip);
  const seen = { revision: before.consensus.revision, basis: before.basis, openedMs: 1 };
  await setRule('CROWDLAB', 1);
  await expect(acceptReview(asReviewer(at), at.rita, chip.id, seen)).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('without a model or with few shared chips CROWDLAB leaves it to the reviewer', async () => {
  await setRule('CROWDLAB');
  expect(await readFigure(at.project.scope, 'crowd-weights')).toBeNull();
  const chip = await both([CROWN, 1, 1, 1], [1, 1, 1, 1]);
  expect((await view(chip)).by).toEqual(['open', 'agreed', 'agreed', 'agreed']);
});
