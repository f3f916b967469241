import { expect, test } from 'vitest';
import { db } from '@/lib/server/db/client';
import { readFigure, refreshFigures } from '@/lib/server/figure/read';
import { changeProject } from '@/lib/server/project/mutations';
import { createProject } from '@/tests/server/factories';

const NAME = 'automation-bias';

async function isStored(projectId: string) {
  return await db().storedFigure.findUniqueOrThrow({
    where: { projectId_name: { projectId, name: NAME } },
  });
}

test('a figure is worked out again once what it rests on has changed', async () => {
  const project = await createProject();
  expect(await readFigure(project.scope, NAME)).toEqual({ controlPercent: 0, lines: [] });
  const first = await isStored(project.id);
  await readFigure(project.scope, NAME);
  expect((await isStored(project.id)).at).toEqual(first.at);
  await changeProject(project.scope, { controlPercent: 20 });
  expect(await readFigure(project.scope, NAME)).toMatchObject({ controlPercent: 20 });
});

test('one that takes long is shown as it was, until the worker has renewed it', async () => {
  const project = await createProject();
  await readFigure(project.scope, NAME);
  await changeProject(project.scope, { controlPercent: 30 });
  const where = { projectId_name: { projectId: project.id, name: NAME } };
  await db().storedFigure.update({ where, data: { ms: 6000 } });
  expect(await readFigure(project.scope, NAME)).toMatchObject({ controlPercent: 0 });
  await refreshFigures();
  expect(await readFigure(project.scope, NAME)).toMatchObject({ controlPercent: 0 });
  await db().storedFigure.update({ where, data: { at: new Date(Date.UTC(2020, 0, 1)) } });
  await refreshFigures();
  expect(await readFigure(project.scope, NAME)).toMatchObject({ controlPercent: 30 });
});
