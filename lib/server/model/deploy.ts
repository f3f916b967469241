import type { DeployReply, DeployRequest, VersionKey } from '@/lib/domain/model/schema';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { findVersionRef, listVersions } from '@/lib/server/model/data';
import { replaceDeployed } from '@/lib/server/model/mutations';
import { chipsToPropose } from '@/lib/server/proposal/inference/data';
import { queueInference, requestScoring } from '@/lib/server/proposal/inference/jobs';

/**
 * Makes a version the one whose proposals people see from the next chip on; an older one again is a roll back. Chips that
 * wait for review are given to a runner, so that review can order them by what the new version thinks, and untouched ones, so
 * that the queue can choose among them.
 * @throws AppError `not_found`, `invalid` for a base model, `conflict` when another version was deployed meanwhile
 */
export async function deployVersion(
  project: ProjectScope,
  personId: string,
  key: VersionKey,
  request: DeployRequest,
): Promise<DeployReply> {
  const ref = await findVersionRef(project, key);
  const { id } = ref;
  const { retired } = await replaceDeployed(project.projectId, id, personId, request.instead);
  const waiting = chipsToPropose(project.projectId, id, 'submitted');
  const queued = await queueInference(project, personId, ref, waiting);
  await requestScoring(project, personId);
  const version = (await listVersions(project)).find((entry) => entry.id === id);
  if (!version) throw new AppError('not_found', 'model.removed');
  return { version, retired: retired?.name ?? null, proposing: queued?.chips ?? 0 };
}
