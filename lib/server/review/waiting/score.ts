import type { ProjectId } from '@/lib/core/ids';
import { uncertaintyOf } from '@/lib/domain/proposal/score';
import { disagreement } from '@/lib/domain/review/disagreement';
import type { Disagreement } from '@/lib/domain/review/disagreement';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { deployedVersion, predictionOf } from '@/lib/server/proposal/data';
import type { DeployedVersion } from '@/lib/server/proposal/data';
import { findUnscored, readWaitingLabels } from '@/lib/server/review/waiting/data';
import type { WaitingLabels } from '@/lib/server/review/waiting/data';
import { putScores } from '@/lib/server/review/waiting/mutations';

/** Chips that are scored at once: their labels and probabilities are in memory together. */
const BATCH = 200;

/** What speaks against the labels of a waiting chip: each other's, and the deployed version's claims. */
export function compareLabels(chip: WaitingLabels, version: DeployedVersion | null): Disagreement {
  const prediction = predictionOf(version, chip.probs, chip.cells);
  const opinion = version && prediction && { prediction, thresholds: version.thresholds };
  return disagreement(chip.labellings, chip.cells, opinion);
}

/**
 * Writes the score of chips by which review is ordered: to be called in the transaction that changed what it rests on (labels
 * submitted, probabilities of the deployed version). Chips that do not wait are passed over.
 */
export async function scoreWaiting(
  tx: Tx,
  projectId: ProjectId,
  chipIds: readonly string[],
): Promise<void> {
  const version = await deployedVersion(projectId, tx);
  for (let from = 0; from < chipIds.length; from += BATCH) {
    const ids = chipIds.slice(from, from + BATCH);
    const chips = await readWaitingLabels(ids, version?.id ?? null, tx);
    await putScores(
      tx,
      version,
      chips.map((chip) => {
        const prediction = predictionOf(version, chip.probs, chip.cells);
        return {
          chipId: chip.id,
          score: compareLabels(chip, version).score,
          uncertainty: prediction && uncertaintyOf(prediction),
          // also where it had no say: it has scored the chip
          byModel: chip.probs !== null,
          submittedAt: chip.submittedAt,
        };
      }),
    );
  }
}

/**
 * Scores chips whose score is out of date, for `seconds` at the most: what an import brought in, and all that waits after another
 * version was deployed or an admin set another threshold. The worker calls it again and again, so that none of them waits for it.
 */
export async function scoreOutdated(seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const projects = await findUnscored(BATCH);
    if (projects.length === 0) return;
    for (const { projectId, chipIds } of projects) {
      await inTransaction((tx) => scoreWaiting(tx, projectId, chipIds));
    }
  }
}
