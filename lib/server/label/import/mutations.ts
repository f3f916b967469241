import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus, LabellingStatus } from '@/generated/prisma/enums';
import { newId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';
import { inTransaction } from '@/lib/server/label/labelling/mutations';

/** An import of a hundred thousand chips takes about a minute. */
const TIMEOUT_MS = 900_000;

/** A chip as it is, with the labelling that an import would write. */
export interface ChipNow {
  id: string;
  status: ChipStatus;
  labellingId: string | null;
  revision: number | null;
  labellingStatus: LabellingStatus | null;
  cells: Uint8Array | null;
}

/** Whose labelling is written: a person's own, or null for the consensus. */
export type Target = string | null;

/** Runs a whole import in one transaction: all of it comes in, or nothing. */
export async function inOneImport<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  return await inTransaction(work, TIMEOUT_MS);
}

/** Reads chips and their target labellings; with `hold` nobody changes either until the transaction ends. */
export async function readChipsNow(
  tx: Db,
  chipIds: readonly string[],
  target: Target,
  hold: boolean,
): Promise<ChipNow[]> {
  const ids = [...chipIds];
  if (hold) {
    // in the order told at `inTransaction`
    await tx.$queryRaw`SELECT 1 FROM "Labelling" WHERE "chipId" = ANY (${ids}::uuid[])
      AND ${isTarget(target)} ORDER BY "id" FOR UPDATE`;
    await tx.$queryRaw`SELECT 1 FROM "Chip" WHERE "id" = ANY (${ids}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
  }
  return await tx.$queryRaw<ChipNow[]>`
    SELECT c."id", c."status"::text AS "status", l."id" AS "labellingId", l."revision", l."status"::text AS "labellingStatus", l."cells"
    FROM "Chip" c LEFT JOIN "Labelling" l ON l."chipId" = c."id" AND ${isTarget(target)}
    WHERE c."id" = ANY (${ids}::uuid[])`;
}

function isTarget(target: Target): Prisma.Sql {
  return target === null
    ? Prisma.sql`"kind" = 'CONSENSUS'`
    : Prisma.sql`"kind" = 'PERSON' AND "userId" = ${target}::uuid`;
}

/** What an import writes on one chip. */
export interface NewLabelling {
  now: ChipNow;
  cells: Uint8Array;
}

/**
 * Writes labellings whole, each with a SEED event, and moves their chips: CONFIRMED with a consensus, else SUBMITTED. The chips
 * must be held (`readChipsNow`).
 */
export async function writeLabellings(
  tx: Db,
  labellings: readonly NewLabelling[],
  by: { target: Target; actorId: string },
): Promise<void> {
  const status = by.target === null ? 'ACCEPTED' : 'SUBMITTED';
  const rows = labellings.map(({ now, cells }) => ({
    id: now.labellingId ?? newId(),
    chipId: now.id,
    isNew: now.labellingId === null,
    revision: (now.revision ?? 0) + 1,
    cells: Uint8Array.from(cells),
  }));
  await tx.labelling.createMany({
    data: rows
      .filter((row) => row.isNew)
      .map(({ isNew: _, ...row }) => ({
        ...row,
        kind: by.target === null ? 'CONSENSUS' : 'PERSON',
        userId: by.target,
        status,
        source: 'import',
      })),
  });
  for (const { id, cells, revision } of rows.filter((row) => !row.isNew)) {
    await tx.$executeRaw`
      UPDATE "Labelling" SET "cells" = ${cells}, "revision" = ${revision}, "status" = ${status}::"LabellingStatus",
        "returnReason" = NULL, "source" = 'import', "updatedAt" = now()
      WHERE "id" = ${id}::uuid`;
  }
  const ids = rows.map((row) => row.id);
  await tx.$executeRaw`UPDATE "Labelling" SET "submittedAt" = now() WHERE "id" = ANY (${ids}::uuid[])`;
  await tx.labelEvent.createMany({
    data: rows.map((row) => ({
      labellingId: row.id,
      revision: row.revision,
      kind: 'SEED',
      source: 'import',
      seed: row.cells,
      actorId: by.actorId,
    })),
  });
  const chipIds = rows.map((row) => row.chipId);
  await (by.target === null
    ? tx.$executeRaw`UPDATE "Chip" SET "status" = 'CONFIRMED', "confirmedAt" = clock_timestamp(), "confirmedById" = ${by.actorId}::uuid
        WHERE "id" = ANY (${chipIds}::uuid[])`
    : tx.$executeRaw`UPDATE "Chip" SET "status" = 'SUBMITTED' WHERE "id" = ANY (${chipIds}::uuid[]) AND "status" <> 'CONFIRMED'`);
}
