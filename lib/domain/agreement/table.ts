import { UNLABELLED, isDecided } from '@/lib/domain/label/cell-code';

/**
 * How often pairs of codes occur in the cells of one chip: 256 x the one code + the other, and a number. Tables of chips add up, so
 * every figure of agreement is a figure of their sum, and chips can be drawn again for its interval.
 */
export type CodeTable = ReadonlyMap<number, number>;

/** Cells that two people decided, by the first one's and the second one's code. */
export function pairTable(first: Uint8Array, second: Uint8Array): CodeTable {
  const table = new Map<number, number>();
  for (const [cell, a] of first.entries()) {
    const b = second[cell] ?? UNLABELLED;
    if (isDecided(a) && isDecided(b)) add(table, a, b, 1);
  }
  return table;
}

/** Krippendorff's coincidences of a chip: each pair of labels of a cell, weighed by 1 / (labels of the cell - 1). */
export function coincidenceTable(labellings: readonly Uint8Array[]): CodeTable {
  const table = new Map<number, number>();
  const cells = Math.max(0, ...labellings.map((labelling) => labelling.length));
  for (let cell = 0; cell < cells; cell += 1) {
    const codes = labellings.map((own) => own[cell] ?? UNLABELLED).filter(isDecided);
    for (const [i, a] of codes.entries()) {
      for (const [j, b] of codes.entries()) if (i !== j) add(table, a, b, 1 / (codes.length - 1));
    }
  }
  return table;
}

/** The same with one code against all others: whether people agree on a class. */
export function oneAgainstRest(table: CodeTable, code: number): CodeTable {
  const rest = new Map<number, number>();
  for (const [key, n] of table) {
    add(rest, Number(firstOf(key) === code), Number(secondOf(key) === code), n);
  }
  return rest;
}

/** The sum of tables. */
export function sumOf(tables: readonly CodeTable[]): CodeTable {
  const sum = new Map<number, number>();
  for (const table of tables) for (const [key, n] of table) sum.set(key, (sum.get(key) ?? 0) + n);
  return sum;
}

export const firstOf = (key: number): number => key >> 8;
export const secondOf = (key: number): number => key & 255;

function add(table: Map<number, number>, a: number, b: number, n: number): void {
  const key = (a << 8) | b;
  table.set(key, (table.get(key) ?? 0) + n);
}
