import { Prisma } from '@/generated/prisma/client';
import type { EventKind, LabellingStatus } from '@/generated/prisma/enums';
import { base64Of } from '@/lib/domain/label/cells';
import { statement } from '@/lib/server/db/client';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import type { VerdictState } from '@/lib/server/review/verdict/data';

/** What a verdict makes of a chip and its labellings. */
export interface VerdictChanges {
  status: 'CONFIRMED' | 'RETURNED';
  reviewerId: string;
  labellings: {
    id: string;
    revision: number;
    status: LabellingStatus;
    returnReason?: string;
    /** left out: they stay */
    cells?: Uint8Array;
  }[];
  /** in the order in which they happened */
  events: {
    labellingId: string;
    revision: number;
    kind: Exclude<EventKind, 'SAVE'>;
    source?: 'review';
    seed?: Uint8Array;
    settled?: Uint8Array;
    note?: string;
    msSinceOpen?: number;
  }[];
}

/**
 * Writes a verdict in one statement, which is one transaction. False, and nothing is written, where the chip or one of its
 * labellings is no longer what was read.
 */
export async function writeVerdict(
  state: VerdictState,
  verdict: VerdictChanges,
  tx: Tx | null = null,
): Promise<boolean> {
  const labellings = verdict.labellings.map((row) => ({
    ...row,
    cells: row.cells && base64Of(row.cells),
  }));
  const events = verdict.events.map((row) => ({
    ...row,
    seed: row.seed && base64Of(row.seed),
    settled: row.settled && base64Of(row.settled),
  }));
  const confirmer = verdict.status === 'CONFIRMED' ? verdict.reviewerId : null;
  // "held" comes first, whoever waits: the consensus, then people's labellings, then the chip (`inTransaction`)
  const written = await statement<{ id: string }>(
    tx,
    'write-verdict',
    Prisma.sql`
    WITH held AS (
      SELECT "id", "revision" FROM "Labelling" WHERE "chipId" = ${state.chipId}::uuid
      ORDER BY "kind" = 'PERSON', "id" FOR UPDATE
    ), chip AS (
      UPDATE "Chip" SET "status" = ${verdict.status}::"ChipStatus", "confirmedById" = ${confirmer}::uuid,
        "confirmedAt" = CASE WHEN ${verdict.status} = 'CONFIRMED' THEN clock_timestamp() END
      WHERE (SELECT array_agg(format('%s %s', "id", "revision") ORDER BY "id") FROM held) = ${revisionsOf(state)}::text[]
        AND "id" = ${state.chipId}::uuid AND xmin::text = ${state.version}
      RETURNING "id"
    ), labelling AS (
      UPDATE "Labelling" l SET "revision" = v."revision", "status" = v."status", "returnReason" = v."returnReason",
        "cells" = coalesce(decode(v."cells", 'base64'), l."cells"),
        "updatedAt" = CASE WHEN v."revision" = l."revision" THEN l."updatedAt" ELSE clock_timestamp() END
      FROM chip, json_to_recordset(${JSON.stringify(labellings)}::json)
        AS v("id" uuid, "revision" int, "status" "LabellingStatus", "returnReason" text, "cells" text)
      WHERE l."id" = v."id" AND l."chipId" = ${state.chipId}::uuid
    ), event AS (
      INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "source", "seed", "settled", "note", "msSinceOpen")
      SELECT e."labellingId", e."revision", e."kind", ${verdict.reviewerId}::uuid, e."source", decode(e."seed", 'base64'),
        decode(e."settled", 'base64'), e."note", e."msSinceOpen"
      FROM chip, json_to_recordset(${JSON.stringify(events)}::json)
        AS e("labellingId" uuid, "revision" int, "kind" "EventKind", "source" "ChangeSource", "seed" text, "settled" text, "note" text,
          "msSinceOpen" int)
    )
    SELECT "id" FROM chip`,
  );
  return written.length > 0;
}

/** Every labelling of the chip with its revision, as the statement above lists them. */
function revisionsOf({ consensus, people }: VerdictState): string[] {
  const labellings = consensus ? [consensus, ...people] : people;
  return labellings.map(({ id, revision }) => `${id} ${String(revision)}`).sort();
}
