import type { ProjectId } from '@/lib/core/ids';
import { AccuracyCounter } from '@/lib/domain/proposal/accuracy';
import type { ProposalAccuracy } from '@/lib/domain/proposal/accuracy';
import { hasUnscored, judgedChips } from '@/lib/server/proposal/accuracy/data';
import { deployedVersion, predictionOf } from '@/lib/server/proposal/data';
import { turns } from '@/lib/server/turns';

/** How right the deployed version's proposals are, by probability; null where none is deployed. */
export async function readProposalAccuracy({
  projectId,
}: {
  projectId: ProjectId;
}): Promise<ProposalAccuracy | null> {
  const version = await deployedVersion(projectId);
  if (!version) return null;
  const counter = new AccuracyCounter(version);
  const turn = turns();
  for (const { probs, cells } of await judgedChips(projectId, version.id)) {
    const prediction = predictionOf(version, probs, cells.length);
    if (prediction) counter.add(prediction, cells);
    await turn();
  }
  return counter.table(await hasUnscored(projectId, version.id));
}
