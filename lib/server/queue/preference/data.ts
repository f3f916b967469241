import type { ProjectId } from '@/lib/core/ids';
import { QueuePreference, SavedFilter } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';

/** A person's saved filters by name, and what they want to label next. */
export async function filtersOf(projectId: ProjectId, userId: string): Promise<SavedFilter[]> {
  const rows = await db().queueFilter.findMany({
    where: { projectId, userId },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, filter: true },
  });
  return rows.map((row) => SavedFilter.parse(row));
}

/** What a person wants to label next, or the default; also where a preference of an older version cannot be read. */
export async function preferenceOf(projectId: ProjectId, userId: string): Promise<QueuePreference> {
  const row = await db().queuePreference.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { preference: true },
  });
  const parsed = QueuePreference.safeParse(row?.preference);
  return parsed.success ? parsed.data : QueuePreference.parse({});
}

/** How many labellings of a person wait for them. */
export async function countReturned(projectId: ProjectId, userId: string): Promise<number> {
  return await db().labelling.count({
    where: { userId, kind: 'PERSON', status: 'RETURNED', chip: { projectId, status: 'RETURNED' } },
  });
}
