import type { Db } from '@/lib/server/db/client';

/**
 * Lets a person go on where somebody who is gone stopped: their own labelling begins with the other's labels, status and reason
 * for the return, as a SEED event. A labelling of their own that is there already stays as it is.
 */
export async function takeOver(chipIds: readonly string[], userId: string, tx: Db): Promise<void> {
  await tx.$executeRaw`
    WITH left_behind AS (
      SELECT DISTINCT ON (l."chipId") l."chipId", l."cells", l."status", l."returnReason"
      FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" AND c."status"::text = l."status"::text
      WHERE l."chipId" = ANY (${[...chipIds]}::uuid[]) AND l."kind" = 'PERSON'
      ORDER BY l."chipId", l."updatedAt" DESC
    ), labelling AS (
      INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells", "revision", "status", "returnReason")
      SELECT gen_random_uuid(), "chipId", 'PERSON', ${userId}::uuid, "cells", 1, "status", "returnReason" FROM left_behind
      ON CONFLICT DO NOTHING RETURNING "id", "cells"
    )
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "seed")
    SELECT "id", 1, 'SEED', ${userId}::uuid, "cells" FROM labelling`;
}
