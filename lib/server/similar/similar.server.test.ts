import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { instant } from '@/lib/core/clock';
import { db } from '@/lib/server/db/client';
import { confirmedSample } from '@/lib/server/similar/data';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';

const READER = { userId: newId() };

test('a sample has confirmed chips alone, with their reviewed labels', async () => {
  const project = await createProject();
  const [confirmed, undecided, waiting] = await createChips(project, 3);
  if (!confirmed || !undecided || !waiting) throw new Error('no chips');
  const cells = [16, ...Array<number>(15).fill(1)];
  await createLabelling(confirmed, { cells });
  await createLabelling(undecided, { cells: Array<number>(16).fill(2) });
  await createLabelling(waiting, { cells });
  const confirm = { status: 'CONFIRMED', confirmedAt: instant() } as const;
  await db().chip.updateMany({
    where: { id: { in: [confirmed.id, undecided.id] } },
    data: confirm,
  });
  const { items } = await confirmedSample(project.scope, READER);
  expect(items).toEqual([
    {
      ...{ id: confirmed.id, number: confirmed.number, rows: 4, cols: 4, cellPx: 8 },
      imageUrl: expect.stringContaining(`/chips/${confirmed.id}/image`) as string,
      cells: Buffer.from(cells).toString('base64'),
    },
  ]);
  await db().chip.update({ where: { id: confirmed.id }, data: { status: 'SUBMITTED' } });
  expect((await confirmedSample(project.scope, READER)).items).toEqual([]);
  const other = await createProject();
  expect((await confirmedSample(other.scope, READER)).items).toEqual([]);
});
