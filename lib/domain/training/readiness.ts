import type { NextTraining } from '@/lib/domain/project/overview';
import { leftOutWords } from '@/lib/domain/snapshot/schema';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';

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

/** The same in words. `lastAttempt` is the number of chips of the last training, whatever became of it. */
export function nextTraining(confirmed: number, lastAttempt: number | null): NextTraining {
  const need = chipsForNext(lastAttempt);
  const missing = need - confirmed;
  const have = count(confirmed);
  const rule =
    lastAttempt === null
      ? `the first training is worth it from ${count(need)} on`
      : `${count(need)} are a tenth more than the ${count(lastAttempt)} of the last attempt`;
  return {
    ready: missing <= 0,
    counts: { confirmed, need, last: lastAttempt },
    title:
      missing <= 0
        ? 'Ready to train.'
        : `Needs ${count(missing)} more confirmed chip${missing === 1 ? '' : 's'}.`,
    detail: `${have} confirmed chip${confirmed === 1 ? '' : 's'}; ${rule}.`,
    fraction: Math.min(1, confirmed / need),
  };
}

/** Why these labels cannot train a model at all, or null when they can. */
export function whyUntrainable(chips: number, summary: SnapshotSummary): string | null {
  if (chips === 0) {
    return 'No chip is confirmed yet. Confirm labelled chips on the Review page first.';
  }
  const train = summary.splits.train;
  if (train.chips < TRAINER_NEEDS.chips) {
    return `Of the ${count(chips)} confirmed chips ${count(train.chips)} ${train.chips === 1 ? 'lies' : 'lie'} in training blocks; a model needs ${String(TRAINER_NEEDS.chips)}. Label and confirm chips from other places.`;
  }
  const kinds = summary.classes.filter((c) => c.cells.train >= TRAINER_NEEDS.cellsAKind);
  if (kinds.length < 2) {
    const words = summary.classes.map((c) => `${c.name} ${count(c.cells.train)}`).join(', ');
    return `A model needs at least ${String(TRAINER_NEEDS.cellsAKind)} cells of two kinds in training blocks; there are ${words}. Label cells of another class, or mark cells as absent.`;
  }
  return null;
}

/** What a training on this content learns from, sentence by sentence. */
export function trainsOnWords(summary: SnapshotSummary): string[] {
  const { train, calibration, test } = summary.splits;
  const part = (split: { chips: number; cells: number }) =>
    `${count(split.chips)} chip${split.chips === 1 ? '' : 's'} (${count(split.cells)} cells)`;
  const kinds = summary.classes.map((c) => `${c.name} ${count(c.cells.train)}`).join(', ');
  const lines = [
    `Learns from ${part(train)}: ${kinds}.`,
    calibration.cells > 0
      ? `Calibrates its probabilities on ${part(calibration)}.`
      : 'No confirmed chip lies in a calibration block yet, so its probabilities stay as they come.',
    test.cells > 0
      ? `Is measured on ${part(test)} on other ground.`
      : 'No confirmed chip lies in a test block yet, so there will be no figures.',
  ];
  const out = leftOutWords(summary);
  if (out.length > 0) lines.push(`Leaves out ${out.join(', ')}.`);
  return lines;
}

function count(n: number): string {
  return n.toLocaleString('en');
}
