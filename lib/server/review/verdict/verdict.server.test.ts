import { beforeAll, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { db } from '@/lib/server/db/client';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { saveReview } from '@/lib/server/review/save';
import { readVerdictState } from '@/lib/server/review/verdict/data';
import { acceptReview, returnReview } from '@/lib/server/review/verdict/verdict';
import { writeVerdict } from '@/lib/server/review/verdict/mutations';
import { reviewChip } from '@/lib/server/review/view';
import { CROWN, changesOf, label, oneChip, save, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeAll(async () => {
  at = await setting();
});

/** A chip that Ada labelled as absent, and what a reviewer accepts who sees it now. */
async function waiting() {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [1, 1, 1, 1]);
  const view = await reviewChip(at.project.scope, chip.id);
  return { chip, seen: { revision: view.consensus.revision, basis: view.basis, openedMs: 1 } };
}

async function eventsOf(chip: Chip) {
  const events = await db().labelEvent.findMany({
    where: { labelling: { chipId: chip.id }, kind: { in: ['ACCEPT', 'RETURN', 'SEED'] } },
    orderBy: { id: 'asc' },
  });
  return events.map(({ kind, revision }) => [kind, revision]);
}

const statusOf = async (chip: Chip) =>
  (await db().chip.findUniqueOrThrow({ where: { id: chip.id } })).status;

async function stateOf(chip: Chip) {
  const state = await readVerdictState(at.project.scope, chip.id);
  if (!state) throw new Error('no chip');
  return state;
}

test('nothing is written where labellings are no longer what was read', async () => {
  const { scope } = at.project;
  const mine = async (chip: Chip) => (await myLabelling(scope, at.ada, chip.id)).revision;
  const meanwhile: ((chip: Chip) => Promise<unknown>)[] = [
    // the labeler saves: labelling and chip change
    async (chip) =>
      saveLabelling(
        scope,
        at.ada,
        chip.id,
        save(await mine(chip), changesOf([2, 1, 1, 1], [1, 1, 1, 1])),
      ),
    // another reviewer corrects: the consensus comes
    (chip) =>
      saveReview(scope, at.rolf, chip.id, save(0, changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1]))),
  ];
  for (const change of meanwhile) {
    const { chip } = await waiting();
    const state = await stateOf(chip);
    await change(chip);
    const [status, events] = [await statusOf(chip), await eventsOf(chip)];
    const verdict = { status: 'CONFIRMED' as const, reviewerId: at.rita.userId };
    expect(await writeVerdict(state, { ...verdict, labellings: [], events: [] })).toBe(false);
    expect(await statusOf(chip)).toBe(status);
    expect(await eventsOf(chip)).toEqual(events);
  }
});

test('a chip row that changed and changed back is another version', async () => {
  const { chip } = await waiting();
  const state = await stateOf(chip);
  for (const status of ['IN_PROGRESS', 'SUBMITTED'] as const) {
    await db().chip.update({ where: { id: chip.id }, data: { status } });
  }
  const verdict = { status: 'CONFIRMED' as const, reviewerId: at.rita.userId };
  expect(await writeVerdict(state, { ...verdict, labellings: [], events: [] })).toBe(false);
  const now = await stateOf(chip);
  expect(await writeVerdict(now, { ...verdict, labellings: [], events: [] })).toBe(true);
});

test('of verdicts at once one counts, and the others are told', async () => {
  const { scope } = at.project;
  for (let round = 0; round < 5; round += 1) {
    const { chip, seen } = await waiting();
    const results = await Promise.allSettled([
      acceptReview(scope, at.rita, chip.id, seen),
      acceptReview(scope, at.rolf, chip.id, seen),
      returnReview(scope, at.rolf, chip.id, 'Look again.'),
    ]);
    const done = results.filter((result) => result.status === 'fulfilled');
    expect(done).toHaveLength(1);
    const status = await statusOf(chip);
    expect(done[0]?.value.status).toBe(status);
    expect(await eventsOf(chip)).toEqual(
      status === 'CONFIRMED'
        ? [
            ['SEED', 1],
            ['ACCEPT', 2],
          ]
        : [['RETURN', expect.any(Number)]],
    );
  }
});

test('a labeler who saves meanwhile either comes too late or takes the chip back', async () => {
  const { scope } = at.project;
  for (let round = 0; round < 5; round += 1) {
    const { chip, seen } = await waiting();
    const { revision } = await myLabelling(scope, at.ada, chip.id);
    const [accepted] = await Promise.allSettled([
      acceptReview(scope, at.rita, chip.id, seen),
      saveLabelling(scope, at.ada, chip.id, save(revision, changesOf([2, 1, 1, 1], [1, 1, 1, 1]))),
    ]);
    expect(await statusOf(chip)).toBe(
      accepted.status === 'fulfilled' ? 'CONFIRMED' : 'IN_PROGRESS',
    );
  }
});
