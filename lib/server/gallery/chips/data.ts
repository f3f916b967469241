import type { ChipStatus, LabellingStatus } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { hiddenChips } from '@/lib/server/queue/assignments/data';

/** A labelling as the gallery reads it: a person's that was submitted at least once, or the consensus. */
export interface GalleryLabelling {
  /** null: the consensus */
  userId: string | null;
  name: string | null;
  cells: Uint8Array;
  revision: number;
  status: LabellingStatus;
  submittedAt: Date | null;
  updatedAt: Date;
}

/** What the gallery shows of a chip, as it is stored. */
export interface GalleryChipRow {
  id: string;
  number: number;
  asset: string;
  imageSha: string;
  width: number;
  height: number;
  rows: number;
  cols: number;
  cellPx: number;
  status: ChipStatus;
  /** first submitted first */
  labellings: GalleryLabelling[];
  /** code by cell that a reviewer stands for */
  kept: Map<number, number>;
  /** nothing of a model may be told to the reader */
  hidden: boolean;
}

/** Chips by id, in no order, for a reader. */
export async function readGalleryChips(
  projectId: ProjectId,
  ids: readonly string[],
  readerId: string,
  client: Db = db(),
): Promise<GalleryChipRow[]> {
  const [chips, hidden] = await Promise.all([
    client.chip.findMany({
      where: { id: { in: [...ids] }, projectId },
      select: {
        ...{ id: true, number: true, imageSha: true, width: true, height: true },
        ...{ rows: true, cols: true, cellPx: true, status: true },
        asset: { select: { name: true } },
        labellings: {
          where: { OR: [{ kind: 'CONSENSUS' }, { status: { not: 'IN_PROGRESS' } }] },
          orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
          select: {
            ...{ userId: true, cells: true, revision: true, status: true },
            ...{ submittedAt: true, updatedAt: true },
            user: { select: { name: true } },
          },
        },
        keptLabels: { select: { cell: true, code: true } },
      },
    }),
    hiddenChips(ids, readerId, client),
  ]);
  return chips.map(({ asset, labellings, keptLabels, ...chip }) => ({
    ...chip,
    asset: asset.name,
    labellings: labellings.map(({ user, ...own }) => ({ ...own, name: user?.name ?? null })),
    kept: new Map(keptLabels.map(({ cell, code }) => [cell, code])),
    hidden: hidden.has(chip.id),
  }));
}
