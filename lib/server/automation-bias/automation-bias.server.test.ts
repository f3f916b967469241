import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { rateOf } from '@/lib/domain/automation-bias/rate';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { readAutomationBias } from '@/lib/server/automation-bias/read';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

const CROWN = 16;
const ABSENT = 1;

interface Options {
  confirmed?: boolean;
  probability?: number;
  /** null: the page did not say */
  threshold?: number | null;
}

async function setting() {
  const project = await createProject();
  const version = await createDeployedVersion(project);
  const [ada, ben] = [await createLabeler(project), await createLabeler(project)];

  /**
   * A chip whose 16 cells the model calls crown and the reviewed labels call absent: the person repeats the wrong proposal
   * in `follows` of them.
   */
  async function chip(
    person: Person,
    when: 'before' | 'undrawn' | 'hidden' | 'control',
    follows: number,
    { confirmed = true, probability = 0.9, threshold = 0.45 }: Options = {},
  ): Promise<void> {
    const [made] = await createChips(project, 1);
    if (!made) throw new Error('no chip');
    const shown = { versionId: version.id, code: CROWN, probability, threshold, when };
    await saveLabelling(project.scope, person, made.id, {
      saveId: newId(),
      baseRevision: 0,
      openedMs: 10,
      changes: Array.from({ length: 16 }, (_, cell) => ({
        cell,
        before: 0,
        after: cell < follows ? CROWN : ABSENT,
        source: 'hand',
        shown,
      })),
    });
    await submitLabelling(project.scope, person, made.id, {
      revision: 1,
      openedMs: 20,
      proposals: null,
    });
    await createLabelling(made, { cells: Array<number>(16).fill(ABSENT) });
    if (confirmed)
      await db().chip.update({ where: { id: made.id }, data: { status: 'CONFIRMED' } });
  }
  return { project, version, ada, ben, chip };
}

test('wrong proposals that a label repeats are counted by person, shown apart from control', async () => {
  const { project, version, ada, ben, chip } = await setting();
  await chip(ada, 'before', 12);
  await chip(ada, 'before', 12);
  await chip(ada, 'control', 4);
  await chip(ben, 'before', 0);
  // neither of these counts: no mark was drawn, and not reviewed yet
  await chip(ben, 'undrawn', 16);
  await chip(ben, 'before', 16, { confirmed: false });
  const { lines } = await readAutomationBias(project.scope);
  const about = { id: version.id, name: 'v1' };
  expect(lines).toEqual([
    {
      person: null,
      version: about,
      shown: rateOf(24, 48),
      control: rateOf(4, 16),
      needs: { shown: 0, control: 14 },
    },
    {
      person: { userId: ada.userId, name: ada.name },
      version: about,
      shown: rateOf(24, 32),
      control: rateOf(4, 16),
      needs: { shown: 0, control: 14 },
    },
    {
      person: { userId: ben.userId, name: ben.name },
      version: about,
      shown: rateOf(0, 16),
      control: rateOf(0, 0),
      needs: { shown: 14, control: 30 },
    },
  ]);
});

test('only marks that were drawn count as seen, and only what would have been drawn stands against them', async () => {
  const { project, ada, chip } = await setting();
  await chip(ada, 'before', 8);
  await chip(ada, 'control', 2);
  const { lines } = await readAutomationBias(project.scope);
  const counted = lines[0];
  expect(counted).toMatchObject({ shown: { n: 16, followed: 8 }, control: { n: 16, followed: 2 } });
  // the same claims without a mark: below the threshold, switched off, or below the threshold of a control chip
  await chip(ada, 'undrawn', 16, { probability: 0.4 });
  await chip(ada, 'hidden', 16);
  await chip(ada, 'control', 16, { probability: 0.4 });
  // 0.449 is stored as 114 of 255 and 0.45 asks for 114.75; 0.4495 is stored as 115: the rule compares what is stored
  await chip(ada, 'control', 16, { probability: 0.449 });
  // an older page: whether its mark was drawn is not known
  await chip(ada, 'before', 16, { threshold: null });
  await chip(ada, 'control', 16, { threshold: null });
  expect((await readAutomationBias(project.scope)).lines[0]).toEqual(counted);
  await chip(ada, 'control', 16, { probability: 0.4495 });
  expect((await readAutomationBias(project.scope)).lines[0]).toMatchObject({
    shown: { n: 16 },
    control: { n: 32, followed: 18 },
  });
});

test('right proposals, undecided consensus and a change of mind: the submitted label counts', async () => {
  const { project, version, ada } = await setting();
  const [made] = await createChips(project, 1);
  if (!made) throw new Error('no chip');
  const shown = {
    versionId: version.id,
    code: CROWN,
    probability: 0.9,
    threshold: 0.45,
    when: 'before' as const,
  };
  const change = (cell: number, before: number, after: number) => ({
    ...{ cell, before, after, source: 'hand' as const, shown },
  });
  const save = (baseRevision: number, changes: ReturnType<typeof change>[]) =>
    saveLabelling(project.scope, ada, made.id, {
      ...{ saveId: newId(), baseRevision, openedMs: 10, changes },
    });
  await save(0, [change(0, 0, CROWN), change(1, 0, CROWN), change(2, 0, CROWN), change(3, 0, 2)]);
  // cell 0 was followed at first, then corrected
  await save(1, [change(0, CROWN, ABSENT)]);
  await submitLabelling(project.scope, ada, made.id, {
    ...{ revision: 2, openedMs: 20, proposals: null },
  });
  // cell 1: the proposal was right; cell 2: the reviewer is unsure; cell 3: absent, the person was unsure
  const truth = [ABSENT, CROWN, 2, ABSENT, ...Array<number>(12).fill(0)];
  await createLabelling(made, { cells: truth });
  await db().chip.update({ where: { id: made.id }, data: { status: 'CONFIRMED' } });
  const { lines } = await readAutomationBias(project.scope);
  expect(lines[1]).toMatchObject({ shown: { n: 2, followed: 0 }, control: { n: 0 } });
});
