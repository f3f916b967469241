import type { LabellingStatus } from '@/generated/prisma/enums';
import { base64Of } from '@/lib/domain/label/cells';
import type { LabellingView } from '@/lib/domain/label/schema';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { db } from '@/lib/server/db/client';

/** Which labelling of a chip is meant: a person's own, or the consensus. */
export type LabellingKey =
  | { chipId: string; kind: 'PERSON'; userId: string }
  | { chipId: string; kind: 'CONSENSUS'; userId: null };

/** A person's own labelling of a chip. */
export function ownLabelling(chipId: string, person: { userId: string }): LabellingKey {
  return { chipId, kind: 'PERSON', userId: person.userId };
}

/** A labelling as it is now; all unlabelled at revision 0 where nobody saved yet. */
export async function readLabelling(chip: LabelChip, key: LabellingKey): Promise<LabellingView> {
  const labelling = await db().labelling.findFirst({
    where: { chipId: key.chipId, kind: key.kind, userId: key.userId },
  });
  return toLabellingView(chip, labelling);
}

/** What pages load of a labelling's row. */
export interface LabellingRow {
  cells: Uint8Array;
  revision: number;
  status: LabellingStatus;
  returnReason: string | null;
  /** null: nobody saved yet */
  updatedAt: Date | null;
}

/** A labelling's row as pages load it; null is a labelling that nobody saved yet. */
export function toLabellingView(
  chip: { id: string; rows: number; cols: number },
  labelling: LabellingRow | null,
): LabellingView {
  return {
    chipId: chip.id,
    cells: base64Of(labelling?.cells ?? new Uint8Array(chip.rows * chip.cols)),
    revision: labelling?.revision ?? 0,
    status: labelling?.status ?? 'IN_PROGRESS',
    returnReason: labelling?.returnReason ?? null,
    updatedAt: labelling?.updatedAt?.toISOString() ?? null,
  };
}
