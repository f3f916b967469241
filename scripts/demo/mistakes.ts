import { ABSENT } from '@/lib/domain/label/cell-code';
import { CROWN } from './labels';

/** One cell in so many is wrong in what a made-up labeler hands in. */
const ONE_IN = 10;

type Kind = 'missed' | 'shifted' | 'added';
const KINDS: readonly Kind[] = ['shifted', 'missed', 'added'];

/**
 * The labels as a hurried person gives them: a tenth of the cells wrong, in turn a crown set one cell beside its place, a crown
 * missed, a crown seen beside a real one. The same cells for the same `seed`.
 */
export function withMistakes(
  truth: Uint8Array,
  { cols, seed }: { cols: number; seed: number },
): Uint8Array {
  const labels = truth.slice();
  const untouched = (cell: number, code: number): boolean =>
    truth[cell] === code && labels[cell] === code;
  const beside = (cell: number, code: number): number | undefined =>
    neighbours(cell, truth.length, cols).find((next) => untouched(next, code));
  const order = shuffled(truth.length, seed);
  const most = Math.round(truth.length / ONE_IN);
  const wrong = (): number => labels.filter((code, cell) => code !== truth[cell]).length;

  function make(kind: Kind): boolean {
    if (kind === 'added') {
      const cell =
        order.find((at) => untouched(at, ABSENT) && beside(at, CROWN) !== undefined) ??
        order.find((at) => untouched(at, ABSENT));
      if (cell === undefined) return false;
      labels[cell] = CROWN;
      return true;
    }
    const cell = order.find(
      (at) => untouched(at, CROWN) && (kind === 'missed' || beside(at, ABSENT) !== undefined),
    );
    if (cell === undefined) return false;
    const moved = kind === 'shifted' ? beside(cell, ABSENT) : undefined;
    labels[cell] = ABSENT;
    if (moved !== undefined) labels[moved] = CROWN;
    return true;
  }

  for (let turn = 0, idle = 0; wrong() < most && idle < KINDS.length; turn += 1) {
    const kind = KINDS[turn % KINDS.length];
    // the last cell is no place for a mistake that takes two
    const fits = kind !== undefined && (kind !== 'shifted' || wrong() + 2 <= most);
    idle = fits && make(kind) ? 0 : idle + 1;
  }
  return labels;
}

/** Cells that share a side with this one. */
function neighbours(cell: number, cells: number, cols: number): number[] {
  const col = cell % cols;
  return [
    ...(col + 1 < cols ? [cell + 1] : []),
    ...(col > 0 ? [cell - 1] : []),
    ...(cell + cols < cells ? [cell + cols] : []),
    ...(cell >= cols ? [cell - cols] : []),
  ];
}

/** The numbers below `count` in an order that the seed alone decides (a linear congruential generator, Knuth's constants). */
function shuffled(count: number, seed: number): number[] {
  let state = BigInt(seed);
  const next = (): bigint => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return state >> 33n;
  };
  return Array.from({ length: count }, (_, number) => ({ number, key: next() }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number))
    .map(({ number }) => number);
}
