import { ABSENT, isClass } from '@/lib/domain/label/cell-code';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { Head } from '@/lib/ml/head';
import { Examples, exampleOf } from '@/lib/ml/live/examples';
import { fitHead } from '@/lib/ml/live/fit';
import { LiveHead, withOutputs } from '@/lib/ml/live/live-head';
import type { LivePrediction } from '@/lib/ml/live/live-head';
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

export interface TrainingStep {
  readonly chip: LearntChip;
  readonly cells: Uint8Array;
  readonly embedding: Float32Array;
  readonly thresholds: Thresholds;
  readonly shown: boolean;
  readonly actions: ChipRecord['actions'];
}

/** The trainer's own recipe (docs/trainer-protocol.md): penalty on the mean loss. */
const PENALTY = 0.2;
/** A deployed version knows many chips: it gives way as slowly as if it had seen this many cells itself. */
const DEPLOYED_CELLS = 640;
const GRADIENT = 2e-3;
const MOST_STEPS = 40;
/** Multiplications that one chip's learning may cost: about a second; what is left to do goes on with the next chip. */
const WORK = 4e8;
const RECORD_LENGTH = 1000;

interface LearnerContext {
  readonly store: LiveStore;
  /** called between pieces of work; resolves when the work may go on */
  readonly pause: () => Promise<void>;
  readonly onState: (state: LiveState) => void;
}

/** The person's own head: learns from submitted chips, one at a time, and says what it would propose. */
export class Learner {
  readonly #around: LearnerContext;
  #scope: LiveScope | null = null;
  #basis: Basis | null = null;
  #key: string | null = null;
  #on = true;
  #examples = new Examples(0);
  #record: readonly ChipRecord[] = [];
  #head: LiveHead | null = null;
  #learning = 0;
  #revision = 0;
  /** lessons and openings, one after the other */
  #work: Promise<void> = Promise.resolve();

  constructor(around: LearnerContext) {
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
        deployed: versionId === null ? null : { versionId, test },
        ready: this.#head !== null,
      }),
      record: this.#record,
      lasting: this.#around.store.lasting,
    };
  }

  /** Whose labels these are, and on which features; null until both are known. */
  get scope():
    (Pick<LiveScope, 'person' | 'project'> & Pick<Basis, 'backbone' | 'features'>) | null {
    if (!this.#scope || !this.#basis) return null;
    const { person, project } = this.#scope;
    const { backbone, features } = this.#basis;
    return { person, project, backbone, features };
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

  /** Evaluates both proposers on the chip, then learns from it. `deployed` are the version's probabilities of it. */
  train(step: TrainingStep, deployed: Float32Array | null): Promise<void> {
    if (!this.#on) return Promise.resolve();
    return this.#enqueue(async () => {
      const { chip, cells, embedding, thresholds } = step;
      const basis = this.#basis;
      const key = this.#key;
      if (!basis || key === null || embedding.length !== cells.length * basis.features) return;
      // one that it has learnt from before would only tell how well it remembers
      const isNew = !this.#examples.has(chip.id);
      const seen = isNew ? (this.#head?.look(embedding) ?? null) : null;
      if (isNew) {
        const prediction = seen && this.#head ? this.#head.predict(seen) : null;
        const record: ChipRecord = {
          chipId: chip.id,
          versionId: basis.versionId,
          deployed: deployed && evaluate(ofOutputs(basis.outputs, deployed), cells, thresholds),
          live:
            prediction &&
            evaluate(ofOutputs(prediction.outputs, prediction.probs), cells, thresholds),
          shown: step.shown,
          actions: step.actions,
        };
        this.#record = [...this.#record, record].slice(-RECORD_LENGTH);
      }
      const example = exampleOf(chip, cells, embedding, seen);
      const gone = example ? this.#examples.add(example) : [];
      await this.#around.store.keep(key, example, this.#record);
      if (gone.length > 0) await this.#around.store.drop(key, gone);
      await this.#fit();
    });
  }

  predict(embedding: Float32Array): LivePrediction | null {
    const head = this.#head;
    return this.#on && head ? head.predict(head.look(embedding)) : null;
  }

  /** The cells of the person's own labels most like an embedding, the most alike first. */
  similar(embedding: Float32Array, count: number, without: string): SimilarCell[] {
    return this.#examples.cells === 0 ? [] : this.#examples.similar(embedding, count, without);
  }

  /** Reads what was kept where person, project or backbone are others than before; else only the deployed version is new. */
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
    const start = this.#head && withOutputs(this.#head.head, this.#head.outputs, outputs);
    const step = 2 * cells * basis.features * (outputs.length - 1);
    const work = fitHead(blocks, outputs.length, this.#examples.scale(), {
      penalty: prior ? PENALTY * Math.max(1, DEPLOYED_CELLS / cells) : PENALTY,
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
    const ofVersion = new Set(prior ? basis.outputs.map(({ code }) => code) : []);
    const trusted = outputs.map(({ code }) => (ofVersion.has(code) ? DEPLOYED_CELLS : 0));
    this.#head = new LiveHead(piece.value.head, outputs, this.#examples, trusted);
    this.#revision += 1;
    this.#changed();
    await this.#examples.measure(this.#around.pause);
  }

  /** The deployed version’s columns, then classes that the labels have and it has not. */
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
