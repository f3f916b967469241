import type { Overview } from '@/lib/domain/project/overview';
import { waitingFor } from '@/lib/domain/project/waiting';
import { AppError } from '@/lib/core/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { countCells, countWaiting } from '@/lib/server/overview/data';
import { readModels } from '@/lib/server/overview/models/data';
import { listPeople } from '@/lib/server/overview/people/data';
import { listRecent } from '@/lib/server/overview/recent/data';

/** All that the project's first page shows to one person. */
export async function readOverview(project: ProjectScope, userId: string): Promise<Overview> {
  const [counts, cells, models, people, recent] = await Promise.all([
    countWaiting([project.projectId], userId),
    countCells(project.projectId),
    readModels(project),
    listPeople(project, userId),
    listRecent(project),
  ]);
  const own = counts.get(project.projectId);
  if (!own) throw new AppError('not_found', 'There is no such project any more.');
  return {
    chips: own.chips,
    cells,
    assets: own.assets,
    waiting: waitingFor(project.role, own),
    next: { ready: false, title: '', detail: '', fraction: null },
    ...models,
    people,
    recent,
  };
}
