import { instant } from '@/lib/core/clock';
import type { Db } from '@/lib/server/db/client';
import type { TruthEvent } from '@/lib/server/ground-truth/labelling/events';

interface Key {
  chipId: string;
  userId: string;
}

type NewEvent = Omit<TruthEvent, 'id' | 'at'>;

/** Writes what a save made of a held labelling, with its events. A submitted one is taken back. */
export async function writeTruthSave(
  tx: Db,
  key: Key,
  save: { revision: number; cells: Uint8Array; events: readonly NewEvent[] },
): Promise<void> {
  const events = await numbered(tx, save.events);
  await tx.$executeRaw`
    UPDATE "GroundTruthLabelling" SET "revision" = ${save.revision}::int, "cells" = ${Buffer.from(save.cells)}::bytea,
      "events" = "events" || ${events}::jsonb, "status" = 'IN_PROGRESS', "updatedAt" = clock_timestamp()
    WHERE "chipId" = ${key.chipId}::uuid AND "userId" = ${key.userId}::uuid`;
}

/** A held labelling is submitted. What was measured of the first time stays. */
export async function writeTruthSubmit(
  tx: Db,
  key: Key,
  submit: { event: NewEvent; openedMs: number },
): Promise<void> {
  const events = await numbered(tx, [submit.event]);
  await tx.$executeRaw`
    UPDATE "GroundTruthLabelling" SET "revision" = ${submit.event.revision}::int, "status" = 'SUBMITTED',
      "events" = "events" || ${events}::jsonb, "openedMs" = coalesce("openedMs", ${submit.openedMs}::int),
      "updatedAt" = clock_timestamp(), "submittedAt" = coalesce("submittedAt", clock_timestamp())
    WHERE "chipId" = ${key.chipId}::uuid AND "userId" = ${key.userId}::uuid`;
}

/** Numbers out of the sequence of label events: to who reads a chip's history they are some of them. */
async function numbered(tx: Db, events: readonly NewEvent[]): Promise<string> {
  const ids = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('"LabelEvent"', 'id')) AS "id" FROM generate_series(1, ${events.length}::int)`;
  const at = instant().toISOString();
  return JSON.stringify(events.map((event, i) => ({ ...event, id: Number(ids[i]?.id), at })));
}
