/** Logits of a chip's cells by a head that had not learnt from the chip: [cells, outputs]. */
export interface HeldOut {
  /** codes of the head's outputs then */
  readonly codes: readonly number[];
  readonly logits: Float32Array;
  /** by cell, see `unlikeness` */
  readonly unlike: Float32Array;
}

/** A held-out cell as the calibration reads it. */
export interface JudgedCell {
  readonly logits: readonly number[];
  readonly unlike: number;
  /** its label, as an output */
  readonly truth: number;
}

/**
 * How a head's logits become probabilities that hold: z = share + slope * (logit - share), where `slope` is an inverse temperature
 * that draws from the outputs' shares; of a cell that is unlike the known ones, unknown + (z - unknown) / unlike, which comes to
 * nothing that is proposed. No probability is higher than the known cells of its output support.
 */
export interface Calibration {
  /** logarithms of the outputs' shares of the known cells */
  readonly shares: readonly number[];
  /** logarithms of what is said of a cell unlike anything: the shares, with classes of which none reaches a usual threshold */
  readonly unknown: readonly number[];
  readonly slope: number;
  /** the highest probability of each output, at least one half */
  readonly most: readonly number[];
}

/** What the slope is while nothing is held out: a little caution, as a head is surer of what it has not seen than it is right. */
const FIRST_SLOPE = 0.8;
/** How strongly it stays there: as if some fifty cells spoke for it. */
const HOLD = 12;
/** What the classes have together where nothing is known. */
const UNKNOWN_CLASSES = 1 / 3;
const SLOPES = [0.1, 4] as const;
const SEARCH = 14;
/** Of one cell: its label had a probability of 1e-12 or less. */
const MOST_COST = 27.6;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The calibration from how many known cells each output has, and from held-out cells. `trusted`: by output, how many
 * cells the deployed version knows to which the head is drawn; that one is calibrated. `absent`: which
 * output is no class.
 */
export function calibrate(
  counts: readonly number[],
  judged: readonly JudgedCell[],
  trusted: readonly number[],
  absent: number,
): Calibration {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const parts = counts.map((count) => (count + 1) / (all + counts.length));
  const classes = 1 - (parts[absent] ?? 0);
  const unknown = Math.min(classes, UNKNOWN_CLASSES);
  const known = {
    shares: parts.map(Math.log),
    unknown: parts.map((part, k) =>
      Math.log(k === absent ? 1 - unknown : (part * unknown) / classes),
    ),
  };
  return {
    ...known,
    slope: fitSlope(known, judged, trusted.some((cells) => cells > 0) ? 1 : FIRST_SLOPE),
    // the rule of succession: of n cells of an output, n + 1 in n + 2
    most: counts.map((count, k) => count + (trusted[k] ?? 0)).map((n) => (n + 1) / (n + 2)),
  };
}

/** The slope under which the held-out labels are likeliest, held near `first` while they are few. */
function fitSlope(
  known: Pick<Calibration, 'shares' | 'unknown'>,
  judged: readonly JudgedCell[],
  first: number,
): number {
  if (judged.length === 0) return first;
  const outputs = known.shares.length;
  // by cell, each other output's z less the label's is at + slope * by: worked out once
  const at = new Float64Array(judged.length * outputs);
  const by = new Float64Array(judged.length * outputs);
  judged.forEach(({ logits, unlike, truth }, i) => {
    const parts = known.shares.map((share, k) => {
      const unknown = known.unknown[k] ?? 0;
      const by = ((logits[k] ?? 0) - share) / unlike;
      return { at: unknown + (share - unknown) / unlike, by };
    });
    parts.forEach((part, k) => {
      at[i * outputs + k] = part.at - (parts[truth]?.at ?? 0);
      by[i * outputs + k] = part.by - (parts[truth]?.by ?? 0);
    });
  });
  const cost = (log: number): number => {
    const slope = Math.exp(log);
    let sum = 0.5 * HOLD * (log - Math.log(first)) ** 2;
    for (let i = 0; i < at.length; i += outputs) {
      let odds = 0;
      for (let k = i; k < i + outputs; k += 1) {
        odds += Math.exp((at[k] as number) + slope * (by[k] as number));
      }
      // one cell that is certainly wrong does not outweigh all others
      sum += Math.min(MOST_COST, Math.log(odds));
    }
    return sum;
  };
  // golden section
  let [low, high] = [Math.log(SLOPES[0]), Math.log(SLOPES[1])];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [costA, costB] = [cost(a), cost(b)];
  for (let i = 0; i < SEARCH; i += 1) {
    if (costA < costB) {
      [high, b, costB] = [b, a, costA];
      a = high - GOLDEN * (high - low);
      costA = cost(a);
    } else {
      [low, a, costA] = [a, b, costB];
      b = low + GOLDEN * (high - low);
      costB = cost(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Calibrated probabilities [cells, outputs] of logits. */
export function calibrated(
  logits: Float32Array,
  unlike: Float32Array,
  calibration: Calibration,
): Float32Array<ArrayBuffer> {
  const outputs = calibration.shares.length;
  const probs = new Float32Array(logits.length);
  const p = new Float64Array(outputs);
  unlike.forEach((far, cell) => {
    soften(logits, cell * outputs, far, calibration, p);
    limit(p, calibration.most);
    probs.set(p, cell * outputs);
  });
  return probs;
}

/** Probabilities of one cell, whose logits begin at `start`, into `to`. */
function soften(
  logits: ArrayLike<number>,
  start: number,
  unlike: number,
  { shares, unknown, slope }: Omit<Calibration, 'most'>,
  to: Float64Array,
): void {
  let highest = -Infinity;
  for (let k = 0; k < to.length; k += 1) {
    const share = shares[k] as number;
    const nothing = unknown[k] as number;
    const z =
      nothing + (share + slope * ((logits[start + k] as number) - share) - nothing) / unlike;
    to[k] = z;
    highest = Math.max(highest, z);
  }
  let sum = 0;
  for (let k = 0; k < to.length; k += 1) {
    const e = Math.exp((to[k] as number) - highest);
    to[k] = e;
    sum += e;
  }
  for (let k = 0; k < to.length; k += 1) to[k] = (to[k] as number) / sum;
}

/** Takes what is over the limit from an output (only one can be over a half) and gives it to the others by their size. */
function limit(p: Float64Array, most: readonly number[]): void {
  const over = p.findIndex((value, k) => value > (most[k] as number));
  if (over < 0) return;
  const top = most[over] as number;
  const rest = 1 - (p[over] as number);
  const others = p.length - 1;
  for (let k = 0; k < p.length; k += 1) {
    if (k === over) continue;
    p[k] = rest > 0 ? ((p[k] as number) * (1 - top)) / rest : (1 - top) / others;
  }
  p[over] = top;
}
