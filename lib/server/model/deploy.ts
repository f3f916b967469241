import type { DeployReply, DeployRequest, VersionKey } from '@/lib/domain/model/schema';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { findVersionRef, listVersions } from '@/lib/server/model/data';
import { swapChampion } from '@/lib/server/model/mutations';
import { queueProposals } from '@/lib/server/proposal/inference/jobs';
import { requestScoring } from '@/lib/server/proposal/inference/jobs';

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
  const { id } = await findVersionRef(project, key);
  const { retired } = await swapChampion(project.projectId, id, personId, request.instead);
  const { chips } = await queueProposals(project, personId, { version: id, chips: 'submitted' });
  await requestScoring(project, personId);
  const version = (await listVersions(project)).find((entry) => entry.id === id);
  if (!version) throw new AppError('not_found', 'model.removed');
  return { version, retired: retired?.name ?? null, proposing: chips };
}
