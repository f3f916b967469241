import { firstOf, secondOf } from '@/lib/domain/agreement/table';
import type { CodeTable } from '@/lib/domain/agreement/table';

/** A figure of a table; null where it has none: no cells, or only one code in all of them. */
export type Coefficient = (table: CodeTable) => number | null;

interface Margins {
  total: number;
  /** cells on the diagonal: both say the same */
  same: number;
  rows: ReadonlyMap<number, number>;
  columns: ReadonlyMap<number, number>;
}

function marginsOf(table: CodeTable): Margins {
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  let [total, same] = [0, 0];
  for (const [key, n] of table) {
    const [a, b] = [firstOf(key), secondOf(key)];
    total += n;
    if (a === b) same += n;
    rows.set(a, (rows.get(a) ?? 0) + n);
    columns.set(b, (columns.get(b) ?? 0) + n);
  }
  return { total, same, rows, columns };
}

/** Share of cells in which both say the same. */
export const agreedShare: Coefficient = (table) => {
  const { total, same } = marginsOf(table);
  return total === 0 ? null : same / total;
};

/** Cohen's kappa (1960) of a table of two people: what they agree beyond chance, of what they could. */
export const cohenKappa: Coefficient = (table) => {
  const { total, same, rows, columns } = marginsOf(table);
  if (total === 0) return null;
  let chance = 0;
  for (const [code, n] of rows) chance += (n * (columns.get(code) ?? 0)) / total ** 2;
  return chance >= 1 ? null : (same / total - chance) / (1 - chance);
};

/** Krippendorff's alpha for nominal codes (Content Analysis, ch. 11) of coincidences: any number of people, missing labels. */
export const krippendorffAlpha: Coefficient = (table) => {
  const { total, same, rows } = marginsOf(table);
  let expected = total * total;
  for (const n of rows.values()) expected -= n * n;
  return total <= 1 || expected <= 0 ? null : 1 - ((total - 1) * (total - same)) / expected;
};
