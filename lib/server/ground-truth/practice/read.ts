import type { ChipKey } from '@/lib/domain/chip/schema';
import { PRACTICE_ROUNDS } from '@/lib/domain/ground-truth/schema';
import type {
  PracticeFeedback,
  PracticeResult,
  PracticeView,
} from '@/lib/domain/ground-truth/schema';
import { base64Of } from '@/lib/domain/label/cells';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findChip } from '@/lib/server/chip/data';
import { practiceChipsOf, practiceState, roundsOf } from '@/lib/server/ground-truth/practice/data';
import { compareChip } from '@/lib/server/ground-truth/practice/settle';
import { practiceCandidates } from '@/lib/server/ground-truth/queue/data';
import { findLabelChip } from '@/lib/server/label/chip/data';

/** A person's own rounds of practice. */
export async function readPractice(
  { projectId }: ProjectScope,
  { userId }: Person,
): Promise<PracticeView> {
  const [{ chips: count, percent }, chips, rounds] = await Promise.all([
    practiceState(projectId, userId),
    practiceChipsOf(projectId, userId),
    resultsOf(projectId, userId),
  ]);
  return {
    ...{ chips: count, percent },
    rounds: rounds
      .map(({ round, result }) => ({
        round,
        chips: chips
          .filter((chip) => chip.round === round)
          .map(({ number, place, state }) => ({ number, place, state })),
        result,
      }))
      .reverse(),
  };
}

/**
 * How a practice chip that the person has submitted compares with its reviewed labels.
 * @throws AppError `not_found` where it is none of theirs, `not_ready` before they have submitted it
 */
export async function readFeedback(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<PracticeFeedback> {
  const { projectId } = scope;
  const { id } = await findLabelChip(scope, key);
  const chips = await practiceChipsOf(projectId, person.userId);
  const own = chips.find((chip) => chip.id === id);
  if (!own) throw new AppError('not_found', 'practice.missing');
  if (own.state !== 'done') throw new AppError('not_ready', 'practice.notSubmitted');
  const [view, rounds] = await Promise.all([
    findChip(scope, null, id),
    resultsOf(projectId, person.userId),
  ]);
  const { number, imageUrl, rows, cols, width, height, cellPx } = view;
  const round = chips.filter((chip) => chip.round === own.round);
  return {
    ...{ place: own.place, of: Math.max(...round.map(({ place }) => place)) },
    ...{ number, imageUrl, rows, cols, width, height, cellPx },
    mine: base64Of(own.mine),
    reviewed: own.reviewed && base64Of(own.reviewed),
    ...compareChip(own),
    result: rounds.find((one) => one.round === own.round)?.result ?? null,
  };
}

async function resultsOf(
  projectId: ProjectScope['projectId'],
  userId: string,
): Promise<{ round: number; result: PracticeResult | null }[]> {
  const rounds = await roundsOf(projectId, userId);
  const last = rounds.at(-1)?.round;
  return await Promise.all(
    rounds.map(async ({ round, endedAt, same, cells, percent, passed }) => {
      if (endedAt === null) return { round, result: null };
      const mayRepeat = passed === false && round < PRACTICE_ROUNDS;
      // the page that holds chips ahead may have begun it already
      const again = mayRepeat && (round !== last || (await hasMore(projectId, userId)));
      return { round, result: { same: same ?? 0, cells: cells ?? 0, percent, passed, again } };
    }),
  );
}

async function hasMore(projectId: ProjectScope['projectId'], userId: string): Promise<boolean> {
  const { chips } = await practiceState(projectId, userId);
  return chips > 0 && (await practiceCandidates(projectId, userId)).length > 0;
}
