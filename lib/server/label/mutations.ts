import type { Prisma } from '@/generated/prisma/client';
import type { EventKind, LabellingStatus } from '@/generated/prisma/enums';
import { newId } from '@/lib/core/ids';
import type { CellChange } from '@/lib/domain/label/schema';
import { db } from '@/lib/server/db/client';

export type Tx = Prisma.TransactionClient;

/** A labelling whose row is held until the transaction ends. */
export interface LockedLabelling {
  id: string;
  cells: Uint8Array;
  revision: number;
  status: LabellingStatus;
  updatedAt: Date;
}

/** Which labelling of a chip is meant: a person's own, or the consensus. */
export type LabellingKey =
  | { chipId: string; kind: 'PERSON'; userId: string }
  | { chipId: string; kind: 'CONSENSUS'; userId: null };

/** Runs `work` in one transaction. */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db().$transaction(work, { timeout: 20_000, maxWait: 20_000 });
}

/** Holds the labelling's row, making it (all unlabelled, revision 0) where there is none. */
export async function lockLabelling(
  tx: Tx,
  key: LabellingKey,
  size: number,
): Promise<LockedLabelling> {
  const found = await selectForUpdate(tx, key);
  if (found) return found;
  // two first saves at once: the unique index lets one insert, the other finds its row
  await tx.$executeRaw`
    INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells")
    VALUES (${newId()}::uuid, ${key.chipId}::uuid, ${key.kind}::"LabellingKind", ${key.userId}::uuid, ${new Uint8Array(size)})
    ON CONFLICT DO NOTHING`;
  const made = await selectForUpdate(tx, key);
  if (!made) throw new Error(`the labelling of chip ${key.chipId} could not be made`);
  return made;
}

/** Holds the labelling's row, or null where there is none. */
export async function selectForUpdate(tx: Tx, key: LabellingKey): Promise<LockedLabelling | null> {
  const rows = await tx.$queryRaw<LockedLabelling[]>`
    SELECT "id", "cells", "revision", "status", "updatedAt" FROM "Labelling"
    WHERE "chipId" = ${key.chipId}::uuid AND "kind" = ${key.kind}::"LabellingKind"
      AND "userId" IS NOT DISTINCT FROM ${key.userId}::uuid
    FOR UPDATE`;
  return rows[0] ?? null;
}

/** Cells that a save with this id has already set in the labelling. */
export async function cellsOfSave(
  tx: Tx,
  labellingId: string,
  saveId: string,
): Promise<Set<number>> {
  const rows = await tx.labelEvent.findMany({
    where: { labellingId, saveId },
    select: { cell: true },
  });
  return new Set(rows.flatMap((row) => row.cell ?? []));
}

/** Whether a submit with this id has been taken. */
export async function isSubmitted(tx: Tx, labellingId: string, submitId: string): Promise<boolean> {
  const found = await tx.labelEvent.findFirst({
    where: { labellingId, kind: 'SUBMIT', saveId: submitId },
    select: { id: true },
  });
  return found !== null;
}

/** Writes a labelling's new state; `revision` is the one that its new events carry. */
export async function updateLabelling(
  tx: Tx,
  labellingId: string,
  change: {
    cells?: Uint8Array;
    revision: number;
    status?: LabellingStatus;
    returnReason?: string | null;
    submitted?: true;
    source?: 'person' | 'import';
  },
): Promise<void> {
  const { revision, status = null, returnReason, source = null, submitted = false } = change;
  const cells = change.cells ? Uint8Array.from(change.cells) : null;
  // one statement, the database's clock in it: saves are what people wait for
  await tx.$executeRaw`
    UPDATE "Labelling" SET
      "revision" = ${revision}::int,
      "cells" = coalesce(${cells}::bytea, "cells"),
      "status" = coalesce(${status}::"LabellingStatus", "status"),
      "returnReason" = CASE WHEN ${returnReason === undefined} THEN "returnReason" ELSE ${returnReason ?? null}::text END,
      "source" = coalesce(${source}::text, "source"),
      "updatedAt" = clock_timestamp(),
      "submittedAt" = CASE WHEN ${submitted} THEN clock_timestamp() ELSE "submittedAt" END
    WHERE "id" = ${labellingId}::uuid`;
}

/** Appends an event a changed cell, in one statement. */
export async function insertCellEvents(
  tx: Tx,
  event: {
    labellingId: string;
    revision: number;
    actorId: string;
    saveId: string;
    openedMs: number;
  },
  changes: readonly CellChange[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "saveId", "msSinceOpen",
      "cell", "before", "after", "source", "shownCode", "shownProbability", "shownThreshold", "versionId", "shown")
    SELECT ${event.labellingId}::uuid, ${event.revision}::int, 'CELL', ${event.actorId}::uuid, ${event.saveId}::uuid,
      ${event.openedMs}::int, *
    FROM unnest(
      ${changes.map((c) => c.cell)}::int[],
      ${changes.map((c) => c.before)}::int[],
      ${changes.map((c) => c.after)}::int[],
      ${changes.map((c) => c.source)}::text[],
      ${changes.map((c) => c.shown?.code ?? null)}::int[],
      ${changes.map((c) => c.shown?.probability ?? null)}::float8[],
      ${changes.map((c) => c.shown?.threshold ?? null)}::float8[],
      ${changes.map((c) => c.shown?.versionId ?? null)}::uuid[],
      ${changes.map((c) => c.shown?.when ?? null)}::text[])`;
}

/** Appends an event about the whole labelling: SEED with its cells, SUBMIT, RETURN or ACCEPT. */
export async function insertLabellingEvent(
  tx: Tx,
  event: {
    labellingId: string;
    revision: number;
    kind: Exclude<EventKind, 'CELL'>;
    actorId: string | null;
    source?: 'import' | 'review';
    seed?: Uint8Array;
    note?: string;
    openedMs?: number;
    saveId?: string;
  },
): Promise<void> {
  await tx.labelEvent.create({
    data: {
      labellingId: event.labellingId,
      revision: event.revision,
      kind: event.kind,
      actorId: event.actorId,
      saveId: event.saveId ?? null,
      source: event.source ?? null,
      seed: event.seed ? Uint8Array.from(event.seed) : null,
      note: event.note ?? null,
      msSinceOpen: event.openedMs ?? null,
    },
    select: { id: true },
  });
}

/** Moves a chip's status where it has one of `from`; a CONFIRMED chip changes only by review. */
export async function moveChip(
  tx: Tx,
  chipId: string,
  from: readonly ('UNTOUCHED' | 'IN_PROGRESS' | 'SUBMITTED' | 'RETURNED')[],
  to: 'IN_PROGRESS' | 'SUBMITTED' | 'RETURNED',
): Promise<void> {
  await tx.chip.updateMany({
    where: { id: chipId, status: { in: [...from] } },
    data: { status: to },
  });
}

/** Gives a person's lease on a chip back. */
export async function endLease(tx: Tx, chipId: string, userId: string): Promise<void> {
  await tx.chipLease.deleteMany({ where: { chipId, userId } });
}
