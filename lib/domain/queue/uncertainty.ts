/**
 * Expected share of a chip's cells whose proposal is wrong: the mean of 1 - largest probability. On calibrated probabilities
 * this is what a person will have to correct, in a unit that people know; entropy would also count how the rest is spread over
 * outputs that nobody will be shown. A share, not a sum, so that chips at an asset's edge are not passed over for being small.
 * `levels`: cells x outputs bytes, round(255 p).
 */
export function uncertaintyOf(levels: Uint8Array, outputs: number): number {
  const cells = levels.length / outputs;
  let sum = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    sum += 255 - Math.max(...levels.subarray(cell * outputs, (cell + 1) * outputs));
  }
  return cells === 0 ? 0 : sum / (255 * cells);
}

/** An output a byte: its largest probability in any cell. */
export function maxProbabilitiesOf(levels: Uint8Array, outputs: number): Uint8Array<ArrayBuffer> {
  const maxProbabilities = new Uint8Array(outputs);
  for (const [i, level] of levels.entries()) {
    const output = i % outputs;
    maxProbabilities[output] = Math.max(maxProbabilities[output] ?? 0, level);
  }
  return maxProbabilities;
}
