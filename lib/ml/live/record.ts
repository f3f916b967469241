import { ABSENT, isTrainable } from '@/lib/domain/label/cell-code';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimOf } from '@/lib/domain/proposal/rule';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { ChipRecord, Choice, Marks, TestMarks } from '@/lib/ml/predictor';

/** Chips that tell how well a proposer does now. */
export const RECENT = 10;
/** Chips after which the record speaks for itself: before, a champion is judged by its test, the live head is not preferred. */
const ENOUGH = 3;

/** How the proposals of a prediction compare with the person's cells, all of them taken as not labelled yet. */
export function evaluate(
  prediction: ChipPrediction,
  cells: Uint8Array,
  thresholds: Thresholds,
): Marks {
  const marks = { right: 0, wrong: 0, missed: 0 };
  cells.forEach((code, cell) => {
    if (!isTrainable(code)) return;
    const claim = claimOf(prediction, cell, thresholds);
    if (claim === ABSENT) marks.missed += code === ABSENT ? 0 : 1;
    else if (claim === code) marks.right += 1;
    else marks.wrong += 1;
  });
  return marks;
}

export interface Situation {
  readonly on: boolean;
  /** the deployed version with right and wrong marks on its own test cells (null: it has none); null: there is no champion */
  readonly champion: { readonly versionId: string; readonly test: TestMarks | null } | null;
  /** whether the live head can say anything yet */
  readonly ready: boolean;
}

interface Standing extends TestMarks {
  readonly chips: number;
}

/**
 * Who proposes next. Nobody's marks are shown while they would cost more clicks than they save: more wrong than right ones on the
 * recent chips. Of two that may propose, the one with the larger lead does; the champion where they are alike.
 */
export function choose(record: readonly ChipRecord[], now: Situation): Choice {
  const versionId = now.champion?.versionId;
  const here = record.filter((chip) => chip.versionId === versionId);
  const live = standing(record.map((chip) => chip.live));
  const liveFair = now.on && now.ready && lead(live) > 0;
  if (!now.champion)
    return liveFair ? { by: 'live', why: 'liveAlone', ...live } : whyNotLive(live, now);
  const champion = standing(here.map((chip) => chip.champion));
  if (!isFair(champion, now.champion.test)) {
    if (liveFair) return { by: 'live', why: 'liveBetter', ...live };
    return {
      by: null,
      why: champion.chips < ENOUGH ? 'championUnproven' : 'moreWrong',
      ...champion,
    };
  }
  const both = here.filter((chip) => chip.champion && chip.live);
  const [theirs, own] = [standing(both.map((c) => c.champion)), standing(both.map((c) => c.live))];
  if (liveFair && own.chips >= ENOUGH && lead(own) > lead(theirs)) {
    return { by: 'live', why: 'liveBetter', ...own };
  }
  return { by: 'champion', why: now.on ? 'championBetter' : 'liveOff', ...champion };
}

/** Why a live head alone says nothing yet. */
function whyNotLive(live: Standing, now: Situation): Choice {
  if (!now.on) return { by: null, why: 'liveOff', ...live };
  if (!now.ready) return { by: null, why: 'noChipYet', ...live };
  return { by: null, why: live.right + live.wrong === 0 ? 'liveUnproven' : 'moreWrong', ...live };
}

function isFair(champion: Standing, test: TestMarks | null): boolean {
  if (champion.chips >= ENOUGH && champion.right + champion.wrong > 0) return lead(champion) > 0;
  return !test || test.right > test.wrong;
}

function lead({ right, wrong }: TestMarks): number {
  return right - wrong;
}

function standing(marks: readonly (Marks | null)[]): Standing {
  const recent = marks.filter((mark) => mark !== null).slice(-RECENT);
  return {
    right: recent.reduce((sum, mark) => sum + mark.right, 0),
    wrong: recent.reduce((sum, mark) => sum + mark.wrong, 0),
    chips: recent.length,
  };
}
