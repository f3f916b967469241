import { beforeEach, describe, expect, it } from 'vitest';
import type { QueueReply, QueueRequest } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import { releaseChip, heartbeatChip, nextChips } from '@/lib/server/queue/queue';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

let project: TestProject;
beforeEach(async () => {
  project = await createProject();
});

const WANTED: QueueRequest = { mode: 'sequential', skip: [], count: 1 };
const numberOf = (reply: QueueReply) => reply.items[0]?.chip.number ?? null;

describe('the queue', () => {
  it('gives 50 people who ask at once 10 chips to 10 of them, each a different one', async () => {
    await createChips(project, 10);
    const people = await Promise.all(Array.from({ length: 50 }, () => createLabeler(project)));
    const replies = await Promise.all(people.map((p) => nextChips(project.scope, p, WANTED)));
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
    const ask = async (skip: number[]) => nextChips(project.scope, ada, { ...WANTED, skip });
    expect(await ask([])).toMatchObject({ items: [{ chip: { number: 4 }, reason: 'returned' }] });
    expect(await ask([4])).toMatchObject({ items: [{ chip: { number: 3 }, reason: 'started' }] });
    expect(await ask([4, 3])).toMatchObject({ items: [{ chip: { number: 1 }, reason: 'next' }] });
    expect(await ask([4, 3, 1])).toMatchObject({ items: [{ chip: { number: 2 } }] });
    expect(await ask([1, 2, 3, 4])).toMatchObject({ items: [] });
    const ben = await createLabeler(project);
    expect(await nextChips(project.scope, ben, WANTED)).toMatchObject({ items: [] });
  });

  it('takes an expired lease over, and tells who holds a living one', async () => {
    const [chip] = await createChips(project, 1);
    if (!chip) throw new Error('no chip');
    const [ada, ben] = [await createLabeler(project), await createLabeler(project)];
    expect(numberOf(await nextChips(project.scope, ada, WANTED))).toBe(1);
    expect(await heartbeatChip(project.scope, ben, 1)).toMatchObject({
      heldBy: { userId: ada.userId },
    });
    await db().$executeRaw`UPDATE "ChipLease" SET "expiresAt" = now() - interval '1 second'`;
    expect(numberOf(await nextChips(project.scope, ben, WANTED))).toBe(1);
    expect(await heartbeatChip(project.scope, ada, 1)).toMatchObject({
      heldBy: { userId: ben.userId },
    });
    await releaseChip(project.scope, ada, 1);
    expect(await heartbeatChip(project.scope, ada, 1)).toMatchObject({
      heldBy: { userId: ben.userId },
    });
    await releaseChip(project.scope, ben, 1);
    expect(await heartbeatChip(project.scope, ada, 1)).toMatchObject({ heldBy: null });
  });

  it('says why it is empty', async () => {
    const ada = await createLabeler(project);
    expect(await nextChips(project.scope, ada, WANTED)).toMatchObject({
      items: [],
      why: { code: 'noImagery' },
    });
  });
});
