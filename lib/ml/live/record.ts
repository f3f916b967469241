import { ABSENT, isTrainable } from '@/lib/domain/label/cell-code';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimOf } from '@/lib/domain/proposal/rule';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { ChipRecord, Choice, Comparison, Marks, TestMarks } from '@/lib/ml/predictor';

/** Chips that tell how well a proposer does now. */
export const RECENT = 10;
/** Chips after which the record speaks for itself: before, a deployed version is judged by its test, the live head is not preferred to it. */
export const ENOUGH = 3;

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
  /** the deployed version with right and wrong marks on its own test cells (null: it has none); null: no version is deployed */
  readonly deployed: { readonly versionId: string; readonly test: TestMarks | null } | null;
  /** whether the live head can say anything yet */
  readonly ready: boolean;
}

interface Standing extends TestMarks {
  readonly chips: number;
}

/**
 * Who proposes next. Nobody's marks are shown while they would cost more clicks than they save: more wrong than right ones on the
 * recent chips. The deployed version does, unless the live head had the larger lead where the two can be compared: marks that a person
 * has before their eyes come out right more often than those that they have not, so only chips count on which neither was shown.
 */
export function choose(record: readonly ChipRecord[], now: Situation): Choice {
  const versionId = now.deployed?.versionId;
  const here = record.filter((chip) => chip.versionId === versionId);
  const live = standing(record.map((chip) => chip.live));
  const liveFair = now.on && now.ready && lead(live) > 0;
  if (!now.deployed)
    return { ...(liveFair ? alone(live) : whyNotLive(live, now)), comparison: null };
  const deployed = standing(here.map((chip) => chip.deployed));
  const comparison = compare(here);
  if (!isFair(deployed, now.deployed.test)) {
    if (liveFair) return { ...alone(live), comparison };
    const why = deployed.chips < ENOUGH ? 'deployedUnproven' : 'moreWrong';
    return { by: null, why, ...deployed, comparison };
  }
  if (liveFair && isBetter(comparison)) {
    return { by: 'live', why: 'liveBetter', ...live, comparison };
  }
  const why = now.on ? 'deployedBetter' : 'liveOff';
  return { by: 'deployed', why, ...deployed, comparison };
}

function alone(live: Standing): Omit<Choice, 'comparison'> {
  return { by: 'live', why: 'liveAlone', ...live };
}

/** Why a live head alone says nothing yet. */
function whyNotLive(live: Standing, now: Situation): Omit<Choice, 'comparison'> {
  if (!now.on) return { by: null, why: 'liveOff', ...live };
  if (!now.ready) return { by: null, why: 'noChipYet', ...live };
  return { by: null, why: live.right + live.wrong === 0 ? 'liveUnproven' : 'moreWrong', ...live };
}

function compare(here: readonly ChipRecord[]): Comparison {
  const both = here
    .filter((chip) => chip.shown === false && chip.deployed && chip.live)
    .slice(-RECENT);
  return {
    chips: both.length,
    live: standing(both.map((chip) => chip.live)),
    deployed: standing(both.map((chip) => chip.deployed)),
  };
}

function isBetter({ chips, live, deployed }: Comparison): boolean {
  return chips >= ENOUGH && lead(live) > lead(deployed);
}

function isFair(deployed: Standing, test: TestMarks | null): boolean {
  if (deployed.chips >= ENOUGH && deployed.right + deployed.wrong > 0) return lead(deployed) > 0;
  return !test || test.right > test.wrong;
}

function lead({ right, wrong }: TestMarks): number {
  return right - wrong;
}

function standing(marks: readonly (Marks | null)[]): Standing {
  const recent = marks.filter((mark) => mark !== null).slice(-RECENT);
  return { ...total(recent), chips: recent.length };
}

function total(marks: readonly TestMarks[]): TestMarks {
  return {
    right: marks.reduce((sum, mark) => sum + mark.right, 0),
    wrong: marks.reduce((sum, mark) => sum + mark.wrong, 0),
  };
}

/** How the live head's marks came to be right, each chip tried before it learnt from it. */
interface Trend {
  /** after each chip: right and all marks of the last ten up to it; without those that had no mark yet */
  readonly points: readonly {
    readonly chips: number;
    readonly right: number;
    readonly marks: number;
  }[];
  readonly last: Standing;
  /** the ten before the last ten; null: there are not more than ten */
  readonly before: Standing | null;
}

/** The trend of the live head's marks in ten chips at a time. */
export function trendOf(record: readonly ChipRecord[]): Trend {
  const judged = record.flatMap(({ live }) => live ?? []);
  const points = judged.flatMap((_, i) => {
    const { right, wrong } = total(judged.slice(Math.max(0, i + 1 - RECENT), i + 1));
    return right + wrong === 0 ? [] : [{ chips: i + 1, right, marks: right + wrong }];
  });
  const before = judged.slice(0, -RECENT);
  return { points, last: standing(judged), before: before.length === 0 ? null : standing(before) };
}
