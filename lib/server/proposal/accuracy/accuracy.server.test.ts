import { beforeEach, expect, test } from 'vitest';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { accuracyAt } from '@/lib/domain/proposal/accuracy';
import { db } from '@/lib/server/db/client';
import { readFigure } from '@/lib/server/figure/read';
import { readProposalAccuracy } from '@/lib/server/proposal/accuracy/read';
import { deployedVersion } from '@/lib/server/proposal/data';
import { chipsToScore } from '@/lib/server/proposal/inference/data';
import { storePredictions } from '@/lib/server/proposal/mutations';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

/** When the version's snapshot was made, and the version a minute later. */
const SNAPSHOT = new Date('2026-11-01T10:00:00Z');
const MADE = new Date('2026-11-01T10:01:00Z');
const before = new Date('2026-10-30T10:00:00Z');
const after = new Date('2026-11-02T10:00:00Z');

let project: TestProject;
let versionId: string;

beforeEach(async () => {
  project = await createProject();
  const snapshot = await db().snapshot.create({
    data: {
      ...{ id: newId(), projectId: project.id, number: 1, sha256: 'c'.repeat(64) },
      ...{ chips: 1, cells: 1, summary: {}, createdAt: SNAPSHOT },
    },
  });
  ({ id: versionId } = await createDeployedVersion(project));
  await db().modelVersion.update({
    where: { id: versionId },
    data: { snapshotId: snapshot.id, createdAt: MADE },
  });
});

interface Case {
  split: 'TRAIN' | 'TEST';
  /** when the reviewed labels were begun */
  consensus: Date;
  /** when a person submitted labels of theirs; left out: nobody did */
  submitted?: Date;
  control?: boolean;
}

/** A confirmed chip on which the version is sure of a crown in every cell, rightly in the first twelve of sixteen. */
async function confirmed({ split, consensus, submitted, control }: Case): Promise<string> {
  const [chip] = await createChips(project, 1, { split, status: 'CONFIRMED' });
  const version = await deployedVersion(project.id);
  if (!chip || !version) throw new Error('no chip or no version');
  const cells = Array.from({ length: 16 }, (_, cell) => (cell < 12 ? 16 : 1));
  const { id } = await createLabelling(chip, { cells });
  await db().labelling.update({ where: { id }, data: { createdAt: consensus } });
  if (submitted) {
    const { userId } = await createLabeler(project);
    const own = await createLabelling(chip, { user: { id: userId }, cells });
    await db().labelling.update({ where: { id: own.id }, data: { submittedAt: submitted } });
    await db().assignment.create({
      data: { chipId: chip.id, userId, projectId: project.id, control: control ?? false },
    });
  }
  const levels = Uint8Array.from(cells.flatMap(() => [55, 200, 0]));
  await storePredictions(db(), version, [{ chipId: chip.id, levels }], 'runner');
  return chip.id;
}

const at = async (threshold: number) => {
  const table = await readProposalAccuracy({ projectId: project.id });
  return table && { ...accuracyAt(table, personalThreshold(threshold)).all, chips: table.chips };
};

test.each<[string, Case, boolean]>([
  [
    'a training chip that it learnt from',
    { split: 'TRAIN', consensus: before, submitted: before },
    false,
  ],
  ['a test chip', { split: 'TEST', consensus: before, submitted: before }, true],
  ['a test chip without labels of a person', { split: 'TEST', consensus: before }, true],
  [
    'a test chip labelled beside its marks',
    { split: 'TEST', consensus: after, submitted: after },
    false,
  ],
  [
    'a control chip since',
    { split: 'TRAIN', consensus: after, submitted: after, control: true },
    true,
  ],
  [
    'a control chip that it learnt from',
    { split: 'TRAIN', consensus: before, submitted: after, control: true },
    false,
  ],
  [
    'labels from before it that were reviewed since',
    { split: 'TRAIN', consensus: after, submitted: before },
    true,
  ],
])('%s', async (_, chip, counts) => {
  await confirmed(chip);
  expect(await at(0.6)).toMatchObject(
    counts ? { chips: 1, proposed: 16, right: 12, cells: 12 } : { chips: 0, proposed: 0 },
  );
});

test('from above the probabilities nothing is proposed; a chip that is opened again no longer counts', async () => {
  const id = await confirmed({ split: 'TEST', consensus: before });
  expect(await at(0.8)).toMatchObject({ chips: 1, proposed: 0, cells: 12 });
  await db().chip.update({ where: { id }, data: { status: 'SUBMITTED' } });
  expect(await at(0.6)).toMatchObject({ chips: 0 });
});

test('without a deployed version there is no such figure; an inference that ends renews it', async () => {
  await confirmed({ split: 'TEST', consensus: before });
  const stored = async () => (await readFigure(project.scope, 'proposal-accuracy'))?.chips ?? null;
  expect(await stored()).toBe(1);
  // what a runner scores changes no label: its end is what tells
  const version = await deployedVersion(project.id);
  const [chip] = await createChips(project, 1, { split: 'TEST', status: 'CONFIRMED' });
  if (!chip || !version) throw new Error('no chip or no version');
  await createLabelling(chip, { cells: Array<number>(16).fill(16) });
  expect(await stored()).toBe(1);
  const levels = new Uint8Array(48).fill(85);
  await storePredictions(db(), version, [{ chipId: chip.id, levels }], 'runner');
  const infer = { kind: 'INFER', state: 'SUCCEEDED', params: {} } as const;
  await db().job.create({
    data: { id: newId(), projectId: project.id, ...infer, endedAt: instant() },
  });
  expect(await stored()).toBe(2);
  await db().modelVersion.update({ where: { id: versionId }, data: { status: 'RETIRED' } });
  expect(await stored()).toBeNull();
});

test('a runner scores confirmed test chips that the version has not scored, beside those of the queue', async () => {
  const scored = await confirmed({ split: 'TEST', consensus: before });
  const [test] = await createChips(project, 1, { split: 'TEST', status: 'CONFIRMED' });
  const [untouched] = await createChips(project, 1);
  await createChips(project, 1, { status: 'CONFIRMED' });
  await createChips(project, 1, { split: 'TEST' });
  const version = await deployedVersion(project.id);
  if (!version) throw new Error('no version');
  const counting = async () => (await readProposalAccuracy(project.scope))?.counting;
  expect(await counting()).toBe(true);
  const ids: string[] = [];
  for await (const chip of chipsToScore(project.id, version)) ids.push(chip.id);
  expect(ids.toSorted()).toEqual([test?.id, untouched?.id].toSorted());
  expect(ids).not.toContain(scored);
  if (!test) throw new Error('no chip');
  const levels = new Uint8Array(48).fill(85);
  await storePredictions(db(), version, [{ chipId: test.id, levels }], 'runner');
  expect(await counting()).toBe(false);
});
