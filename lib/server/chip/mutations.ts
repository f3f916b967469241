import type { Prisma } from '@/generated/prisma/client';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { Georeference, Provenance, Rendering } from '@/lib/domain/asset/schema';
import { duplicateOf, NO_REASON } from '@/lib/server/imagery/mutations';
import type { CutChip } from '@/lib/server/imagery/cut';
import type { ChipLocation } from '@/lib/server/imagery/chip-location';

/** All that a cut made, ready to become real at once. */
export interface Cut {
  file: {
    id: string;
    projectId: ProjectId;
    sha256: string;
    name: string;
    bytes: bigint;
    survey: string;
    assetId: string | null;
    createdById: string | null;
  };
  asset: {
    mediaType: string;
    width: number;
    height: number;
    bands: number;
    bitDepth: number;
    orientation: number;
    georef: Georeference | null;
    rendering: Rendering;
    previewSha: string;
    provenance: Provenance;
  };
  cellPx: number;
  mediaType: string;
  chips: readonly (CutChip & ChipLocation)[];
}

/** Rows of one INSERT; PostgreSQL takes at most 65,535 values. */
const BATCH = 1000;

/**
 * Makes a cut real, within the transaction that ends its job: the asset with all of its chips and the line's READY, or
 * nothing. Numbers go on behind the project's last chip, removed ones included. A file that came in by another line meanwhile makes this one a
 * duplicate; a line that made its asset before gets new pictures for the same chips.
 */
export async function storeCut(
  tx: Prisma.TransactionClient,
  cut: Cut,
): Promise<{ assetId: string; chips: number; duplicate: boolean }> {
  const { file } = cut;
  // one cut of a project at a time: numbers have no gaps, and two lines of one file see each other
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${file.projectId}::uuid FOR UPDATE`;
  const known = await tx.asset.findUnique({
    where: { projectId_sha256: { projectId: file.projectId, sha256: file.sha256 } },
    select: { id: true, name: true },
  });
  if (known && known.id !== file.assetId) {
    await tx.importFile.update({ where: { id: file.id }, data: duplicateOf(known) });
    return { assetId: known.id, chips: 0, duplicate: true };
  }
  const assetId = known?.id ?? (await createAsset(tx, cut));
  if (known) await renewPictures(tx, cut, known.id);
  await tx.importFile.update({
    where: { id: file.id },
    data: { state: 'READY', assetId, ...NO_REASON, endedAt: instant() },
  });
  return { assetId, chips: cut.chips.length, duplicate: false };
}

async function createAsset(tx: Prisma.TransactionClient, cut: Cut): Promise<string> {
  const { file, asset } = cut;
  const { id } = await tx.asset.create({
    data: {
      ...assetValues(asset),
      id: newId(),
      projectId: file.projectId,
      sha256: file.sha256,
      name: file.name,
      bytes: file.bytes,
      survey: file.survey,
      importedById: file.createdById,
      provenance: asset.provenance,
    },
    select: { id: true },
  });
  const { lastRemovedNumber, chips } = await tx.project.findUniqueOrThrow({
    where: { id: file.projectId },
    select: {
      lastRemovedNumber: true,
      chips: { select: { number: true }, orderBy: { number: 'desc' }, take: 1 },
    },
  });
  const last = Math.max(lastRemovedNumber, chips[0]?.number ?? 0);
  const rows = cut.chips.map(({ footprint, ...chip }, i) => ({
    ...chip,
    id: newId(),
    projectId: file.projectId,
    assetId: id,
    number: last + 1 + i,
    cellPx: cut.cellPx,
    mediaType: cut.mediaType,
    ...(footprint ? { footprint } : {}),
  }));
  for (let i = 0; i < rows.length; i += BATCH) {
    await tx.chip.createMany({ data: rows.slice(i, i + BATCH) });
  }
  return id;
}

function assetValues(asset: Cut['asset']) {
  const { georef, provenance: _, ...values } = asset;
  return { ...values, ...(georef ? { georef } : {}) };
}

/** The same chips with new pictures. What a model said of a picture that changed is dropped; labels stay. */
async function renewPictures(
  tx: Prisma.TransactionClient,
  cut: Cut,
  assetId: string,
): Promise<void> {
  const { provenance, rendering, previewSha } = cut.asset;
  const before = await tx.asset.findUniqueOrThrow({
    where: { id: assetId },
    select: { provenance: true },
  });
  const kept = before.provenance as Prisma.JsonObject;
  const { read, transform, notes } = provenance;
  await tx.asset.update({
    where: { id: assetId },
    data: { rendering, previewSha, provenance: { ...kept, read, transform, notes } },
  });
  const chips = await tx.chip.findMany({
    where: { assetId },
    select: {
      id: true,
      gridRow: true,
      gridCol: true,
      x: true,
      y: true,
      width: true,
      height: true,
      imageSha: true,
    },
  });
  const place = (c: {
    gridRow: number;
    gridCol: number;
    x: number;
    y: number;
    width: number;
    height: number;
  }) => [c.gridRow, c.gridCol, c.x, c.y, c.width, c.height].join();
  const pictures = new Map(cut.chips.map((chip) => [place(chip), chip.imageSha]));
  for (const chip of chips) {
    const imageSha = pictures.get(place(chip));
    if (imageSha === undefined || chips.length !== cut.chips.length) {
      throw new Error('the grid of the project no longer gives the chips that were cut before');
    }
    if (imageSha === chip.imageSha) continue;
    await tx.chip.update({
      where: { id: chip.id },
      data: { imageSha, mediaType: cut.mediaType },
    });
    await tx.chipProposal.deleteMany({ where: { chipId: chip.id } });
    await tx.chipScore.deleteMany({ where: { chipId: chip.id } });
    await tx.chipEmbedding.deleteMany({ where: { chipId: chip.id } });
  }
}
