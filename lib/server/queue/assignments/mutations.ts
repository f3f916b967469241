import type { ProjectId } from '@/lib/core/ids';
import type { QueueReason } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { isControl } from '@/lib/server/queue/control';

/**
 * Writes down that chips came to a person, and whether as a control chip, where that has not been done. A chip on which the person
 * has worked already, before assignments were written down, is none: proposals were shown.
 */
export async function recordAssignments(
  projectId: ProjectId,
  userId: string,
  chips: readonly { id: string; reason: QueueReason | null; blind?: boolean }[],
  client: Db = db(),
): Promise<void> {
  const { splitSalt, controlPercent } = await client.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { splitSalt: true, controlPercent: true },
  });
  await client.$executeRaw`
    INSERT INTO "Assignment" ("chipId", "userId", "projectId", "reason", "control")
    SELECT t."id", ${userId}::uuid, ${projectId}::uuid, t."reason", t."control" AND NOT EXISTS (
      SELECT 1 FROM "Labelling" l WHERE l."chipId" = t."id" AND l."userId" = ${userId}::uuid AND l."revision" > 0)
    FROM unnest(
      ${chips.map((c) => c.id)}::uuid[],
      ${chips.map((c) => c.reason)}::text[],
      ${chips.map((c) => c.blind === true || isControl(splitSalt, c.id, userId, controlPercent))}::boolean[]
    ) AS t("id", "reason", "control")
    ON CONFLICT ("chipId", "userId") DO NOTHING`;
}
