import type { ShownProposal } from '@/lib/domain/label/schema';
import { likeliestClass } from '@/lib/domain/proposal/rule';
import type { CellProposal } from '@/lib/domain/proposal/rule';
import { thresholdFor } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { EditorPrediction } from '@/lib/editor/prediction';

/** What of a prediction could be seen when a cell was decided. */
interface Sight {
  readonly prediction: EditorPrediction | null;
  readonly thresholds: Thresholds;
  /** proposals are drawn: not withheld, not switched off, not hidden */
  readonly visible: boolean;
}

/** The marks that a person has had before their eyes on a chip: what label events record. */
export class DrawnMarks {
  private readonly marks = new Map<number, ShownProposal>();

  /** Proposals that are drawn now. A later mark of a cell takes the place of an earlier one. */
  add(proposals: readonly CellProposal[], { prediction, thresholds }: Sight): void {
    if (!prediction) return;
    for (const { cell, code, probability } of proposals) {
      this.marks.set(cell, shownOf(prediction, { code, probability }, thresholds, 'before'));
    }
  }

  /**
   * What a label event records of a cell: the mark that was drawn on it, else the model's likeliest class there and that no mark
   * showed it; null where no model has said anything.
   */
  at(cell: number, { prediction, thresholds, visible }: Sight): ShownProposal | null {
    const mark = this.marks.get(cell);
    if (mark) return mark;
    const found = prediction && likeliestClass(prediction, cell);
    return found && shownOf(prediction, found, thresholds, visible ? 'undrawn' : 'hidden');
  }
}

function shownOf(
  { versionId }: EditorPrediction,
  { code, probability }: { code: number; probability: number },
  thresholds: Thresholds,
  when: ShownProposal['when'],
): ShownProposal {
  return {
    ...{ versionId, code, when },
    probability: Math.min(1, Math.max(0, probability)),
    threshold: thresholdFor(thresholds, code),
  };
}
