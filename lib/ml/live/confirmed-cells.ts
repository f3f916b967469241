import { isTrainable } from '@/lib/domain/label/cell-code';
import { Examples, exampleOf } from '@/lib/ml/live/examples';
import type { Example } from '@/lib/ml/live/examples';
import type { LiveStore } from '@/lib/ml/live/store';
import type { ConfirmedLabels, PredictorChip, SimilarCell } from '@/lib/ml/predictor';

interface Surroundings {
  readonly store: LiveStore;
  /** called between chips; resolves when the work may go on */
  readonly pause: () => Promise<void>;
  /** a chip's embedding [cells, features] */
  readonly embed: (chip: PredictorChip, signal: AbortSignal) => Promise<Float32Array>;
}

/** The cells of a sample of the project's confirmed chips, embedded one chip after the other and kept in this browser. */
export class ConfirmedCells {
  readonly #around: Surroundings;
  #examples = new Examples(0);
  #work = new AbortController();
  /** all chips of the sample have been looked at */
  complete = false;
  /** whose chips they are, on which backbone; null: nobody has asked yet */
  scope: string | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get cells(): number {
    return this.#examples.cells;
  }

  /**
   * Takes this sample; a sample before it is given up. Chips that the store has with the same labels are not embedded again. null:
   * the sample cannot be asked for now, and what the store has is taken. `scope` names person, project and backbone. Resolves
   * when the sample is complete or another one has taken its place.
   */
  async take(
    scope: string,
    features: number,
    sample: readonly ConfirmedLabels[] | null,
  ): Promise<void> {
    this.#work.abort();
    const work = new AbortController();
    this.#work = work;
    const { store } = this.#around;
    const stored = new Map(
      (await store.read(scope)).examples.map((example) => [example.chip.id, example]),
    );
    if (this.#work !== work) return;
    this.complete = false;
    this.scope = scope;
    const examples = new Examples(features);
    this.#examples = examples;
    if (!sample) for (const example of stored.values()) examples.add(example);
    const wanted = new Set((sample ?? []).map(({ chip }) => chip.id));
    const gone = sample ? [...stored.keys()].filter((id) => !wanted.has(id)) : [];
    if (gone.length > 0) await store.drop(scope, gone);
    if (this.#work !== work) return;
    const missing = (sample ?? []).filter((one) => {
      const example = stored.get(one.chip.id);
      if (!example || !holds(example, one)) return true;
      examples.add(example);
      return false;
    });
    for (const one of missing) {
      await this.#around.pause();
      const example = await this.#embed(one, work.signal);
      if (this.#work !== work) return;
      if (!example) continue;
      examples.add(example);
      await store.keep(scope, example, []);
      if (this.#work !== work) return;
    }
    this.complete = true;
  }

  /** The cells most like an embedding, the most alike first. */
  similar(embedding: Float32Array, count: number, without: string): SimilarCell[] {
    return this.cells === 0 ? [] : this.#examples.similar(embedding, count, without);
  }

  /** null: its picture could not be read now, or no cell is decided; the others do without it. */
  async #embed({ chip, cells }: ConfirmedLabels, signal: AbortSignal): Promise<Example | null> {
    try {
      return exampleOf(chip, cells, await this.#around.embed(chip, signal));
    } catch (error) {
      if (!signal.aborted) console.info(`Chip ${String(chip.number)} is not compared with:`, error);
      return null;
    }
  }
}

/** Whether what is known of a chip has its labels of today. */
function holds({ cells, codes }: Example, now: ConfirmedLabels): boolean {
  const known = new Map([...cells].map((cell, i) => [cell, codes[i]]));
  return now.cells.every(
    (code, cell) => known.get(cell) === (isTrainable(code) ? code : undefined),
  );
}
