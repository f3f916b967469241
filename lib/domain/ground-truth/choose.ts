/** A chip that may be chosen, with the codes of its labels. */
export interface ClassedChip {
  id: string;
  codes: readonly number[];
}

/**
 * So many of some chips at random, so that as many codes as possible are among their labels: first, rarest code first, a chip of each
 * code that is not there yet, then any. `draw` is a number from 0 to 1. In an order of chance.
 */
export function chooseWithClasses<Chip extends ClassedChip>(
  chips: readonly Chip[],
  count: number,
  draw: () => number,
): Chip[] {
  const left = shuffled(chips, draw);
  const of = new Map<number, number>();
  for (const { codes } of chips) for (const code of codes) of.set(code, (of.get(code) ?? 0) + 1);
  const rarest = [...of].sort(([a, n], [b, m]) => n - m || a - b).map(([code]) => code);
  const chosen: Chip[] = [];
  for (const code of rarest) {
    if (chosen.length >= count) break;
    if (chosen.some(({ codes }) => codes.includes(code))) continue;
    const at = left.findIndex(({ codes }) => codes.includes(code));
    chosen.push(...left.splice(at, 1));
  }
  return shuffled([...chosen, ...left.slice(0, count - chosen.length)], draw);
}

function shuffled<T>(all: readonly T[], draw: () => number): T[] {
  return all
    .map((one) => ({ one, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
