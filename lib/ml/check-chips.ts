import type { CheckChip } from '@/lib/contracts/package';

/**
 * Largest difference on a check chip: absolute for probabilities, over max(1, |value|) for samples of the embedding
 * (as check_chip_difference in trainer/src/quadrat_trainer/driver.py). NaN when a number is missing or not finite.
 * `probs` is null for a base package, which has no outputs.
 */
export function checkChipDifference(
  chip: CheckChip,
  features: number,
  embedding: Float32Array,
  probs: Float32Array | null,
): number {
  const differences = chip.emb.map(({ cell, feature, value }) => {
    const found = embedding[cell * features + feature] ?? NaN;
    return Math.abs(found - value) / Math.max(1, Math.abs(value));
  });
  if (probs) {
    chip.probs.forEach((value, i) => differences.push(Math.abs((probs[i] ?? NaN) - value)));
  }
  // Math.max gives NaN as soon as one is NaN
  return differences.reduce((worst, difference) => Math.max(worst, difference), 0);
}
