import { Readable } from 'node:stream';
import { AppError } from '@/lib/server/app-error';
import type { ProposeReply, ProposeRequest } from '@/lib/domain/model/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { log } from '@/lib/server/log';
import { insertOnlyOne } from '@/lib/server/jobs/mutations';
import type { RunnerParams } from '@/lib/server/jobs/schema';
import { findVersionRef, readHeaderParts } from '@/lib/server/model/data';
import {
  chipsToPropose,
  chipsToScore,
  isInferring,
  isScoring,
} from '@/lib/server/proposal/inference/data';
import { deployedVersion } from '@/lib/server/proposal/data';
import { putObject } from '@/lib/server/objects/store';
import { datasetChip, datasetHeader } from '@/lib/server/snapshot/content';

/**
 * Queues an inference over the project's chips that lack proposals by a version (the deployed one by default).
 * @throws AppError `not_ready` when no version is named and none is deployed, `conflict` while one by that version waits or runs
 */
export async function queueProposals(
  project: ProjectScope,
  createdById: string | null,
  request: ProposeRequest,
): Promise<ProposeReply> {
  const version =
    request.version === undefined
      ? await deployedVersion(project.projectId)
      : await findVersionRef(project, request.version);
  if (!version) {
    throw new AppError('not_ready', 'model.noneDeployed');
  }
  const queued = await queueInference(
    project,
    createdById,
    version,
    chipsToPropose(project.projectId, version.id, request.chips),
  );
  if (!queued) throw new AppError('conflict', 'model.proposing');
  return queued;
}

/** Queues an inference of a version over these chips; nothing where there are none. Null while another by it waits or runs. */
export async function queueInference(
  project: ProjectScope,
  createdById: string | null,
  version: { id: string; name: string },
  over: AsyncIterable<Parameters<typeof datasetChip>[0]>,
): Promise<ProposeReply | null> {
  if (await isInferring(project.projectId, version.id)) return null;
  let chips = 0;
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify(datasetHeader(await readHeaderParts(project.projectId)))}\n`;
    for await (const chip of over) {
      chips += 1;
      yield `${JSON.stringify(datasetChip(chip, null))}\n`;
    }
  }
  const dataset = await putObject(Readable.from(lines()));
  if (chips === 0) return { jobId: null, chips };
  const params: RunnerParams = {
    name: version.name,
    number: null,
    modelId: version.id,
    deployedId: null,
    dataset: dataset.sha256,
    chips,
    snapshotId: null,
    params: {},
  };
  const jobId = await insertOnlyOne({
    kind: 'INFER',
    projectId: project.projectId,
    params,
    createdById,
  });
  return jobId === null ? null : { jobId, chips };
}

/**
 * Has a runner score the chips among which the queue will choose; nothing happens without a deployed version, while an
 * inference waits or runs, and where nothing is left to score.
 */
export async function requestScoring(
  project: ProjectScope,
  personId: string | null,
): Promise<void> {
  const version = await deployedVersion(project.projectId);
  if (!version || (await isScoring(project.projectId))) return;
  await queueInference(project, personId, version, chipsToScore(project.projectId, version));
}

const underWay = new Set<string>();

/**
 * `requestScoring` behind a reply that does not wait for it: choosing some thousand chips and writing them down for a runner takes
 * longer than handing out the next one. Once at a time for a project; where it fails, the next request asks again.
 */
export function requestScoringSoon(project: ProjectScope): void {
  const { projectId } = project;
  if (underWay.has(projectId)) return;
  underWay.add(projectId);
  requestScoring(project, null)
    .catch((error: unknown) => {
      log.error({ err: error, projectId }, 'the scoring of chips could not be queued');
    })
    .finally(() => underWay.delete(projectId));
}
