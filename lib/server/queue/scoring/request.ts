import type { ProjectScope } from '@/lib/server/auth/gate';
import { queueInference } from '@/lib/server/model/propose';
import { chipsToScore, isScoring } from '@/lib/server/queue/scoring/data';
import { deployedVersion } from '@/lib/server/proposal/data';

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
