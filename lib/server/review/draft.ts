import { draftOf } from '@/lib/domain/review/disagreement';
import type { LabelChip } from '@/lib/server/label/chip/data';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { personLabellings, reviewersCells } from '@/lib/server/review/data';
import type { PersonLabelling } from '@/lib/server/review/data';

interface Draft {
  labellings: PersonLabelling[];
  /** what a reviewer sees and corrects */
  draft: Uint8Array;
  /** the draft is not what is stored: it must be written down before it is changed */
  isNew: boolean;
}

/**
 * The draft is the stored consensus as long as no labelling was submitted after it, and while the chip is confirmed.
 * Otherwise it is drawn up anew: where people agree, their label; on top of that what reviewers decided since the last
 * return.
 */
export async function readDraft(
  tx: Tx | null,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols' | 'status'>,
  stored: LockedLabelling | null,
): Promise<Draft> {
  const labellings = await personLabellings(tx, chip.id);
  const newest = Math.max(0, ...labellings.map((own) => own.submittedAt?.getTime() ?? 0));
  if (stored && stored.revision > 0) {
    const holds = chip.status === 'CONFIRMED' || stored.updatedAt.getTime() >= newest;
    if (holds) return { labellings, draft: stored.cells, isNew: false };
  }
  const draft = draftOf(countedLabellings(labellings), chip.rows * chip.cols);
  const decided = stored && (await reviewersCells(tx, stored.id));
  for (const [cell, code] of decided ?? []) draft[cell] = code;
  return { labellings, draft, isNew: true };
}

/** The labellings that count: submitted, or accepted already; returned ones only where there are no others. */
export function countedLabellings(labellings: readonly PersonLabelling[]): Uint8Array[] {
  const counted = labellings.filter((own) => own.status !== 'RETURNED');
  return (counted.length > 0 ? counted : labellings).map((own) => own.cells);
}

/** Names the labellings that a reviewer saw, and their revisions. */
export function basisOf(labellings: readonly PersonLabelling[]): string {
  return labellings.map((own) => `${own.userId}:${String(own.revision)}`).join(',');
}
