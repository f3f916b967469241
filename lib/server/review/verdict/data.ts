import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus, LabellingStatus } from '@/generated/prisma/enums';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { statement } from '@/lib/server/db/client';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { reviewedCellsSql } from '@/lib/server/review/data';

/** A labelling of the chip, a person's own or the consensus. */
export interface StateLabelling {
  id: string;
  /** null: the consensus */
  userId: string | null;
  cells: Uint8Array;
  revision: number;
  status: LabellingStatus;
  submittedAt: Date | null;
  updatedAt: Date;
}

/** All that a verdict is decided on, as one statement saw it. */
export interface VerdictState {
  chipId: string;
  /** the chip row's version: another one after each change of the row */
  version: string;
  status: ChipStatus;
  rows: number;
  cols: number;
  consensus: StateLabelling | null;
  /** what reviewers set in the consensus since the chip was last returned, by cell */
  reviewed: Map<number, number>;
  /** people's labellings, first submitted first, those in progress too */
  people: StateLabelling[];
}

interface Row extends Omit<StateLabelling, 'id'> {
  chipId: string;
  version: string;
  chipStatus: ChipStatus;
  rows: number;
  cols: number;
  id: string | null;
  reviewed: { cell: number; after: number }[] | null;
}

/** Reads it; null where the project has no such chip. */
export async function readVerdictState(
  scope: ProjectScope,
  key: ChipKey,
  tx: Tx | null = null,
): Promise<VerdictState | null> {
  const byNumber = typeof key === 'number';
  // one row a labelling; xmin is the transaction that wrote a row last
  const found = await statement<Row>(
    tx,
    byNumber ? 'verdict-state-by-number' : 'verdict-state-by-id',
    Prisma.sql`
    SELECT c."id" AS "chipId", c.xmin::text AS "version", c."status"::text AS "chipStatus", c."rows", c."cols",
      l."id", l."userId", l."cells", l."revision", l."status"::text AS "status", l."submittedAt", l."updatedAt",
      CASE WHEN l."kind" = 'CONSENSUS' THEN (
        SELECT json_agg(r) FROM (${reviewedCellsSql(Prisma.sql`l."id"`)}) r) END AS "reviewed"
    FROM "Chip" c LEFT JOIN "Labelling" l ON l."chipId" = c."id"
    WHERE c."projectId" = ${scope.projectId}::uuid
      AND ${byNumber ? Prisma.sql`c."number" = ${key}::int` : Prisma.sql`c."id" = ${key}::uuid`}
    ORDER BY l."submittedAt", l."id"`,
  );
  const [chip] = found;
  if (!chip) return null;
  const labellings = found.flatMap(({ id, ...row }) => (id === null ? [] : [{ ...row, id }]));
  const consensus = labellings.find((row) => row.userId === null) ?? null;
  return {
    chipId: chip.chipId,
    version: chip.version,
    status: chip.chipStatus,
    rows: chip.rows,
    cols: chip.cols,
    consensus,
    reviewed: new Map((consensus?.reviewed ?? []).map((row) => [row.cell, row.after])),
    people: labellings.filter((row) => row.userId !== null),
  };
}
