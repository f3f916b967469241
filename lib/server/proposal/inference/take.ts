import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { ProposalLine } from '@/lib/contracts/result';
import type { ResultFile } from '@/lib/contracts/result';
import type { ProjectId } from '@/lib/core/ids';
import type { PredictionOutput } from '@/lib/domain/proposal/prediction';
import { AppError } from '@/lib/server/app-error';
import type { LeaseKey, LockedJob, Tx } from '@/lib/server/jobs/mutations';
import { assertKind, doPart } from '@/lib/server/jobs/queue';
import { RunnerParams } from '@/lib/server/jobs/schema';
import { findPackage } from '@/lib/server/model/data';
import { latticesOf } from '@/lib/server/model/mutations';
import { objectBytes, readObject } from '@/lib/server/objects/store';
import { storePredictions } from '@/lib/server/proposal/mutations';
import type { NewPrediction } from '@/lib/server/proposal/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';

/** Chips in one transaction: so few that nobody who submits or confirms one of them has to wait for long. */
const BATCH = 50;

type Line = z.infer<typeof ProposalLine>;

/** Whose predictions they are, and of which project. */
interface Predicting {
  projectId: ProjectId;
  version: { id: string; outputs: readonly PredictionOutput[]; backboneSha: string };
}

/**
 * Stores what an inference says of chips, a few of them in a transaction, each under the job's fence. Nothing is stored where a
 * line breaks the contract. What is stored stays when the job is fenced off, cancelled or interrupted in between: it is what the
 * version says of these chips, and whoever does the job again writes the same (docs/decisions/0036). Ending the job is the caller's.
 * @throws AppError `lease_lost`; `invalid` where it does not fit the job
 */
export async function takePredictions(
  lease: LeaseKey,
  result: Extract<ResultFile, { proposals: unknown }>,
): Promise<void> {
  const predicting = await doPart(lease, (_, job) => predictingOf(job, result));
  if (predicting === null) return;
  for await (const lines of batchesOf(result.proposals)) {
    await predictionsOf(null, predicting, lines);
  }
  for await (const lines of batchesOf(result.proposals)) {
    if ((await doPart(lease, (tx) => store(tx, predicting, lines))) === null) return;
  }
}

async function predictingOf(
  job: LockedJob,
  result: Extract<ResultFile, { proposals: unknown }>,
): Promise<Predicting> {
  assertKind(job, result.kind);
  const model = await findPackage(RunnerParams.parse(job.params).modelId);
  if (!model || job.projectId === null) {
    throw invalid('The version or project of these proposals is gone.');
  }
  if (result.manifest !== model.manifestSha) {
    throw invalid(`These proposals are not by ${model.name}.`);
  }
  if ((await objectBytes(result.proposals)) === null) {
    throw invalid(`The proposals (${result.proposals}) were not uploaded.`);
  }
  const { outputs, backbone } = model.manifest;
  return {
    projectId: job.projectId,
    version: { id: model.id, outputs, backboneSha: backbone.sha256 },
  };
}

/** Stores a batch, with what follows from it; returns how many chips it is. */
async function store(tx: Tx, predicting: Predicting, lines: readonly Line[]): Promise<number> {
  const { projectId, version } = predicting;
  const predictions = await predictionsOf(tx, predicting, lines);
  await storePredictions(tx, version, predictions, 'runner');
  const chipIds = predictions.map(({ chipId }) => chipId);
  await scoreWaiting(tx, projectId, chipIds);
  return predictions.length;
}

/** Of each chip the last line, in the order of their ids, in which everybody holds several chips; without those that were deleted meanwhile. */
async function predictionsOf(
  tx: Tx | null,
  { projectId, version }: Predicting,
  lines: readonly Line[],
): Promise<NewPrediction[]> {
  const lineOf = new Map(lines.map((line) => [line.chip, line]));
  const lattices = await latticesOf(tx, projectId, [...lineOf.keys()]);
  return [...lineOf.values()]
    .flatMap(({ chip: chipId, probs, embedding }) => {
      const cells = lattices.get(chipId);
      if (cells === undefined) return [];
      const levels = bytesOf(probs);
      if (levels.length !== cells * version.outputs.length) {
        throw invalid(
          `Chip ${chipId}: ${String(levels.length)} probabilities for ${String(cells)} cells and ${String(version.outputs.length)} outputs.`,
        );
      }
      return [{ chipId, levels, embedding: embedding ? bytesOf(embedding) : null }];
    })
    .sort((a, b) => (a.chipId < b.chipId ? -1 : 1));
}

async function* batchesOf(proposals: string): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  for await (const line of createInterface({ input: readObject(proposals), crlfDelay: Infinity })) {
    batch.push(parseLine(line));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function parseLine(line: string): Line {
  try {
    return ProposalLine.parse(JSON.parse(line));
  } catch {
    throw invalid('A line of the proposals breaks the contract.');
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

function invalid(detail: string): AppError {
  return new AppError('invalid', 'protocol', { detail });
}
