/** A row of a bench; what is left out is null: nothing to compare with, or reported and not judged. */
interface Row {
  name: string;
  value: number;
  unit: string;
  peer?: string | null;
  peerValue?: number | null;
  ratio?: number | null;
  target?: string | null;
  ok?: boolean | null;
}

export type Judged = Pick<Row, 'target' | 'ok'>;

/** Prints a row as `npm run bench` reads it (scripts/setup/bench.ts). */
export function printRow(row: Row): void {
  const empty = { peer: null, peerValue: null, ratio: null, target: null, ok: null };
  console.log(JSON.stringify({ ...empty, ...row }));
}

/** The target of a row that is judged by a most; null: it is not judged. */
export function atMost(value: number, most: number | null, unit: string): Judged {
  return most === null ? {} : { target: `<= ${String(most)} ${unit}`, ok: value <= most };
}
