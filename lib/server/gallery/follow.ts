import { findOtherVersions } from '@/lib/server/gallery/data';
import { settleChipLabels } from '@/lib/server/gallery/mutations';
import { listDeployed } from '@/lib/server/proposal/data';

/** Chips that are settled at once. */
const BATCH = 200;

/**
 * Lets the suspicion of labels follow deployments: what a version says is taken as it comes in while it is deployed, by a trigger;
 * one that is deployed again has scored chips already. `done` holds what was followed (version by project); at most `seconds` a call.
 */
export async function followDeployments(done: Map<string, string>, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (const deployed of await listDeployed()) {
    const { projectId, versionId } = deployed;
    if (done.get(projectId) === versionId) continue;
    for (let chips = await findOtherVersions(deployed, BATCH); chips.length > 0;) {
      await settleChipLabels(chips);
      if (performance.now() > end) return;
      chips = await findOtherVersions(deployed, BATCH);
    }
    done.set(projectId, versionId);
  }
}
