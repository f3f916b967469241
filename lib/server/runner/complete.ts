import { createInterface } from 'node:readline';
import type { z } from 'zod';
import type { Manifest } from '@/lib/contracts/package';
import { ProposalLine } from '@/lib/contracts/result';
import type { ResultFile } from '@/lib/contracts/result';
import { CompleteReply } from '@/lib/contracts/runner';
import { AppError } from '@/lib/server/app-error';
import type { ProjectId } from '@/lib/core/ids';
import type { JobResult, LeaseKey, LockedJob, Tx } from '@/lib/server/jobs/mutations';
import { finishJob } from '@/lib/server/jobs/queue';
import { RunnerParams } from '@/lib/server/jobs/schema';
import { findPackage, readHeaderParts } from '@/lib/server/model/data';
import { insertCandidate, latticesOf } from '@/lib/server/model/mutations';
import { readStoredPackage } from '@/lib/server/model/package';
import { storePredictions } from '@/lib/server/proposal/mutations';
import { objectBytes, readObject } from '@/lib/server/objects/store';
import { dropUploads } from '@/lib/server/objects/upload';
import { artifactFolder } from '@/lib/server/runner/artifacts';
import { scoreWaiting } from '@/lib/server/review/waiting/score';
import { findSnapshotSha } from '@/lib/server/snapshot/data';
import { ABSENT, codeOfClass } from '@/lib/domain/label/cell-code';

type CompleteAnswer = z.infer<typeof CompleteReply>;
type Made = Pick<CompleteAnswer, 'versionId' | 'version'>;
type TrainResult = Extract<ResultFile, { metrics: unknown }>;
type InferResult = Extract<ResultFile, { proposals: unknown }>;

/**
 * Ends a job with its result: what it made exists from the end of this one transaction on, or not at all. Repeated with the
 * same token it gives the stored answer.
 * @throws AppError `lease_lost` (also after a cancel), `invalid` when the result does not fit the job; then nothing changed
 */
export async function completeJob(lease: LeaseKey, result: ResultFile): Promise<CompleteAnswer> {
  const stored = await finishJob(lease, async (tx, job) => {
    if (result.kind !== job.kind) {
      throw new AppError('invalid', 'protocol', {
        detail: `This job is ${job.kind}, its result is of .`,
      });
    }
    const made = await applyResult(tx, job, result);
    return { reply: { state: 'SUCCEEDED', ...made }, result: summaryOf(result) };
  });
  await dropUploads(artifactFolder(lease.jobId));
  if (!stored) {
    throw new AppError('lease_lost', 'protocol', {
      detail: 'This job was cancelled before its result came in. Nothing of it was kept.',
    });
  }
  return CompleteReply.parse(stored['reply']);
}

async function applyResult(tx: Tx, job: LockedJob, result: ResultFile): Promise<Made> {
  switch (result.kind) {
    case 'TRAIN_HEAD':
    case 'FINETUNE':
      return await addVersion(tx, job, result);
    case 'INFER':
      await addProposals(tx, job, result);
      return { versionId: null, version: null };
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

/** Lines that are taken into the table at once. */
const BATCH = 500;

async function addProposals(tx: Tx, job: LockedJob, result: InferResult): Promise<void> {
  const params = RunnerParams.parse(job.params);
  const model = await findPackage(params.modelId);
  if (!model || job.projectId === null) {
    throw new AppError('invalid', 'protocol', {
      detail: 'The version or project of these proposals is gone.',
    });
  }
  if (result.manifest !== model.manifestSha) {
    throw new AppError('invalid', 'protocol', {
      detail: `These proposals are not by ${model.name}.`,
    });
  }
  if ((await objectBytes(result.proposals)) === null) {
    throw new AppError('invalid', 'protocol', {
      detail: `The proposals (${result.proposals}) were not uploaded.`,
    });
  }
  const { outputs } = model.manifest;
  let batch: z.infer<typeof ProposalLine>[] = [];
  const flush = async (projectId: ProjectId) => {
    const cells = await latticesOf(
      tx,
      projectId,
      batch.map((line) => line.chip),
    );
    const rows = batch.flatMap((line) => {
      const n = cells.get(line.chip);
      if (n === undefined) return []; // the chip was deleted meanwhile
      const probs = Uint8Array.from(Buffer.from(line.probs, 'base64'));
      if (probs.length !== n * outputs.length) {
        throw new AppError('invalid', 'protocol', {
          detail: `Chip ${line.chip}: ${String(probs.length)} probabilities for ${String(n)} cells and ${String(outputs.length)} outputs.`,
        });
      }
      const embedding = line.embedding
        ? Uint8Array.from(Buffer.from(line.embedding, 'base64'))
        : null;
      return [{ chipId: line.chip, levels: probs, embedding }];
    });
    const backboneSha = model.manifest.backbone.sha256;
    await storePredictions(tx, { id: params.modelId, outputs, backboneSha }, rows, 'runner');
    await scoreWaiting(
      tx,
      projectId,
      rows.map((row) => row.chipId),
    );
    batch = [];
  };
  const lines = createInterface({ input: readObject(result.proposals), crlfDelay: Infinity });
  for await (const line of lines) {
    batch.push(parseProposal(line));
    if (batch.length >= BATCH) await flush(job.projectId);
  }
  await flush(job.projectId);
}

function parseProposal(line: string): z.infer<typeof ProposalLine> {
  try {
    return ProposalLine.parse(JSON.parse(line));
  } catch {
    throw new AppError('invalid', 'protocol', {
      detail: 'A line of the proposals breaks the contract.',
    });
  }
}
