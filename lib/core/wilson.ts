/** Of fewer cases a share says nothing: its interval would span a third of all there is, or more. */
export const ENOUGH = 30;

const Z = 1.959964;

/** Wilson's 95 % interval of k in n, which also holds for few cases and for shares near 0 or 1; of none everything is possible. */
export function wilson(k: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const rate = k / n;
  const [z2, by] = [Z * Z, 1 + (Z * Z) / n];
  const middle = (rate + z2 / (2 * n)) / by;
  const half = (Z / by) * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
