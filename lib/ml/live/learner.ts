import { ABSENT, isClass } from '@/lib/domain/label/cell-code';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import { probabilities } from '@/lib/ml/head';
import type { Head } from '@/lib/ml/head';
import { Examples, exampleOf } from '@/lib/ml/live/examples';
import { fitHead } from '@/lib/ml/live/fit';
import { choose, evaluate } from '@/lib/ml/live/record';
import type { LiveStore } from '@/lib/ml/live/store';
import type {
  ChipRecord,
  LearntChip,
  LiveScope,
  LiveState,
  PredictorOutput,
  SimilarCell,
  TestMarks,
} from '@/lib/ml/predictor';

/** The package that is loaded, as the live head sees it. */
export interface Basis {
  /** null: a base package, which has no head */
  readonly versionId: string | null;
  /** SHA-256 of the backbone: embeddings of another one are of no use */
  readonly backbone: string;
  readonly features: number;
  readonly outputs: readonly PredictorOutput[];
  /** its head with the calibration folded in */
  readonly head: Head | null;
  readonly test: TestMarks | null;
}

/** What the live head says of cells: `probs` is cells x outputs. */
export interface LivePrediction {
  readonly outputs: readonly PredictorOutput[];
  readonly probs: Float32Array<ArrayBuffer>;
}

export interface TrainingStep {
  readonly chip: LearntChip;
  readonly cells: Uint8Array;
  readonly embedding: Float32Array;
  readonly thresholds: Thresholds;
  readonly drawn: TestMarks | null;
  readonly actions: ChipRecord['actions'];
}

/** The trainer's own recipe (docs/trainer-protocol.md): penalty on the mean loss. */
const PENALTY = 0.2;
/** A champion knows many chips: it gives way as slowly as if it had seen this many cells itself. */
const CHAMPION_CELLS = 640;
const GRADIENT = 2e-3;
const MOST_STEPS = 40;
/** Multiplications that one chip's learning may cost: about a second; what is left to do goes on with the next chip. */
const WORK = 4e8;
const RECORD_LENGTH = 1000;
const NO_CALIBRATION = (outputs: number) => ({
  temperature: 1,
  bias: Array<number>(outputs).fill(0),
});

interface Surroundings {
  readonly store: LiveStore;
  /** called between pieces of work; resolves when the work may go on */
  readonly pause: () => Promise<void>;
  readonly onState: (state: LiveState) => void;
}

/** The person's own head: learns from submitted chips, one at a time, and says what it would propose. */
export class Learner {
  readonly #around: Surroundings;
  #scope: LiveScope | null = null;
  #basis: Basis | null = null;
  #key: string | null = null;
  #on = true;
  #examples = new Examples(0);
  #record: readonly ChipRecord[] = [];
  #head: Head | null = null;
  #outputs: readonly PredictorOutput[] = [];
  #learning = 0;
  #revision = 0;
  /** lessons and openings, one after the other */
  #work: Promise<void> = Promise.resolve();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get state(): LiveState | null {
    if (!this.#scope || !this.#basis) return null;
    const { versionId, test } = this.#basis;
    return {
      on: this.#on,
      chips: this.#examples.all.length,
      cells: this.#examples.cells,
      learning: this.#learning > 0,
      revision: this.#revision,
      choice: choose(this.#record, {
        on: this.#on,
        champion: versionId === null ? null : { versionId, test },
        ready: this.#head !== null,
      }),
      record: this.#record,
      lasting: this.#around.store.lasting,
    };
  }

  setScope(scope: LiveScope): void {
    this.#scope = scope;
    this.#open();
  }

  /** A package was loaded: its backbone's embeddings are the head's food, its head the start. */
  use(basis: Basis): void {
    this.#basis = basis;
    this.#open();
  }

  set(on: boolean): void {
    this.#on = on;
    this.#changed();
    // what came while it was off was not learnt; what it knew before is there again
    if (on && !this.#head) void this.#enqueue(() => this.#fit());
  }

  clear(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#key !== null) await this.#around.store.clear(this.#key);
      this.#forget();
      this.#changed();
    });
  }

  /** Evaluates both proposers on the chip, then learns from it. `champion` are the version's probabilities of it. */
  train(step: TrainingStep, champion: Float32Array | null): Promise<void> {
    if (!this.#on) return Promise.resolve();
    return this.#enqueue(async () => {
      const { chip, cells, embedding, thresholds } = step;
      const basis = this.#basis;
      const key = this.#key;
      if (!basis || key === null || embedding.length !== cells.length * basis.features) return;
      // one that it has learnt from before would only tell how well it remembers
      if (!this.#examples.has(chip.id)) {
        const prediction = this.predict(embedding);
        const record: ChipRecord = {
          chipId: chip.id,
          versionId: basis.versionId,
          champion: champion && evaluate(ofOutputs(basis.outputs, champion), cells, thresholds),
          live:
            prediction &&
            evaluate(ofOutputs(prediction.outputs, prediction.probs), cells, thresholds),
          drawn: step.drawn,
          actions: step.actions,
        };
        this.#record = [...this.#record, record].slice(-RECORD_LENGTH);
      }
      const example = exampleOf(chip, cells, embedding);
      const gone = example ? this.#examples.add(example) : [];
      await this.#around.store.keep(key, example, this.#record);
      if (gone.length > 0) await this.#around.store.drop(key, gone);
      await this.#fit();
    });
  }

  predict(embedding: Float32Array): LivePrediction | null {
    const head = this.#head;
    if (!this.#on || !head || head.features === 0) return null;
    const probs = probabilities(embedding, head, NO_CALIBRATION(head.outputs));
    return { outputs: this.#outputs, probs };
  }

  similar(embedding: Float32Array, count: number, without: string): SimilarCell[] {
    return this.#examples.cells === 0 ? [] : this.#examples.similar(embedding, count, without);
  }

  /** Reads what was kept where person, project or backbone are others than before; else only the champion is new. */
  #open(): void {
    const [scope, basis] = [this.#scope, this.#basis];
    if (!scope || !basis) return;
    const key = JSON.stringify([scope.person, scope.project, basis.backbone]);
    void this.#enqueue(async () => {
      if (key !== this.#key) {
        this.#key = key;
        this.#forget();
        this.#examples = new Examples(basis.features);
        const { examples, record } = await this.#around.store.read(key);
        for (const example of examples) this.#examples.add(example);
        this.#record = record;
      }
      await this.#fit();
    });
  }

  #forget(): void {
    this.#examples.clear();
    this.#record = [];
    this.#head = null;
    this.#outputs = [];
  }

  /** Fits the head to all that is known, from where it stands. */
  async #fit(): Promise<void> {
    const basis = this.#basis;
    if (!basis || !this.#scope || !this.#on) return;
    const outputs = this.#wantedOutputs(basis, this.#scope);
    const blocks = this.#examples.blocks(outputs.map(({ code }) => code));
    const seen = new Set(blocks.flatMap((block) => [...block.outputs])).size;
    const { cells } = this.#examples;
    // one kind of cell alone says nothing about the others
    if (cells === 0 || (!basis.head && seen < 2)) {
      this.#head = null;
      return;
    }
    const prior = basis.head && withOutputs(basis.head, basis.outputs, outputs);
    const start = this.#head ? withOutputs(this.#head, this.#outputs, outputs) : null;
    const step = 2 * cells * basis.features * (outputs.length - 1);
    const work = fitHead(blocks, outputs.length, this.#examples.scale(), {
      penalty: prior ? PENALTY * Math.max(1, CHAMPION_CELLS / cells) : PENALTY,
      prior,
      start,
      steps: Math.max(5, Math.min(MOST_STEPS, Math.round(WORK / step))),
      gradient: GRADIENT,
    });
    let piece = work.next();
    while (!piece.done) {
      await this.#around.pause();
      piece = work.next();
    }
    this.#head = piece.value.head;
    this.#outputs = outputs;
    this.#revision += 1;
    this.#changed();
    await this.#examples.measure(this.#around.pause);
  }

  /** The champion's columns, then classes that the labels have and it has not. */
  #wantedOutputs(basis: Basis, { classes }: LiveScope): readonly PredictorOutput[] {
    const outputs: PredictorOutput[] = [...basis.outputs];
    if (!outputs.some(({ code }) => code === ABSENT))
      outputs.unshift({ code: ABSENT, name: 'absent' });
    const codes = new Set(this.#examples.all.flatMap((example) => [...example.codes]));
    for (const code of [...codes].sort((a, b) => a - b)) {
      if (!isClass(code) || outputs.some((output) => output.code === code)) continue;
      outputs.push(classes.find((c) => c.code === code) ?? { code, name: String(code) });
    }
    return outputs;
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#learning += 1;
    this.#changed();
    this.#work = this.#work.then(work).catch((error: unknown) => {
      // labelling goes on without the live head
      console.error('The live head did not learn:', error);
    });
    this.#work = this.#work.then(() => {
      this.#learning -= 1;
      this.#changed();
    });
    return this.#work;
  }

  #changed(): void {
    const { state } = this;
    if (state) this.#around.onState(state);
  }
}

function ofOutputs(outputs: readonly PredictorOutput[], values: Float32Array): ChipPrediction {
  return { versionId: null, outputs, values };
}

/** The head with its columns in another order; a column that it has not starts at nothing, as unlikely as its rarest. */
function withOutputs(
  head: Head,
  has: readonly PredictorOutput[],
  wanted: readonly PredictorOutput[],
): Head {
  const from = wanted.map(({ code }) => has.findIndex((output) => output.code === code));
  const weights = new Float32Array(head.features * wanted.length);
  const lowest = Math.min(...head.bias);
  for (let f = 0; f < head.features; f += 1) {
    from.forEach((k, i) => {
      if (k >= 0) weights[f * wanted.length + i] = head.weights[f * head.outputs + k] ?? 0;
    });
  }
  const bias = Float32Array.from(from, (k) => (k >= 0 ? (head.bias[k] ?? 0) : lowest - 2));
  return { features: head.features, outputs: wanted.length, weights, bias };
}
