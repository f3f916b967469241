import { AppError } from '@/lib/server/app-error';
import { FinetuneParams, HeadParams } from '@/lib/contracts/job';
import { nextTraining, obstacleMessage, whyUntrainable } from '@/lib/domain/training/readiness';
import type {
  NewTraining,
  TrainingObstacle,
  TrainingStarted,
  TrainingView,
} from '@/lib/domain/training/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { findJob, readJob } from '@/lib/server/jobs/data';
import { insertOnlyOne } from '@/lib/server/jobs/mutations';
import type { RunnerParams } from '@/lib/server/jobs/schema';
import { deployedVersion } from '@/lib/server/proposal/data';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import { findBase } from '@/lib/server/model/data';
import { freezeSnapshot, previewSnapshot } from '@/lib/server/snapshot/freeze';
import { nextNumber, readTrainings } from '@/lib/server/training/data';

const NO_BASE = { code: 'no-base' } as const;

/** Whether a training is due, what stands in the way of one, and what it would train on. */
export async function readTraining(project: ProjectScope): Promise<TrainingView> {
  const [preview, history, base, counts] = await Promise.all([
    previewSnapshot(project),
    readTrainings(project.projectId),
    findBase(),
    readChipCounts([project.projectId]),
  ]);
  const active = history.activeId === null ? null : await findJob(project, history.activeId);
  const last = history.lastId === null ? null : await findJob(project, history.lastId);
  const untrainable = whyUntrainable(preview.chips, preview.summary);
  return {
    next: nextTraining(
      preview.chips,
      history.chips,
      counts.reduce((sum, { chips }) => sum + chips, 0),
    ),
    blocked: active ? { code: 'under-way' } : (untrainable ?? (base ? null : NO_BASE)),
    snapshot: preview.same,
    chips: preview.chips,
    cells: preview.cells,
    summary: preview.summary,
    active,
    last,
  };
}

/**
 * Freezes what is confirmed (or takes the snapshot that has it) and queues a training on it.
 * @throws AppError `not_ready` with the reason in words, `conflict` while another training of the project is under way
 */
export async function startTraining(
  project: ProjectScope,
  createdById: string | null,
  request: NewTraining,
): Promise<TrainingStarted> {
  const base = await findBase();
  if (!base) throw blocked(NO_BASE);
  const { activeId } = await readTrainings(project.projectId);
  if (activeId !== null) throw underWay();
  const snapshot = await freezeSnapshot(project, createdById);
  const untrainable = whyUntrainable(snapshot.chips, snapshot.summary);
  if (untrainable !== null) throw blocked(untrainable);
  const deployed = await deployedVersion(project.projectId);
  const number = await nextNumber(project.projectId);
  const { kind, ...asked } = request;
  const params: RunnerParams = {
    name: `v${String(number)}`,
    number,
    modelId: base.id,
    deployedId: deployed?.id ?? null,
    dataset: snapshot.sha256,
    chips: snapshot.chips,
    snapshotId: snapshot.id,
    params: (kind === 'TRAIN_HEAD' ? HeadParams : FinetuneParams).parse(asked),
  };
  const jobId = await insertOnlyOne({
    kind,
    projectId: project.projectId,
    params,
    createdById,
  });
  if (jobId === null) throw underWay();
  return {
    job: await readJob(project, jobId),
    snapshot: snapshot.number,
    created: snapshot.created,
  };
}

function blocked(obstacle: TrainingObstacle): AppError {
  const { key, values } = obstacleMessage(obstacle);
  return new AppError('not_ready', key, values);
}

function underWay(): AppError {
  return new AppError('conflict', 'training.underWay');
}
