import type { SettleRule } from '@/lib/domain/review/settle';
import { consensusRuleOf } from '@/lib/server/consensus/data';
import { readFigure } from '@/lib/server/figure/read';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { deployedVersion, readPrediction } from '@/lib/server/proposal/data';

export const BY_REVIEWER: SettleRule = { kind: 'REVIEWER' };

/**
 * The rule by which a chip's cells are settled. While CROWDLAB knows too little (no version has looked at the chip, fewer than 20 chips with
 * two people's labels) reviewers decide where people differ, as without it. A chip that one person labelled needs none.
 */
export async function settleRuleOf(
  tx: Tx | null,
  chip: { id: string; rows: number; cols: number },
  people: number,
): Promise<SettleRule> {
  if (people < 2) return BY_REVIEWER;
  const { projectId, rule, threshold } = await consensusRuleOf(tx, chip.id);
  if (rule !== 'CROWDLAB') return { kind: rule };
  const [weights, version] = await Promise.all([
    readFigure({ projectId }, 'crowd-weights'),
    deployedVersion(projectId),
  ]);
  const prediction = version && (await readPrediction(version, chip.id, chip.rows * chip.cols));
  if (!weights || !prediction) return BY_REVIEWER;
  return {
    ...{ kind: rule, threshold, prediction },
    weights: { ...weights, people: new Map(weights.people) },
  };
}
