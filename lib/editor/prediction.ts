import { rankedOutputs } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction, VersionPrediction } from '@/lib/domain/proposal/prediction';

/** A prediction as the editor has it. */
export interface EditorPrediction extends ChipPrediction {
  /** made by the person's live head: drawn apart and said as such */
  readonly preview?: boolean;
  /** worked out, and not to be shown before the person has decided: too many of the last ones were wrong, or a control chip */
  readonly withheld?: boolean;
  /** the deployed version's own, whoever's are shown: a submission sends these; null without a deployed version */
  readonly deployed?: VersionPrediction | null;
}

/** The likeliest output of a cell, absent included, as far as the person may be told it now. */
export function shownOutput(
  prediction: EditorPrediction | null,
  cell: number,
): { code: number; probability: number } | null {
  if (!prediction || prediction.withheld) return null;
  return rankedOutputs(prediction, cell)[0] ?? null;
}
