import { isTrainable } from '@/lib/domain/label/cell-code';
import type { HeldOut } from '@/lib/ml/live/calibration';
import type { Block, Scale } from '@/lib/ml/live/fit';
import { scaleOf } from '@/lib/ml/live/fit';
import { project } from '@/lib/ml/live/products';
import type { LearntChip, PredictorChip, SimilarCell } from '@/lib/ml/predictor';

/** A submitted chip's decided cells, as the live head keeps them. */
export interface Example {
  readonly chip: LearntChip;
  /** row-major cell numbers, with the code and the embedding of each */
  readonly cells: Uint16Array;
  readonly codes: Uint8Array;
  readonly embedding: Float32Array;
  /** what the head said of these cells before it learnt from them; null where it could say nothing, missing in what older pages stored */
  readonly heldOut?: HeldOut | null;
}

/** 64 MB of numbers at 1,232 features: some two hundred chips of 64 cells. */
const MOST_CELLS = 13_000;

/** The decided cells of a chip; null where there is none. */
export function exampleOf(
  chip: LearntChip,
  cells: Uint8Array,
  embedding: Float32Array,
  foreseen: HeldOut | null = null,
): Example | null {
  const features = embedding.length / cells.length;
  const decided = Uint16Array.from(
    [...cells.keys()].filter((cell) => isTrainable(cells[cell] ?? 0)),
  );
  if (decided.length === 0) return null;
  const kept = new Float32Array(decided.length * features);
  decided.forEach((cell, i) =>
    kept.set(embedding.subarray(cell * features, (cell + 1) * features), i * features),
  );
  return {
    chip,
    cells: decided,
    codes: Uint8Array.from(decided, (cell) => cells[cell] ?? 0),
    embedding: kept,
    heldOut: foreseen && ofCells(foreseen, decided),
  };
}

function ofCells({ codes, logits, unlike }: HeldOut, cells: Uint16Array): HeldOut {
  const kept = new Float32Array(cells.length * codes.length);
  cells.forEach((cell, i) => {
    kept.set(logits.subarray(cell * codes.length, (cell + 1) * codes.length), i * codes.length);
  });
  return { codes, logits: kept, unlike: Float32Array.from(cells, (cell) => unlike[cell] ?? 1) };
}

/** Labelled cells known here: the newest chips, as many as fit. */
export class Examples {
  readonly #features: number;
  readonly #most: number;
  #chips: Example[] = [];
  #scale: Scale | null = null;
  /** lengths of the standardised embeddings, chip by chip, worked out when first asked for */
  readonly #lengths = new WeakMap<Example, { of: Scale; values: Float32Array }>();

  constructor(features: number, most = MOST_CELLS) {
    this.#features = features;
    this.#most = most;
  }

  get all(): readonly Example[] {
    return this.#chips;
  }

  get cells(): number {
    return this.#chips.reduce((sum, { cells }) => sum + cells.length, 0);
  }

  has(chipId: string): boolean {
    return this.#chips.some(({ chip }) => chip.id === chipId);
  }

  /** Adds a chip, in the place of what was known of it. Returns the ids of chips that had to go. */
  add(example: Example): string[] {
    this.#chips = [...this.#chips.filter(({ chip }) => chip.id !== example.chip.id), example];
    const gone: string[] = [];
    for (let cells = this.cells; cells > this.#most && this.#chips.length > 1; cells = this.cells) {
      const oldest = this.#chips.shift();
      if (oldest) gone.push(oldest.chip.id);
    }
    this.#scale = null;
    return gone;
  }

  clear(): void {
    this.#chips = [];
    this.#scale = null;
  }

  /** Standardisation over all cells. */
  scale(): Scale {
    this.#scale ??= scaleOf(this.blocks([]), this.#features);
    return this.#scale;
  }

  /** The cells as the fit reads them; `outputs` are codes in the order of the head's columns. */
  blocks(outputs: readonly number[]): Block[] {
    return this.#chips.map(({ embedding, codes }) => ({
      embedding,
      outputs: codes.map((code) => Math.max(0, outputs.indexOf(code))),
    }));
  }

  /** Works out beforehand what `similar` needs of each cell. */
  async measure(pause: () => Promise<void>): Promise<void> {
    for (const example of [...this.#chips]) {
      this.#lengthsOf(example);
      await pause();
    }
  }

  /** The cells most like this embedding by the cosine of standardised embeddings, the most alike first. */
  similar(to: Float32Array, count: number, without: PredictorChip['id']): SimilarCell[] {
    const features = this.#features;
    const { mean, spread } = this.scale();
    // cos(z(x), z(q)) with z(x) = (x - mean) / spread: one product a cell with what depends on q alone
    const weights = new Float64Array(features);
    let length = 0;
    let offset = 0;
    for (let f = 0; f < features; f += 1) {
      const z = ((to[f] as number) - (mean[f] as number)) / (spread[f] as number);
      length += z * z;
      weights[f] = z / (spread[f] as number);
      offset -= (weights[f] as number) * (mean[f] as number);
    }
    const best: SimilarCell[] = [];
    for (const example of this.#chips) {
      if (example.chip.id === without) continue;
      const lengths = this.#lengthsOf(example);
      const rows = example.cells.length;
      const products = new Float64Array(rows);
      project(example.embedding, weights, 0, features, offset, products, 0, rows);
      for (let i = 0; i < rows; i += 1) {
        const similarity =
          (products[i] as number) / (Math.sqrt(length) * (lengths[i] as number) || 1);
        if (best.length === count && similarity <= (best.at(-1)?.similarity ?? 0)) continue;
        const [cell, code] = [example.cells[i] as number, example.codes[i] as number];
        const place = best.findIndex((other) => other.similarity < similarity);
        best.splice(place < 0 ? best.length : place, 0, {
          chip: example.chip,
          cell,
          code,
          similarity,
        });
        if (best.length > count) best.pop();
      }
    }
    return best;
  }

  #lengthsOf(example: Example): Float32Array {
    const scale = this.scale();
    const known = this.#lengths.get(example);
    if (known?.of === scale) return known.values;
    const { mean, spread } = scale;
    const features = this.#features;
    // written over: every chip changes the scale, and many small arrays a chip would heap up
    const lengths = known?.values ?? new Float32Array(example.cells.length);
    lengths.forEach((_, i) => {
      let sum = 0;
      for (let f = 0; f < features; f += 1) {
        const x = example.embedding[i * features + f] as number;
        const z = (x - (mean[f] as number)) / (spread[f] as number);
        sum += z * z;
      }
      lengths[i] = Math.sqrt(sum);
    });
    this.#lengths.set(example, { of: scale, values: lengths });
    return lengths;
  }
}
