import type { CheckChip } from '@/lib/contracts/package';
import { MessageError } from '@/lib/domain/error/message-error';
import { checkChipDifference } from '@/lib/ml/check-chips';
import { decodeHead, probabilities, withCalibration } from '@/lib/ml/head';
import type { Head } from '@/lib/ml/head';
import type { LoadedPackage } from '@/lib/ml/package/load';
import type { Backend } from '@/lib/ml/predictor';
import { networkInput } from '@/lib/ml/preprocess/network-input';
import type { InputLattice } from '@/lib/ml/preprocess/network-input';
import type { Pixels } from '@/lib/ml/preprocess/resample';
import { Graph } from '@/lib/ml/worker/graph';

/** A check chip with its picture decoded. */
export interface CheckPicture {
  readonly chip: CheckChip;
  readonly pixels: Pixels;
}

/** What a package says of a chip: embedding [cells, features] and probabilities [cells, outputs], none of a base package. */
export interface Outcome {
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly probs: Float32Array<ArrayBuffer>;
  /** resampling, network and head, without fetching and decoding the picture */
  readonly ms: number;
}

/** A package on a backend: graph, head and calibration. */
export class Model {
  readonly pkg: LoadedPackage;
  readonly graph: Graph;
  readonly backend: Backend;
  readonly #head: Head | null;

  constructor(pkg: LoadedPackage, graph: Graph, backend: Backend) {
    const { head, backbone, outputs } = pkg.manifest;
    this.pkg = pkg;
    this.graph = graph;
    this.backend = backend;
    this.#head =
      head === null ? null : decodeHead(pkg.bytes(head), backbone.features, outputs.length);
  }

  /** Builds the graph on `backend`, which must be the current one. */
  static async build(pkg: LoadedPackage, backend: Backend): Promise<Model> {
    const { backbone } = pkg.manifest;
    const { model, weights } = backbone.tfjs;
    const graph = await Graph.load(pkg.bytes(model), pkg.bytes(weights), backbone);
    return new Model(pkg, graph, backend);
  }

  /** Whether another package has the same graph, so that only the head needs to change. */
  sharesGraphWith(other: LoadedPackage): boolean {
    const graphFiles = (pkg: LoadedPackage): string => {
      const { backbone, files, input } = pkg.manifest;
      const model = files.find((file) => file.path === backbone.tfjs.model);
      return JSON.stringify([model?.sha256, backbone, input]);
    };
    return graphFiles(this.pkg) === graphFiles(other);
  }

  /** The whole way from pixels to embedding and calibrated probabilities (none for a base package). */
  async run(pixels: Pixels, lattice: InputLattice): Promise<Outcome> {
    const { input, backbone } = this.pkg.manifest;
    const start = performance.now();
    const embedding = await this.graph.embed(networkInput(pixels, lattice, input, backbone.pools));
    const probs = this.probabilities(embedding);
    return { embedding, probs, ms: performance.now() - start };
  }

  /** Calibrated probabilities [cells, outputs] of embeddings; none of a base package. */
  probabilities(embedding: Float32Array): Float32Array<ArrayBuffer> {
    const { calibration } = this.pkg.manifest;
    return this.#head ? probabilities(embedding, this.#head, calibration) : new Float32Array(0);
  }

  /** The head with its calibration folded in; null in a base package. */
  calibratedHead(): Head | null {
    return this.#head && withCalibration(this.#head, this.pkg.manifest.calibration);
  }

  /** Throws unless every check chip gives its expected numbers within the package's tolerance. */
  async runCheckChips(checks: readonly CheckPicture[]): Promise<void> {
    const { checkChips, backbone } = this.pkg.manifest;
    const { cpu, gpu } = checkChips.tolerance;
    const tolerance = this.backend === 'wasm' ? cpu : gpu;
    for (const { chip, pixels } of checks) {
      const { embedding, probs } = await this.run(pixels, chip);
      const found = this.#head ? probs : null;
      const difference = checkChipDifference(chip, backbone.features, embedding, found);
      // written so that NaN fails too
      if (!(difference <= tolerance)) {
        const { name } = this.pkg.manifest;
        const measured = { name, chip: chip.image, backend: this.backend, difference, tolerance };
        throw new CheckChipError('browserModel.checkChip', measured);
      }
    }
  }
}

/** The package does not compute here what it computed where it was made. */
export class CheckChipError extends MessageError {}
