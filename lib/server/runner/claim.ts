import { RunnerKind } from '@/lib/contracts/job';
import type { JobFile } from '@/lib/contracts/job';
import type { z } from 'zod';
import type { ClaimReply, ClaimRequest } from '@/lib/contracts/runner';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { jobError } from '@/lib/server/jobs/job-error';
import { claimJob, failJob } from '@/lib/server/jobs/queue';
import type { ClaimedJob } from '@/lib/server/jobs/mutations';
import { RunnerParams } from '@/lib/server/jobs/schema';
import { findPackage } from '@/lib/server/model/data';
import { findSnapshotSha } from '@/lib/server/snapshot/data';
import { objectBytes } from '@/lib/server/objects/store';
import { dropUploads } from '@/lib/server/objects/upload';
import { artifactFolder } from '@/lib/server/runner/artifacts';
import { env } from '@/lib/server/env';

type ClaimAnswer = z.infer<typeof ClaimReply>;
type Inputs = NonNullable<ClaimAnswer['job']>['inputs'];

/** An idle runner asks again after this many seconds. */
const POLL_SECONDS = 2;

/** Hands the oldest fitting job to a runner, with everything that its folder needs; or nothing for now. */
export async function claimForRunner(request: z.infer<typeof ClaimRequest>): Promise<ClaimAnswer> {
  for (;;) {
    const job = await claimJob(request.runner.name, request.kinds);
    if (!job) return { job: null, pollSeconds: POLL_SECONDS };
    // what an earlier attempt left half uploaded
    await dropUploads(artifactFolder(job.id));
    const folder = await describeFolder(job);
    if ('missing' in folder) {
      const lease = { jobId: job.id, leaseToken: job.leaseToken };
      await failJob(lease, jobError('DATA', folder.missing));
      continue;
    }
    return {
      job: {
        id: job.id,
        attempt: job.attempt,
        maxAttempts: job.maxAttempts,
        lease: {
          leaseToken: job.leaseToken,
          leaseSeconds: env().QUADRAT_JOB_LEASE_SECONDS,
          heartbeatSeconds: env().QUADRAT_JOB_HEARTBEAT_SECONDS,
        },
        ...folder,
      },
      pollSeconds: POLL_SECONDS,
    };
  }
}

/** job.json and the files to lay beside it; or what is missing. */
async function describeFolder(
  job: ClaimedJob,
): Promise<{ file: JobFile; inputs: Inputs } | { missing: ErrorMessage }> {
  const params = RunnerParams.parse(job.params);
  const datasetBytes = await objectBytes(params.dataset);
  if (datasetBytes === null) {
    return { missing: { key: 'job.datasetGone', values: { sha256: params.dataset } } };
  }
  const model = await packageInputs(params.modelId, 'inputs/model');
  if (!model) return { missing: { key: 'job.modelGone', values: { name: params.name } } };
  const deployed =
    params.deployedId === null ? null : await packageInputs(params.deployedId, 'inputs/deployed');
  const dataset = 'inputs/dataset.jsonl';
  return {
    file: {
      contract: 2,
      id: job.id,
      kind: RunnerKind.parse(job.kind),
      name: params.name,
      params: params.params,
      dataset,
      snapshot: params.snapshotId && (await findSnapshotSha(params.snapshotId)),
      model: 'inputs/model',
      deployed: deployed ? 'inputs/deployed' : null,
      images: 'inputs/images',
    },
    inputs: [
      { path: dataset, sha256: params.dataset, bytes: datasetBytes },
      ...model,
      ...(deployed ?? []),
    ],
  };
}

/** All files of a version's package under `folder`; null when the version or its manifest is gone. */
async function packageInputs(versionId: string, folder: string): Promise<Inputs | null> {
  const found = await findPackage(versionId);
  const bytes = found && (await objectBytes(found.manifestSha));
  if (!found || bytes === null) return null;
  return [
    { path: `${folder}/manifest.json`, sha256: found.manifestSha, bytes },
    ...found.manifest.files.map((file) => ({ ...file, path: `${folder}/${file.path}` })),
  ];
}
