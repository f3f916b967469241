import { draftOf } from '@/lib/domain/review/disagreement';
import type { LabelChip } from '@/lib/server/label/chip/data';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { personLabellings, reviewersCells } from '@/lib/server/review/data';
import type { PersonLabelling } from '@/lib/server/review/data';

interface Draft {
  /** what a reviewer sees and corrects */
  draft: Uint8Array;
  /** the draft is not what is stored: it must be written down before it is changed */
  isNew: boolean;
}

/** What a draft rests on of people's labellings, and of the stored consensus. */
type DraftLabelling = Pick<PersonLabelling, 'cells' | 'revision' | 'status' | 'submittedAt'> & {
  userId: string | null;
};
type StoredConsensus = Pick<LockedLabelling, 'cells' | 'revision' | 'updatedAt'>;

/** Reads a chip's labellings, and with them its draft. */
export async function readDraft(
  tx: Tx | null,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols' | 'status'>,
  stored: LockedLabelling | null,
): Promise<Draft & { labellings: PersonLabelling[] }> {
  const labellings = await personLabellings(tx, chip.id);
  const isNew = stored !== null && !isCurrent(stored, chip, labellings);
  const reviewed = isNew ? await reviewersCells(tx, stored.id) : new Map<number, number>();
  return { labellings, ...draftFrom(chip, stored, labellings, reviewed) };
}

/**
 * The draft is the stored consensus as long as no labelling was submitted after it, and while the chip is confirmed.
 * Otherwise it is drawn up anew: where people agree, their label; on top of that what reviewers decided since the last
 * return (`reviewed`, code by cell).
 */
export function draftFrom(
  chip: Pick<LabelChip, 'rows' | 'cols' | 'status'>,
  stored: StoredConsensus | null,
  labellings: readonly DraftLabelling[],
  reviewed: ReadonlyMap<number, number>,
): Draft {
  if (stored && isCurrent(stored, chip, labellings)) return { draft: stored.cells, isNew: false };
  const draft = draftOf(countedLabellings(labellings), chip.rows * chip.cols);
  for (const [cell, code] of reviewed) draft[cell] = code;
  return { draft, isNew: true };
}

function isCurrent(
  stored: StoredConsensus,
  chip: Pick<LabelChip, 'status'>,
  labellings: readonly DraftLabelling[],
): boolean {
  if (stored.revision === 0) return false;
  const newest = Math.max(0, ...labellings.map((own) => own.submittedAt?.getTime() ?? 0));
  return chip.status === 'CONFIRMED' || stored.updatedAt.getTime() >= newest;
}

/** The labellings that count: submitted, or accepted already; returned ones only where there are no others. */
export function countedLabellings(labellings: readonly DraftLabelling[]): Uint8Array[] {
  const counted = labellings.filter((own) => own.status !== 'RETURNED');
  return (counted.length > 0 ? counted : labellings).map((own) => own.cells);
}

/** Names the labellings that a reviewer saw, and their revisions. */
export function basisOf(labellings: readonly DraftLabelling[]): string {
  return labellings.map((own) => `${own.userId ?? ''}:${String(own.revision)}`).join(',');
}
