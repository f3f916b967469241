import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus } from '@/generated/prisma/enums';
import { ExclusionReason } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { db } from '@/lib/server/db/client';

/** How a chip looks to a labeler to whom it came as ground truth: as one that nobody but they labelled. */
export interface MaskedChip {
  status: Extract<ChipStatus, 'UNTOUCHED' | 'IN_PROGRESS' | 'SUBMITTED'>;
  /** they excluded it; nobody else hears of that */
  skippedReason: ExclusionReason | null;
  submittedAt: Date | null;
}

/**
 * Ground truth labellings `g` whose person must not be told what the chip is: those that came among other chips, for good, and practice
 * chips until they are submitted.
 */
export const IS_MASKED = Prisma.sql`(g."round" IS NULL OR g."submittedAt" IS NULL)`;

/** The person's status of a ground truth labelling `g`, as of a chip. */
export const MASKED_STATUS = Prisma.sql`CASE WHEN g."revision" = 0 THEN 'UNTOUCHED' ELSE g."status"::text END`;

/**
 * The chips that look so to this person, by id; of these only, where some are given. None for reviewers: they see what counts of every
 * chip.
 */
export async function maskedChips(
  { role, projectId }: Pick<ProjectScope, 'role' | 'projectId'>,
  userId: string,
  chipIds?: readonly string[],
): Promise<ReadonlyMap<string, MaskedChip>> {
  if (role !== 'LABELER' || chipIds?.length === 0) return NONE;
  const among = chipIds ? Prisma.sql`g."chipId" = ANY (${[...chipIds]}::uuid[])` : Prisma.sql`true`;
  const rows = await db().$queryRaw<(MaskedChip & { chipId: string; excluded: string | null })[]>`
    SELECT g."chipId", ${MASKED_STATUS} AS "status", g."submittedAt", CASE WHEN k."excluded" THEN k."reason" END AS "excluded"
    FROM "GroundTruthLabelling" g
    LEFT JOIN "ChipSkip" k ON k."chipId" = g."chipId" AND k."userId" = g."userId"
    WHERE g."projectId" = ${projectId}::uuid AND g."userId" = ${userId}::uuid AND ${IS_MASKED} AND ${among}`;
  return new Map(
    rows.map(({ chipId, excluded, status, submittedAt }) => [
      chipId,
      { status, submittedAt, skippedReason: ExclusionReason.nullable().parse(excluded) },
    ]),
  );
}

const NONE: ReadonlyMap<string, MaskedChip> = new Map();

/** Whether a chip looks so to this person. */
export async function isMasked(
  scope: Pick<ProjectScope, 'role' | 'projectId'>,
  userId: string,
  chipId: string,
): Promise<boolean> {
  return (await maskedChips(scope, userId, [chipId])).has(chipId);
}
