import { beforeEach, describe, expect, it } from 'vitest';
import type { QueueReply } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import { giveChipBack, keepChip, nextChip } from '@/lib/server/queue/queue';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

let project: TestProject;
beforeEach(async () => {
  project = await createProject();
});

const WANTED = { mode: 'sequential', skip: [] } as {
  mode: 'sequential' | 'random';
  skip: number[];
};
const numberOf = (reply: QueueReply) => reply.chip?.number ?? null;

describe('the queue', () => {
  it('gives 50 people who ask at once 10 chips to 10 of them, each a different one', async () => {
    await createChips(project, 10);
    const people = await Promise.all(Array.from({ length: 50 }, () => createLabeler(project)));
    const replies = await Promise.all(people.map((p) => nextChip(project.scope, p, WANTED)));
    const numbers = replies.flatMap((reply) => numberOf(reply) ?? []);
    expect(numbers).toHaveLength(10);
    expect(new Set(numbers).size).toBe(10);
  });

  it('hands out in order: returned to me, begun by me, then the next; never a skipped number', async () => {
    const [first, second, third, fourth] = await createChips(project, 4);
    if (!first || !second || !third || !fourth) throw new Error('no chips');
    const ada = await createLabeler(project);
    const user = { id: ada.userId };
    await createLabelling(third, { user, cells: Array<number>(16).fill(1) });
    await createLabelling(fourth, { user, cells: Array<number>(16).fill(1) });
    await db().labelling.updateMany({
      where: { chipId: third.id },
      data: { status: 'IN_PROGRESS' },
    });
    await db().chip.update({ where: { id: third.id }, data: { status: 'IN_PROGRESS' } });
    await db().labelling.updateMany({ where: { chipId: fourth.id }, data: { status: 'RETURNED' } });
    await db().chip.update({ where: { id: fourth.id }, data: { status: 'RETURNED' } });
    const ask = async (skip: number[]) => nextChip(project.scope, ada, { ...WANTED, skip });
    expect(await ask([])).toMatchObject({ chip: { number: 4 }, reason: 'returned' });
    expect(await ask([4])).toMatchObject({ chip: { number: 3 }, reason: 'started' });
    expect(await ask([4, 3])).toMatchObject({ chip: { number: 1 }, reason: 'next' });
    expect(await ask([4, 3, 1])).toMatchObject({ chip: { number: 2 } });
    expect(await ask([1, 2, 3, 4])).toMatchObject({ chip: null });
    const ben = await createLabeler(project);
    expect(await nextChip(project.scope, ben, WANTED)).toMatchObject({ chip: null });
  });

  it('takes an expired lease over, and tells who holds a living one', async () => {
    const [chip] = await createChips(project, 1);
    if (!chip) throw new Error('no chip');
    const [ada, ben] = [await createLabeler(project), await createLabeler(project)];
    expect(numberOf(await nextChip(project.scope, ada, WANTED))).toBe(1);
    expect(await keepChip(project.scope, ben, 1)).toMatchObject({ heldBy: { userId: ada.userId } });
    await db().$executeRaw`UPDATE "ChipLease" SET "expiresAt" = now() - interval '1 second'`;
    expect(numberOf(await nextChip(project.scope, ben, WANTED))).toBe(1);
    expect(await keepChip(project.scope, ada, 1)).toMatchObject({ heldBy: { userId: ben.userId } });
    await giveChipBack(project.scope, ada, 1);
    expect(await keepChip(project.scope, ada, 1)).toMatchObject({ heldBy: { userId: ben.userId } });
    await giveChipBack(project.scope, ben, 1);
    expect(await keepChip(project.scope, ada, 1)).toMatchObject({ heldBy: null });
  });

  it('says why it is empty', async () => {
    const ada = await createLabeler(project);
    expect(await nextChip(project.scope, ada, WANTED)).toMatchObject({
      chip: null,
      why: expect.stringContaining('no imagery') as string,
    });
  });
});
