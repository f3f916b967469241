import type { LabellingRow } from '@/lib/server/label/labelling/data';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** What a person labelled on a chip that came to them as ground truth. */
export interface TruthLabelling extends LabellingRow {
  id: string;
  status: 'IN_PROGRESS' | 'SUBMITTED';
  /** the round of practice; null: it came among other chips */
  round: number | null;
  place: number;
  events: unknown;
  submittedAt: Date | null;
}

/** It; null where the chip did not come to them as ground truth. `hold`: nobody else changes it until the transaction ends. */
export async function findTruthLabelling(
  client: Db | null,
  { chipId, userId }: { chipId: string; userId: string },
  hold = false,
): Promise<TruthLabelling | null> {
  const tx = client ?? db();
  if (hold) {
    await tx.$queryRaw`SELECT 1 FROM "GroundTruthLabelling"
      WHERE "chipId" = ${chipId}::uuid AND "userId" = ${userId}::uuid FOR UPDATE`;
  }
  const row = await tx.groundTruthLabelling.findUnique({
    where: { chipId_userId: { chipId, userId } },
  });
  return row && toTruthLabelling(row);
}

/** Those of these chips, by chip. */
export async function truthLabellingsOf(
  chipIds: readonly string[],
  userId: string,
): Promise<Map<string, TruthLabelling>> {
  const rows = await db().groundTruthLabelling.findMany({
    where: { chipId: { in: [...chipIds] }, userId },
  });
  return new Map(rows.map((row) => [row.chipId, toTruthLabelling(row)]));
}

type Row = NonNullable<
  Awaited<ReturnType<ReturnType<typeof db>['groundTruthLabelling']['findUnique']>>
>;

function toTruthLabelling({ status, ...row }: Row): TruthLabelling {
  return {
    ...row,
    status: status === 'SUBMITTED' ? status : 'IN_PROGRESS',
    returnReason: null,
    // as of a labelling that nobody saved yet
    updatedAt: row.revision === 0 ? null : row.updatedAt,
  };
}
