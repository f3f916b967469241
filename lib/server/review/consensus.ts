import type { Person } from '@/lib/server/auth/gate';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { appendEvent } from '@/lib/server/label/event/mutations';
import type { LabellingKey } from '@/lib/server/label/labelling/data';
import { lockLabelling } from '@/lib/server/label/labelling/mutations';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { readDraft } from '@/lib/server/review/draft';
import { lockChip, lockPersonLabellings } from '@/lib/server/review/mutations';
import type { LockedChip } from '@/lib/server/review/mutations';

/** The consensus of a chip, as labellings are looked for. */
export function consensusKey(chipId: string): LabellingKey {
  return { chipId, kind: 'CONSENSUS', userId: null };
}

/** A chip's consensus and the chip, held until the transaction ends. */
interface HeldReview {
  labelling: LockedLabelling;
  held: LockedChip;
}

/** Holds what a verdict rests on: the consensus, people's labellings and then the chip (`inTransaction`). */
export async function lockReview(
  tx: Tx,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols'>,
): Promise<HeldReview> {
  const labelling = await lockLabelling(tx, consensusKey(chip.id), chip.rows * chip.cols);
  await lockPersonLabellings(tx, chip.id);
  return { labelling, held: await lockChip(tx, chip.id) };
}

/** Holds a chip's consensus, with the draft written down. */
export async function openConsensus(tx: Tx, chip: LabelChip, person: Person): Promise<HeldReview> {
  const { labelling, held } = await lockReview(tx, chip);
  const { draft, isNew, settled } = await readDraft(
    tx,
    { ...chip, status: held.status },
    labelling,
  );
  if (!isNew) return { labelling, held };
  const seed = { source: 'review', actorId: person.userId, seed: draft, settled } as const;
  const revision = await appendEvent(tx, labelling, { kind: 'SEED', ...seed }, 'IN_PROGRESS');
  return { labelling: { ...labelling, cells: draft, revision }, held };
}
