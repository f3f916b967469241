import type { ProjectScope } from '@/lib/server/auth/gate';
import { queueInference } from '@/lib/server/model/propose';
import { championOf, chipsToLookAt, isLooking } from '@/lib/server/queue/data';

/**
 * Has a runner look at the chips among which the queue will choose; nothing happens without a deployed version, while an
 * inference waits or runs, and where nothing is left to look at.
 */
export async function lookAhead(project: ProjectScope, personId: string | null): Promise<void> {
  const version = await championOf(project.projectId);
  if (!version || (await isLooking(project.projectId))) return;
  await queueInference(project, personId, version, chipsToLookAt(project.projectId, version));
}
