import type { z } from 'zod';
import type { Manifest } from '@/lib/contracts/package';
import type { ResultFile } from '@/lib/contracts/result';
import { CompleteReply } from '@/lib/contracts/runner';
import { AppError } from '@/lib/server/app-error';
import type { ProjectId } from '@/lib/core/ids';
import type { JobResult, LeaseKey, LockedJob, Tx } from '@/lib/server/jobs/mutations';
import { assertKind, finishJob } from '@/lib/server/jobs/queue';
import { RunnerParams } from '@/lib/server/jobs/schema';
import { takeLabelIssues } from '@/lib/server/label-issue/take';
import { findPackage, readHeaderParts } from '@/lib/server/model/data';
import { insertCandidate } from '@/lib/server/model/mutations';
import { readStoredPackage } from '@/lib/server/model/package';
import { dropUploads } from '@/lib/server/objects/upload';
import { takePredictions } from '@/lib/server/proposal/inference/take';
import { artifactFolder } from '@/lib/server/runner/artifacts';
import { findSnapshotSha } from '@/lib/server/snapshot/data';
import { ABSENT, codeOfClass } from '@/lib/domain/label/cell-code';

type CompleteAnswer = z.infer<typeof CompleteReply>;
type Made = Pick<CompleteAnswer, 'versionId' | 'version'>;
type TrainResult = Extract<ResultFile, { metrics: unknown }>;

/**
 * Ends a job with its result: what it made exists from the end of this one transaction on, or not at all. Only predictions come in
 * before it, few at a time, so that they hold no chip up. Repeated with the same token it gives the stored answer.
 * @throws AppError `lease_lost` (also after a cancel), `invalid` when the result does not fit the job; then nothing changed
 */
export async function completeJob(lease: LeaseKey, result: ResultFile): Promise<CompleteAnswer> {
  if (result.kind === 'INFER') await takePredictions(lease, result);
  const stored = await finishJob(lease, async (tx, job) => {
    assertKind(job, result.kind);
    const made = await applyResult(tx, job, result);
    return { reply: { state: 'SUCCEEDED', ...made }, result: summaryOf(result) };
  });
  await dropUploads(artifactFolder(lease.jobId));
  if (!stored) {
    throw new AppError('lease_lost', 'protocol', {
      detail: 'This job was cancelled before its result was taken in.',
    });
  }
  return CompleteReply.parse(stored['reply']);
}

async function applyResult(tx: Tx, job: LockedJob, result: ResultFile): Promise<Made> {
  switch (result.kind) {
    case 'TRAIN_HEAD':
    case 'FINETUNE':
      return await addVersion(tx, job, result);
    case 'LABEL_ISSUES':
      await takeLabelIssues(tx, job, result);
      return { versionId: null, version: null };
    // its predictions are in
    case 'INFER':
    case 'EVALUATE':
    case 'EMBED':
      return { versionId: null, version: null };
  }
}

/** What stays on the job's row; metrics of a training stand with its version. */
function summaryOf(result: ResultFile): JobResult {
  if (!('metrics' in result)) return result;
  return { kind: result.kind, manifest: result.manifest };
}

async function addVersion(tx: Tx, job: LockedJob, result: TrainResult): Promise<Made> {
  const params = RunnerParams.parse(job.params);
  if (job.projectId === null || params.number === null || params.snapshotId === null) {
    throw new Error(`training ${job.id} has no project, number or snapshot`);
  }
  const manifest = await readStoredPackage(result.manifest);
  const wrong = [
    ...(await lineageProblems(params, manifest)),
    ...(await outputProblems(job.projectId, manifest)),
  ];
  if (wrong.length > 0) {
    throw new AppError(
      'invalid',
      'protocol',
      { detail: `The package is not what was asked for: ${wrong.join('; ')}.` },
      {
        problems: wrong,
      },
    );
  }
  const versionId = await insertCandidate(tx, {
    projectId: job.projectId,
    number: params.number,
    manifestSha: result.manifest,
    manifest,
    metrics: result.metrics,
    snapshotId: params.snapshotId,
    parentId: params.modelId,
    jobId: job.id,
  });
  return { versionId, version: manifest.name };
}

async function lineageProblems(params: RunnerParams, manifest: Manifest): Promise<string[]> {
  const snapshot = params.snapshotId && (await findSnapshotSha(params.snapshotId));
  const parent = await findPackage(params.modelId);
  const problems: string[] = [];
  if (manifest.name !== params.name) {
    problems.push(`it is named "${manifest.name}", not "${params.name}"`);
  }
  if (manifest.lineage.snapshot !== snapshot) problems.push('it names another snapshot');
  if (manifest.lineage.parent !== parent?.manifestSha) problems.push('it names another parent');
  return problems;
}

async function outputProblems(projectId: ProjectId, manifest: Manifest): Promise<string[]> {
  const { classes } = await readHeaderParts(projectId);
  const known = new Map(classes.map((c) => [codeOfClass(c.index), c.id]));
  const problems = manifest.outputs
    .filter(({ code, classId }) =>
      code === ABSENT ? classId !== null : known.get(code) !== classId,
    )
    .map(({ name }) => `its output "${name}" is no class of this project`);
  const codes = manifest.outputs.map(({ code }) => code);
  if (codes.length < 2) problems.push('it has fewer than two outputs');
  if (new Set(codes).size !== codes.length) problems.push('it has one output twice');
  return problems;
}
