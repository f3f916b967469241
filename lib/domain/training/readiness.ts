import type { ErrorMessage } from '@/lib/domain/error/message';
import { ABSENT } from '@/lib/domain/label/cell-code';
import type { NextTraining } from '@/lib/domain/project/overview';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import type { TrainingObstacle } from '@/lib/domain/training/schema';

/** Confirmed chips for a first training. */
const FIRST_CHIPS = 20;
/** What the trainer itself asks for (trainer/src/quadrat_trainer/config.py, HeadConfig). */
export const TRAINER_NEEDS = { chips: 2, cellsAKind: 5 } as const;

/** Confirmed chips from which a training is due: 20, then a tenth more (rounded up) than the last attempt had. */
export function chipsForNext(lastAttempt: number | null): number {
  // in whole numbers: 1.1 x 20 is 22.000000000000004 in floating point
  return lastAttempt === null
    ? FIRST_CHIPS
    : Math.max(FIRST_CHIPS, Math.ceil((11 * lastAttempt) / 10));
}

/** What stands between a project of so many chips and it. `lastAttempt`: chips of the last training, whatever became of it. */
export function nextTraining(
  confirmed: number,
  lastAttempt: number | null,
  chips: number,
): NextTraining {
  const need = chipsForNext(lastAttempt);
  return {
    ready: confirmed >= need,
    counts: { confirmed, need, chips, last: lastAttempt },
    fraction: Math.min(1, confirmed / need),
  };
}

/** Why these labels cannot train a model at all, or null when they can. */
export function whyUntrainable(chips: number, summary: SnapshotSummary): TrainingObstacle | null {
  if (chips === 0) return { code: 'none-confirmed' };
  const train = summary.splits.train.chips;
  if (train < TRAINER_NEEDS.chips) {
    return { code: 'few-in-training', chips, train, needs: TRAINER_NEEDS.chips };
  }
  const kinds = summary.classes.map(({ code, name, cells }) => ({
    code,
    name,
    cells: cells.train,
  }));
  const needs = TRAINER_NEEDS.cellsAKind;
  return kinds.filter(({ cells }) => cells >= needs).length < 2
    ? { code: 'one-kind', needs, kinds }
    : null;
}

/** The same as a message; `absent` is what the reader calls cells without any class. */
export function obstacleMessage(obstacle: TrainingObstacle, absent = 'absent'): ErrorMessage {
  switch (obstacle.code) {
    case 'under-way':
      return { key: 'training.underWay' };
    case 'no-base':
      return { key: 'training.noBase' };
    case 'none-confirmed':
      return { key: 'training.noneConfirmed' };
    case 'few-in-training': {
      const { chips, train, needs } = obstacle;
      return { key: 'training.fewChips', values: { chips, train, needs } };
    }
    case 'one-kind': {
      const { kinds, needs } = obstacle;
      return { key: 'training.oneKind', values: { needs, kinds: describeKinds(kinds, absent) } };
    }
  }
}

/** Classes with their cells: "absent 20, Crown 5". */
export function describeKinds(
  kinds: readonly { code: number; name: string; cells: number }[],
  absent: string,
): string {
  return kinds
    .map(({ code, name, cells }) => `${code === ABSENT ? absent : name} ${String(cells)}`)
    .join(', ');
}
