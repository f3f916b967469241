import { beforeEach, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { QueueRequest } from '@/lib/domain/queue/schema';
import type { QueueMode } from '@/lib/domain/queue/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { rebuildLabelling } from '@/lib/server/label/event/data';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { removeMember } from '@/lib/server/member/mutations';
import { countWaiting } from '@/lib/server/overview/data';
import { nextChips, readQueue, releaseChip, skipChip } from '@/lib/server/queue/queue';
import { reopenReview } from '@/lib/server/review/reopen';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { CROWN, cellsOf, changesOf, label, oneChip, save, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { createLabeler } from '@/tests/server/people';

let at: Setting;
let chip: Chip;
beforeEach(async () => {
  at = await setting();
  chip = await oneChip(at.project);
});

async function next(person: Person, mode: QueueMode = 'sequential') {
  const reply = await nextChips(at.project.scope, person, QueueRequest.parse({ mode }));
  return reply.items[0] ?? null;
}

const disable = (person: Person) =>
  db().user.update({ where: { id: person.userId }, data: { disabledAt: new Date(0) } });

/** Ada hands the chip in, Rita returns it. */
async function returned(): Promise<void> {
  await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
  await returnReview(at.project.scope, at.rita, chip.id, 'Mind the shadow.');
}

async function begun(person: Person): Promise<void> {
  await saveLabelling(at.project.scope, person, chip.id, save(0, changesOf([CROWN, 1])));
}

test('a chip returned to somebody who is disabled goes to one other labeler, with labels and reason', async () => {
  const { scope, id } = at.project;
  await returned();
  expect(await next(at.ben, 'returned')).toBeNull();
  await disable(at.ada);
  expect(await readQueue(scope, at.ben)).toMatchObject({ left: 1 });
  expect((await countWaiting([id], at.ben.userId)).get(id)).toMatchObject({ abandoned: 1 });
  const both = await Promise.all([next(at.ben, 'returned'), next(at.rolf)]);
  const [taken, ...more] = both.filter((item) => item !== null);
  expect(more).toEqual([]);
  expect(taken).toMatchObject({
    reason: 'reassigned',
    control: false,
    labelling: { status: 'RETURNED', returnReason: 'Mind the shadow.', revision: 1 },
  });
  expect(cellsOf(taken?.labelling.cells ?? '')).toEqual([CROWN, 1, 1, 1]);
  const who = both[0] === null ? at.rolf : at.ben;
  expect(await readQueue(scope, at.ben)).toMatchObject({ left: 0 });

  const changes = changesOf([CROWN, CROWN, 1, 1], [CROWN, 1, 1, 1]);
  const { revision } = await saveLabelling(scope, who, chip.id, save(1, changes));
  await submitLabelling(scope, who, chip.id, { revision, openedMs: 5, proposals: null });
  const view = await reviewChip(scope, chip.id);
  expect(view.chip.status).toBe('SUBMITTED');
  expect(cellsOf(view.consensus.cells)).toEqual([CROWN, CROWN, 1, 1]);
  const mine = await db().labelling.findFirstOrThrow({
    where: { chipId: chip.id, userId: who.userId },
  });
  expect([...(await rebuildLabelling(mine.id, 4))]).toEqual([CROWN, CROWN, 1, 1]);
});

test('what somebody began who is no member any more goes to whoever does not pass it over', async () => {
  const { scope } = at.project;
  await begun(at.ada);
  expect(await next(at.ben)).toBeNull();
  await removeMember(scope, at.ada.userId);
  expect(await next(at.ben, 'returned')).toBeNull();
  expect(await next(at.ben)).toMatchObject({
    reason: 'reassigned',
    labelling: { status: 'IN_PROGRESS' },
  });
  await releaseChip(scope, at.ben, chip.id);
  // it is Ben's now
  expect(await next(at.rolf)).toBeNull();
  expect(await next(at.ben)).toMatchObject({ reason: 'started' });
  await skipChip(scope, at.ben, chip.id, { reason: 'notMyField', note: '' });
  expect(await next(at.ben)).toBeNull();
  expect(await next(at.rolf)).toMatchObject({ reason: 'reassigned' });
});

test('a chip with somebody who can work on it stays theirs', async () => {
  await label(at, at.ben, chip, [1, 1, 1, 1]);
  await returned();
  await disable(at.ada);
  expect(await next(at.rolf)).toBeNull();
  expect(await next(at.ben)).toMatchObject({ reason: 'returned' });
});

test('people of other projects and the instance owner are told apart', async () => {
  const owner = await createLabeler(at.project);
  await removeMember(at.project.scope, owner.userId);
  await begun(owner);
  await db().user.update({ where: { id: owner.userId }, data: { isOwner: true } });
  expect(await next(at.ben)).toBeNull();
  const elsewhere = await setting();
  await db().user.update({ where: { id: owner.userId }, data: { isOwner: false } });
  const reply = await nextChips(elsewhere.project.scope, elsewhere.ben, QueueRequest.parse({}));
  expect(reply.items).toEqual([]);
  expect(await next(at.ben)).toMatchObject({ reason: 'reassigned' });
});

test('a return that is undone leaves out what was taken over meanwhile', async () => {
  await returned();
  await disable(at.ada);
  await next(at.ben);
  await reopenReview(at.project.scope, at.rita, chip.id);
  const labellings = await db().labelling.findMany({
    where: { chipId: chip.id, kind: 'PERSON' },
    select: { userId: true, status: true },
  });
  expect(new Map(labellings.map(({ userId, status }) => [userId, status]))).toEqual(
    new Map([
      [at.ada.userId, 'SUBMITTED'],
      [at.ben.userId, 'RETURNED'],
    ]),
  );
});
