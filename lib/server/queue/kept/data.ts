import { QueueWanted, SavedFilter } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';

/** A person's saved filters by name, and what they chose last. */
export async function filtersOf(projectId: string, userId: string): Promise<SavedFilter[]> {
  const rows = await db().queueFilter.findMany({
    where: { projectId, userId },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, filter: true },
  });
  return rows.map((row) => SavedFilter.parse(row));
}

/** What a person chose to label last, or the default; also where a choice of an older version cannot be read. */
export async function choiceOf(projectId: string, userId: string): Promise<QueueWanted> {
  const row = await db().queueChoice.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { wanted: true },
  });
  const parsed = QueueWanted.safeParse(row?.wanted);
  return parsed.success ? parsed.data : QueueWanted.parse({});
}

/** How many labellings of a person wait for them. */
export async function countReturned(projectId: string, userId: string): Promise<number> {
  return await db().labelling.count({
    where: { userId, kind: 'PERSON', status: 'RETURNED', chip: { projectId, status: 'RETURNED' } },
  });
}
