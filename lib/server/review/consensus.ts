import type { Person } from '@/lib/server/auth/gate';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { insertLabellingEvent } from '@/lib/server/label/event/mutations';
import type { LabellingKey } from '@/lib/server/label/labelling/data';
import { lockLabelling, updateLabelling } from '@/lib/server/label/labelling/mutations';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { readDraft } from '@/lib/server/review/draft';
import { lockChip, lockPersonLabellings } from '@/lib/server/review/mutations';
import type { HeldChip } from '@/lib/server/review/mutations';

/** The consensus of a chip, as labellings are looked for. */
export function consensusKey(chipId: string): LabellingKey {
  return { chipId, kind: 'CONSENSUS', userId: null };
}

interface OpenConsensus {
  labelling: LockedLabelling;
  held: HeldChip;
}

/** Holds a chip's consensus, with the draft written down. */
export async function openConsensus(
  tx: Tx,
  chip: LabelChip,
  person: Person,
): Promise<OpenConsensus> {
  const labelling = await lockLabelling(tx, consensusKey(chip.id), chip.rows * chip.cols);
  await lockPersonLabellings(tx, chip.id);
  const held = await lockChip(tx, chip.id);
  const { draft, isNew } = await readDraft(tx, { ...chip, status: held.status }, labelling);
  if (!isNew) return { labelling, held };
  const revision = labelling.revision + 1;
  await insertLabellingEvent(tx, {
    labellingId: labelling.id,
    revision,
    kind: 'SEED',
    actorId: person.userId,
    source: 'review',
    seed: draft,
  });
  await updateLabelling(tx, labelling.id, { cells: draft, revision, status: 'IN_PROGRESS' });
  return { labelling: { ...labelling, cells: draft, revision }, held };
}
