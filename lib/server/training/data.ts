import type { ProjectId } from '@/lib/core/ids';
import { TRAINING_KINDS } from '@/lib/domain/job/schema';
import { db } from '@/lib/server/db/client';
import { RunnerParams } from '@/lib/server/jobs/schema';

/** The trainings of a project: the one under way, the newest that ended, and the chips of the last attempt. */
export interface TrainingHistory {
  activeId: string | null;
  lastId: string | null;
  /** chips of the newest attempt, whatever became of it; null when there was none */
  chips: number | null;
}

export async function readTrainings(projectId: ProjectId): Promise<TrainingHistory> {
  const rows = await db().job.findMany({
    where: { projectId, kind: { in: [...TRAINING_KINDS] } },
    // one at a time a project: the newest two are the one under way and the one before
    orderBy: { createdAt: 'desc' },
    take: 2,
    select: { id: true, state: true, params: true },
  });
  const active = rows.find((row) => ['QUEUED', 'LEASED', 'RUNNING'].includes(row.state));
  return {
    activeId: active?.id ?? null,
    lastId: rows.find((row) => row !== active)?.id ?? null,
    chips: rows[0] ? RunnerParams.parse(rows[0].params).chips : null,
  };
}

/** Number for the next version of a project. One training at a time a project makes it safe to take. */
export async function nextNumber(projectId: ProjectId): Promise<number> {
  const last = await db().modelVersion.aggregate({ where: { projectId }, _max: { number: true } });
  return (last._max.number ?? 0) + 1;
}
