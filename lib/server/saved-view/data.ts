import type { ProjectId } from '@/lib/core/ids';
import { SavedTable } from '@/lib/domain/saved-view/schema';
import type { SavedView } from '@/lib/domain/saved-view/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

/** A person's own views and those that are shared with the project, by name. */
export async function savedViews(
  { projectId, role }: Pick<ProjectScope, 'role'> & { projectId: ProjectId },
  userId: string,
): Promise<SavedView[]> {
  const rows = await db().savedView.findMany({
    where: { projectId, OR: [{ userId }, { shared: true }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, name: true, shared: true, userId: true, view: true },
      user: { select: { name: true } },
    },
  });
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, shared: row.shared },
    ...{ own: row.userId === userId || role === 'ADMIN', by: row.user.name },
    ...SavedTable.parse(row.view),
  }));
}
