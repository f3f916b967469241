import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { rateOf } from '@/lib/domain/influence/rate';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { readInfluence } from '@/lib/server/influence/influence';
import { saveLabelling, submitLabelling } from '@/lib/server/label/save';
import { createChampion } from '@/tests/server/champion';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

const CROWN = 16;
const ABSENT = 1;

async function setting() {
  const project = await createProject();
  const version = await createChampion(project);
  const [ada, ben] = [await createLabeler(project), await createLabeler(project)];

  /**
   * A chip whose 16 cells the model calls crown and the reviewed labels call absent: the person repeats the wrong proposal
   * in `follows` of them.
   */
  async function chip(
    person: Person,
    when: 'before' | 'undrawn' | 'control',
    follows: number,
    confirmed = true,
  ): Promise<void> {
    const [made] = await createChips(project, 1);
    if (!made) throw new Error('no chip');
    const shown = { versionId: version.id, code: CROWN, probability: 0.9, threshold: 0.45, when };
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

test('wrong proposals that a label repeats are counted by person, shown apart from blind', async () => {
  const { project, version, ada, ben, chip } = await setting();
  await chip(ada, 'before', 12);
  await chip(ada, 'before', 12);
  await chip(ada, 'control', 4);
  await chip(ben, 'before', 0);
  // neither of these counts: no mark was drawn, and not reviewed yet
  await chip(ben, 'undrawn', 16);
  await chip(ben, 'before', 16, false);
  const { lines } = await readInfluence(project.scope);
  const about = { id: version.id, name: 'v1' };
  expect(lines).toEqual([
    {
      person: null,
      version: about,
      shown: rateOf(24, 48),
      blind: rateOf(4, 16),
      needs: { shown: 0, blind: 14 },
    },
    {
      person: { userId: ada.userId, name: ada.name },
      version: about,
      shown: rateOf(24, 32),
      blind: rateOf(4, 16),
      needs: { shown: 0, blind: 14 },
    },
    {
      person: { userId: ben.userId, name: ben.name },
      version: about,
      shown: rateOf(0, 16),
      blind: rateOf(0, 0),
      needs: { shown: 14, blind: 30 },
    },
  ]);
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
  const { lines } = await readInfluence(project.scope);
  expect(lines[1]).toMatchObject({ shown: { n: 2, followed: 0 }, blind: { n: 0 } });
});
