import { AppError } from '@/lib/server/app-error';
import type { NextTraining, Overview } from '@/lib/domain/project/overview';
import type { ChipCounts } from '@/lib/domain/project/schema';
import { waitingFor } from '@/lib/domain/project/waiting';
import { nextTraining } from '@/lib/domain/training/readiness';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { countWaiting } from '@/lib/server/overview/data';
import { readModels } from '@/lib/server/overview/models/data';
import { listPeople } from '@/lib/server/overview/people/data';
import { listRecent } from '@/lib/server/overview/recent/data';
import { readTrainings } from '@/lib/server/training/data';
import type { TrainingHistory } from '@/lib/server/training/data';

/** All that the project's first page shows to one person. */
export async function readOverview(project: ProjectScope, userId: string): Promise<Overview> {
  const [counts, models, people, recent, trainings] = await Promise.all([
    countWaiting([project.projectId], userId),
    readModels(project),
    listPeople(project, userId),
    listRecent(project),
    readTrainings(project.projectId),
  ]);
  const own = counts.get(project.projectId);
  if (!own) throw new AppError('not_found', 'project.gone');
  return {
    chips: own.chips,
    excluded: own.excluded,
    cells: own.cells,
    assets: own.assets,
    waiting: project.archived ? [] : waitingFor(project.role, own),
    next: nextOf(own.chips, trainings),
    ...models,
    people,
    recent,
  };
}

function nextOf(now: ChipCounts, { activeId, chips }: TrainingHistory): NextTraining {
  if (activeId === null) return nextTraining(now.CONFIRMED, chips, now.total);
  return { ready: false, counts: null, fraction: null };
}
