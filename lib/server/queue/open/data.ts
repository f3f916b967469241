import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { QueueReason } from '@/lib/domain/queue/schema';

/** For whom chips are looked for, and which not. */
export interface QueueQuery {
  projectId: ProjectId;
  userId: string;
  skip: readonly number[];
}

/** A chip that may be handed out, and why. */
export interface QueueCandidate {
  id: string;
  number: number;
  reason: QueueReason;
  /** no proposal is shown before the person submits, whatever the share of control chips */
  blind?: boolean;
  /** a ground truth chip: nobody holds it alone */
  truth?: boolean;
}

/** Not asked to be left out, and held by nobody else. */
export function isFree(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`(c."projectId" = ${query.projectId}::uuid AND c."number" <> ALL (${[...query.skip]}::int[])
    AND NOT EXISTS (SELECT 1 FROM "ChipLease" x WHERE x."chipId" = c."id"
      AND x."userId" <> ${query.userId}::uuid AND x."expiresAt" > now()))`;
}

/** Untouched, not excluded, not passed over by the person. */
export function isOpen(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`(c."projectId" = ${query.projectId}::uuid AND c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL
    AND c."number" <> ALL (${[...query.skip]}::int[]) AND NOT ${isSkipped(query)})`;
}

export function isSkipped(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "ChipSkip" k WHERE k."chipId" = c."id" AND k."userId" = ${query.userId}::uuid)`;
}

/** It came to the person as ground truth: what they label on it goes nowhere else. */
export function isTruth({ userId }: Pick<QueueQuery, 'userId'>): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "GroundTruthLabelling" g WHERE g."chipId" = c."id" AND g."userId" = ${userId}::uuid)`;
}
