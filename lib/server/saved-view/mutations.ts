import type { NewView } from '@/lib/domain/saved-view/schema';
import { tableQueryOf, tableViewOf } from '@/lib/domain/chip-table/view';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

/** Views that one person may keep in a project. */
const MOST_VIEWS = 100;

/**
 * Makes a view under an id, or replaces it: its maker's, a shared one an admin's too. Reviewers and admins share views.
 * @throws AppError `forbidden`, `conflict`
 */
export async function putView(
  scope: ProjectScope,
  userId: string,
  id: string,
  { name, shared, query }: NewView,
): Promise<void> {
  if (shared && scope.role === 'LABELER') throw new AppError('forbidden', 'views.share');
  const view = { query: tableQueryOf(tableViewOf(new URLSearchParams(query))) };
  const { projectId } = scope;
  const there = await db().savedView.findUnique({ where: { id } });
  if (there) {
    assertOwn(scope, userId, there);
    await db().savedView.update({ where: { id }, data: { name, shared, view } });
    return;
  }
  const kept = await db().savedView.count({ where: { projectId, userId } });
  if (kept >= MOST_VIEWS) throw new AppError('conflict', 'views.full', { most: MOST_VIEWS });
  await db().savedView.create({ data: { id, projectId, userId, name, shared, view } });
}

/** Deletes a view; one that is gone already is deleted. @throws AppError `forbidden` */
export async function removeView(scope: ProjectScope, userId: string, id: string): Promise<void> {
  const there = await db().savedView.findUnique({ where: { id } });
  if (!there) return;
  assertOwn(scope, userId, there);
  await db().savedView.delete({ where: { id } });
}

function assertOwn(
  { projectId, role }: ProjectScope,
  userId: string,
  view: { projectId: string; userId: string; shared: boolean },
): void {
  const may = view.userId === userId || (view.shared && role === 'ADMIN');
  if (view.projectId !== projectId || !may) throw new AppError('forbidden', 'views.notOwn');
}
