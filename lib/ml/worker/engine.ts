import { MessageError } from '@/lib/domain/error/message-error';
import { Lru } from '@/lib/ml/lru';
import { loadPackage } from '@/lib/ml/package/load';
import type { LoadedPackage } from '@/lib/ml/package/load';
import type { PackageStore } from '@/lib/ml/package/store';
import type { Backend, LoadStep, PredictorChip } from '@/lib/ml/predictor';
import type { Pixels } from '@/lib/ml/preprocess/resample';
import { useBackend } from '@/lib/ml/worker/backend';
import type { GraphicsDevice } from '@/lib/ml/worker/backend';
import { CheckChipError, Model } from '@/lib/ml/worker/model';
import type { CheckPicture, Outcome } from '@/lib/ml/worker/model';
import type { LoadedModel } from '@/lib/ml/worker/protocol';

/** What the engine needs of its surroundings; tests in Node bring their own. */
export interface EngineContext {
  readonly store: PackageStore;
  readonly machine: () => Promise<GraphicsDevice>;
  readonly decode: (picture: Blob) => Promise<Pixels>;
  readonly pixelsAreAltered: () => boolean;
  /** folder of the WebAssembly files, with a slash at its end */
  readonly wasmPath: string;
  /** hears when a graphics backend failed while it computed and another took its place */
  readonly onBackend: (backend: Backend) => void;
}

export type OnProgress = (fraction: number, step: LoadStep) => void;

/** Share of the progress bar that fetching takes. */
const FETCHING = 0.8;
/** Least time between two words of fetching, ms: a package in the browser's own store comes in hundreds of pieces at once. */
const PROGRESS_MS = 80;
/** A graphics backend that needs longer for its trial is not worth waiting for, milliseconds. */
const TRIAL_LIMIT = 20_000;
const TIMED_RUNS = 3;
/** Embeddings (5 kB a cell) are kept for some two hundred chips of 64 cells: a head that changed reads them again. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Loads packages and runs them on chips, on the backend that is fastest here. */
export class Engine {
  readonly #around: EngineContext;
  #model: Model | null = null;
  /** the check pictures of #model, for moving to another backend */
  #checks: readonly CheckPicture[] = [];
  #retreat: Promise<Model> | null = null;
  readonly #embeddings = new Lru<Float32Array<ArrayBuffer>>(KEPT_BYTES, (e) => e.byteLength);

  constructor(around: EngineContext) {
    this.#around = around;
  }

  /** Loads a package and takes it into use; the one before stays in use until then. Throws a MessageError. */
  async load(
    manifestUrl: string,
    versionId: string,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<LoadedModel> {
    let reported = -Infinity;
    const pkg = await loadPackage(manifestUrl, versionId, {
      store: this.#around.store,
      signal,
      onProgress: (loaded, total) => {
        if (performance.now() - reported < PROGRESS_MS) return;
        reported = performance.now();
        onProgress((FETCHING * loaded) / total, { kind: 'fetch', loaded, total });
      },
    });
    const checks = await Promise.all(
      pkg.manifest.checkChips.chips.map(async (chip) => ({
        chip,
        pixels: await this.#around.decode(new Blob([pkg.bytes(chip.image)])),
      })),
    );
    signal.throwIfAborted();
    let model: Model;
    try {
      model = await this.#prepare(pkg, checks, onProgress);
    } catch (error) {
      throw this.#unused(pkg.manifest.name, error);
    }
    if (this.#model && this.#model.graph !== model.graph) {
      this.#model.graph.dispose();
      this.#embeddings.clear();
    }
    this.#model = model;
    this.#checks = checks;
    this.#retreat = null;
    const { name, outputs, backbone, limits } = pkg.manifest;
    return {
      name,
      backend: model.backend,
      features: backbone.features,
      outputs: outputs.map((output) => ({ code: output.code, name: output.name })),
      limits,
    };
  }

  /** The package in use; null before the first. */
  get model(): Model | null {
    return this.#model;
  }

  /** Embedding and probabilities of a chip; the embedding is not to be altered. Throws a MessageError, or the signal's reason. */
  async run(chip: PredictorChip, signal: AbortSignal): Promise<Outcome> {
    const model = this.#model;
    if (!model) throw new MessageError('browserModel.noneLoaded');
    const key = keyOf(chip);
    const embedding = this.#embeddings.get(key);
    if (embedding) return { embedding, probs: model.probabilities(embedding), ms: 0 };
    const outcome = await this.#compute(model, chip, signal);
    if (this.#model?.sharesGraphWith(model.pkg)) this.#embeddings.set(key, outcome.embedding);
    return outcome;
  }

  async #compute(model: Model, chip: PredictorChip, signal: AbortSignal): Promise<Outcome> {
    const { maxRows, maxCols } = model.pkg.manifest.limits;
    if (chip.rows > maxRows || chip.cols > maxCols) {
      const { rows, cols } = chip;
      throw new MessageError('browserModel.chipTooLarge', { rows, cols, maxRows, maxCols });
    }
    const picture = await fetchPicture(chip.imageUrl, signal);
    const pixels = await this.#around.decode(picture).catch((error: unknown) => {
      throw new MessageError('browserModel.pictureDamaged', {}, { cause: error });
    });
    signal.throwIfAborted();
    try {
      return await model.run(pixels, chip);
    } catch (error) {
      if (model.backend === 'wasm') throw error;
      console.info(`The backend ${model.backend} failed while it computed:`, error);
    }
    // a lost graphics context or a driver's fault: the processor goes on; chips that failed together wait together
    this.#retreat ??= this.#retreatToWasm(model);
    return (await this.#retreat).run(pixels, chip);
  }

  /** Finds the fastest backend on which the check chips are right, and remembers it for this machine. */
  async #prepare(
    pkg: LoadedPackage,
    checks: readonly CheckPicture[],
    onProgress: OnProgress,
  ): Promise<Model> {
    if (this.#model?.sharesGraphWith(pkg)) {
      const model = new Model(pkg, this.#model.graph, this.#model.backend);
      await model.runCheckChips(checks);
      return model;
    }
    const { backends, name } = await this.#around.machine();
    const key = `${pkg.manifest.backbone.sha256} | ${name}`;
    const choice = await this.#around.store.choice(key);
    const remembered = backends.filter((backend) => backend === choice);
    try {
      if (remembered.length > 0) return await this.#fastest(remembered, pkg, checks, onProgress);
    } catch (error) {
      console.info(`The backend ${choice} did well here before and fails now:`, error);
    }
    const model = await this.#fastest(backends, pkg, checks, onProgress);
    await this.#around.store.keepChoice(key, model.backend);
    return model;
  }

  /** Tries backends one after the other; throws the last one's error when none is right. */
  async #fastest(
    backends: readonly Backend[],
    pkg: LoadedPackage,
    checks: readonly CheckPicture[],
    onProgress: OnProgress,
  ): Promise<Model> {
    let best: { model: Model; ms: number } | null = null;
    let failure: unknown;
    for (const [i, backend] of backends.entries()) {
      const fraction = FETCHING + ((1 - FETCHING) * i) / backends.length;
      onProgress(fraction, { kind: 'try', backend });
      try {
        const trial = this.#start(backend, pkg, checks);
        const model = await (backend === 'wasm' ? trial : withinLimit(trial, backend));
        const ms = backends.length > 1 ? await medianTime(model, checks) : 0;
        if (best && best.ms <= ms) {
          model.graph.dispose();
        } else {
          best?.model.graph.dispose();
          best = { model, ms };
        }
      } catch (error) {
        if (backends.length > 1) console.info(`The backend ${backend} is not used:`, error);
        failure = error;
      }
    }
    if (!best) throw failure;
    await useBackend(best.model.backend, this.#around.wasmPath);
    return best.model;
  }

  /** The package on one backend, its check chips checked. */
  async #start(
    backend: Backend,
    pkg: LoadedPackage,
    checks: readonly CheckPicture[],
  ): Promise<Model> {
    await useBackend(backend, this.#around.wasmPath);
    const model = await Model.build(pkg, backend);
    try {
      await model.runCheckChips(checks);
      return model;
    } catch (error) {
      model.graph.dispose();
      throw error;
    }
  }

  async #retreatToWasm(failed: Model): Promise<Model> {
    const model = await this.#start('wasm', failed.pkg, this.#checks);
    this.#model = model;
    failed.graph.dispose();
    this.#around.onBackend('wasm');
    return model;
  }

  /** Why a package is not used: its check chips, a browser that falsifies pixels, or what the runtime said. */
  #unused(name: string, error: unknown): MessageError {
    if (!(error instanceof CheckChipError)) {
      const detail = error instanceof Error ? error.message : String(error);
      return new MessageError('browserModel.notUsed', { name, detail }, { cause: error });
    }
    if (!this.#around.pixelsAreAltered()) return error;
    return new MessageError('browserModel.pixelsAltered', { name }, { cause: error });
  }
}

/** Chips do not change, but a test or a new cut may reuse an id. */
export function keyOf({ id, imageUrl, rows, cols, cellPx }: PredictorChip): string {
  return JSON.stringify([id, imageUrl, rows, cols, cellPx]);
}

async function fetchPicture(url: string, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
    if (response.ok) return await response.blob();
  } catch {
    signal.throwIfAborted();
    throw new MessageError('browserModel.pictureOffline');
  }
  throw new MessageError('browserModel.pictureStatus', { status: response.status });
}

/** Median of a few runs on the first check chip, milliseconds; the check before was the warm-up. */
async function medianTime(model: Model, checks: readonly CheckPicture[]): Promise<number> {
  const first = checks[0];
  if (!first) return 0;
  const times: number[] = [];
  for (let i = 0; i < TIMED_RUNS; i += 1)
    times.push((await model.run(first.pixels, first.chip)).ms);
  times.sort((a, b) => a - b);
  return times[TIMED_RUNS >> 1] ?? Infinity;
}

/** Gives up on a trial that takes too long; its graph is freed should it end after all. */
async function withinLimit(trial: Promise<Model>, backend: Backend): Promise<Model> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, TRIAL_LIMIT, null);
  });
  const model = await Promise.race([trial, limit]);
  clearTimeout(timer);
  if (model) return model;
  trial.then(
    (late) => late.graph.dispose(),
    () => undefined,
  );
  throw new Error(`${backend} needed more than ${TRIAL_LIMIT / 1000} s for the check chips`);
}
