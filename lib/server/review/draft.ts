import { createHash } from 'node:crypto';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { peopleDiffer } from '@/lib/domain/review/disagreement';
import { SETTLED, settle } from '@/lib/domain/review/settle';
import type { SettleRule, SettledCells } from '@/lib/domain/review/settle';
import { findSettled } from '@/lib/server/consensus/data';
import { BY_REVIEWER, settleRuleOf } from '@/lib/server/consensus/rule';
import type { LabelChip } from '@/lib/server/label/chip/data';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { personLabellings, reviewersCells } from '@/lib/server/review/data';
import type { PersonLabelling } from '@/lib/server/review/data';

interface Draft {
  /** what a reviewer sees and corrects */
  draft: Uint8Array;
  /** the draft is not what is stored: it must be written down before it is changed */
  isNew: boolean;
  /** by what each cell of it was settled (SETTLED); null: fewer than two people labelled the chip */
  settled: Uint8Array | null;
  /** cells that wait for a person */
  open: number[];
  /** names what it rests on */
  basis: string;
}

/** By what cells are settled: the rule, and how those of the stored consensus were. */
export interface Settling {
  rule: SettleRule;
  written: Uint8Array | null;
}
const UNRULED: Settling = { rule: BY_REVIEWER, written: null };

/** What a draft rests on of people's labellings, and of the stored consensus. */
type DraftLabelling = Pick<PersonLabelling, 'cells' | 'revision' | 'status' | 'submittedAt'> & {
  userId: string | null;
  isGuest?: boolean;
};
type StoredConsensus = Pick<LockedLabelling, 'cells' | 'revision' | 'updatedAt'>;

/** Reads a chip's labellings, and with them its draft. */
export async function readDraft(
  tx: Tx | null,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols' | 'status'>,
  stored: LockedLabelling | null,
): Promise<Draft & { labellings: PersonLabelling[] }> {
  const labellings = await personLabellings(tx, chip.id);
  const settling = await readSettling(tx, chip, stored, labellings);
  const isNew = stored !== null && !isConsensusCurrent(stored, chip, labellings);
  const isSettled = stored !== null && counting(labellings).length > 1;
  const reviewed =
    isNew || isSettled ? await reviewersCells(tx, stored.id) : new Map<number, number>();
  return { labellings, ...draftFrom(chip, stored, labellings, reviewed, settling) };
}

/** By what the cells of a chip are settled, where several people labelled it. */
export async function readSettling(
  tx: Tx | null,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols'>,
  stored: Pick<LockedLabelling, 'id'> | null,
  labellings: readonly DraftLabelling[],
): Promise<Settling> {
  const people = counting(labellings).length;
  if (people < 2) return UNRULED;
  const rule = await settleRuleOf(tx, chip, people);
  return { rule, written: stored && (await findSettled(tx, stored.id)) };
}

/**
 * The draft is the stored consensus as long as no labelling was submitted after it, and while the chip is confirmed.
 * Otherwise it is drawn up anew: by the project's rule out of people's labels (lib/domain/review/settle.ts), where nothing is asked
 * for their label where they agree; on top of that what reviewers decided since the last return (`reviewed`, code by cell).
 */
export function draftFrom(
  chip: Pick<LabelChip, 'rows' | 'cols' | 'status'>,
  stored: StoredConsensus | null,
  labellings: readonly DraftLabelling[],
  reviewed: ReadonlyMap<number, number>,
  settling: Settling = UNRULED,
): Draft {
  const people = counting(labellings);
  const size = chip.rows * chip.cols;
  const isNew = !stored || !isConsensusCurrent(stored, chip, labellings);
  const fresh = settle(people, size, settling.rule);
  const draft = isNew ? fresh.draft : stored.cells;
  const settled = isNew ? fresh.settled : writtenOf(draft, fresh, settling);
  const waits = new Set(peopleDiffer(countedLabellings(labellings), size));
  for (const [cell, by] of settled.entries()) if (by === SETTLED.open) waits.add(cell);
  for (const [cell, code] of reviewed) {
    if (isNew) draft[cell] = code;
    settled[cell] = SETTLED.reviewer;
  }
  // what was settled by more than labels may be settled otherwise when it is accepted
  const more = isNew && settling.rule.kind === 'CROWDLAB' ? `#${digestOf(draft)}` : '';
  return {
    ...{ draft, isNew, settled: people.length > 1 ? settled : null },
    open: [...waits].filter((cell) => draft[cell] === UNLABELLED).sort((a, b) => a - b),
    basis: `${basisOf(labellings)}${more}`,
  };
}

/** By what the cells of a stored consensus were settled; of one from before that was written down what the rule says now. */
function writtenOf(draft: Uint8Array, fresh: SettledCells, { written }: Settling): Uint8Array {
  if (written) return Uint8Array.from(written);
  return fresh.settled.map((by, cell) =>
    fresh.draft[cell] === draft[cell] ? by : SETTLED.reviewer,
  );
}

function digestOf(cells: Uint8Array): string {
  return createHash('sha256').update(cells).digest('hex').slice(0, 16);
}

/**
 * Whether the stored consensus is what holds of a chip: it was written (at revision 0 there is only its row), and the chip is
 * confirmed or no labelling that counts was submitted after it. Its twin in the database is settle_chip_labels.
 */
export function isConsensusCurrent(
  stored: Pick<StoredConsensus, 'revision' | 'updatedAt'>,
  chip: Pick<LabelChip, 'status'>,
  labellings: readonly Pick<DraftLabelling, 'status' | 'submittedAt'>[],
): boolean {
  if (stored.revision === 0) return false;
  const times = counting(labellings).map((own) => own.submittedAt?.getTime() ?? 0);
  return chip.status === 'CONFIRMED' || stored.updatedAt.getTime() >= Math.max(0, ...times);
}

/** The cells of the labellings that count. */
export function countedLabellings(labellings: readonly DraftLabelling[]): Uint8Array[] {
  return counting(labellings).map((own) => own.cells);
}

/** Submitted, or accepted already; returned ones only where there are no others. */
function counting<T extends Pick<DraftLabelling, 'status'>>(
  labellings: readonly T[],
): readonly T[] {
  const counted = labellings.filter((own) => own.status !== 'RETURNED');
  return counted.length > 0 ? counted : labellings;
}

/** Names the labellings that a reviewer saw, and their revisions. */
export function basisOf(labellings: readonly DraftLabelling[]): string {
  return labellings.map((own) => `${own.userId ?? ''}:${String(own.revision)}`).join(',');
}
