import type { Prisma } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { NewFilter, QueuePreference, SavedFilter } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';

/** Keeps a filter under its name. */
export async function putFilter(
  projectId: ProjectId,
  userId: string,
  { name, filter }: NewFilter,
): Promise<SavedFilter> {
  const row = await db().queueFilter.upsert({
    where: { projectId_userId_name: { projectId, userId, name } },
    create: { id: newId(), projectId, userId, name, filter },
    update: { filter },
    select: { id: true },
  });
  return { id: row.id, name, filter };
}

/** Forgets one of the person's filters. */
export async function removeFilter(
  projectId: ProjectId,
  userId: string,
  id: string,
): Promise<void> {
  await db().queueFilter.deleteMany({ where: { id, projectId, userId } });
}

/** Stores what a person wants to label next. */
export async function putPreference(
  projectId: ProjectId,
  userId: string,
  preference: QueuePreference,
): Promise<void> {
  const stored = preference as Prisma.InputJsonObject;
  await db().queuePreference.upsert({
    where: { projectId_userId: { projectId, userId } },
    create: { projectId, userId, preference: stored },
    update: { preference: stored },
  });
}
