import { z } from 'zod';
import { ENOUGH_CHIPS } from '@/lib/domain/agreement/interval';
import { crowdWeights } from '@/lib/domain/agreement/crowdlab';
import type { CrowdCell } from '@/lib/domain/agreement/crowdlab';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { latestCrowdChips } from '@/lib/server/consensus/data';
import type { CrowdChip } from '@/lib/server/consensus/data';
import { deployedVersion, findVersionColumns } from '@/lib/server/proposal/data';

/** Chips that weights rest on: how people label now, and few enough to be worked out while a reviewer waits. */
const CHIPS = 500;

/** How much each opinion weighs in CROWDLAB, as it is stored. */
export const StoredWeights = z.object({
  model: z.number(),
  people: z.array(z.tuple([z.uuid(), z.number()])),
  unknown: z.number(),
  agreed: z.number(),
});
type StoredWeights = z.infer<typeof StoredWeights>;

/**
 * Weights of people and model by the project's latest second looks; null without a deployed version, or with fewer than 20 chips.
 * Probabilities are those of versions that were trained before the chip had labels: out of sample.
 */
export async function readCrowdWeights({
  projectId,
}: Pick<ProjectScope, 'projectId'>): Promise<StoredWeights | null> {
  const deployed = await deployedVersion(projectId);
  if (!deployed) return null;
  const codes = deployed.outputs.map((output) => output.code);
  const isSame = new Map<string, boolean>();
  const cells: CrowdCell[] = [];
  let chips = 0;
  for (const chip of await latestCrowdChips(projectId, CHIPS)) {
    const { versionId } = chip;
    if (!isSame.has(versionId)) {
      const version = await findVersionColumns(projectId, versionId);
      const outputs = version?.outputs.map((output) => output.code) ?? [];
      isSame.set(versionId, String(outputs) === String(codes));
    }
    if (isSame.get(versionId) !== true) continue;
    chips += 1;
    cells.push(...cellsOf(chip, codes));
  }
  const weights = chips < ENOUGH_CHIPS ? null : crowdWeights(cells, codes.length);
  return weights && { ...weights, people: [...weights.people] };
}

/** Cells that both decided as something that the model knows. */
function cellsOf(chip: CrowdChip, codes: readonly number[]): CrowdCell[] {
  const found: CrowdCell[] = [];
  for (const [cell, code] of chip.first.entries()) {
    const first = codes.indexOf(code);
    const second = codes.indexOf(chip.second[cell] ?? UNLABELLED);
    if (first < 0 || second < 0) continue;
    const levels = chip.probs.subarray(cell * codes.length, (cell + 1) * codes.length);
    found.push({
      labels: new Map([
        [chip.firstId, first],
        [chip.secondId, second],
      ]),
      model: Array.from(levels, (level) => level / 255),
    });
  }
  return found;
}
