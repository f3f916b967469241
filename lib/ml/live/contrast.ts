/**
 * An orthonormal basis [outputs - 1][outputs] of the directions in which logits matter: a softmax does not see what is added to
 * all outputs alike. With two outputs one column is computed instead of two. (Helmert's, as the trainer uses.)
 */
export function contrasts(outputs: number): readonly Float64Array[] {
  return Array.from({ length: outputs - 1 }, (_, c) => {
    const row = new Float64Array(outputs);
    const norm = Math.sqrt((c + 1) * (c + 2));
    row.fill(1 / norm, 0, c + 1);
    row[c + 1] = -(c + 1) / norm;
    return row;
  });
}
