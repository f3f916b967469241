import { loadGraphModel } from '@tensorflow/tfjs-converter';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Manifest } from '@/lib/contracts/package';
import type { NetworkInput } from '@/lib/ml/preprocess/network-input';

/** The part of model.json that the loader needs; the runtime checks the topology itself. */
const ModelJson = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.record(z.string(), z.unknown()),
  signature: z.record(z.string(), z.unknown()),
  weightsManifest: z
    .array(z.object({ weights: z.array(z.record(z.string(), z.unknown())) }))
    .min(1),
});

/** A backbone on the tfjs backend that was current when it was loaded; run it only while that one is current. */
export class Graph {
  readonly #model: GraphModel;
  readonly #tensors: Manifest['backbone']['tfjs'];
  readonly #features: number;

  private constructor(model: GraphModel, backbone: Manifest['backbone']) {
    this.#model = model;
    this.#tensors = backbone.tfjs;
    this.#features = backbone.features;
  }

  /** Builds the graph from verified bytes of model.json and weights.bin. */
  static async load(
    modelJson: Uint8Array,
    weights: Uint8Array<ArrayBuffer>,
    backbone: Manifest['backbone'],
  ): Promise<Graph> {
    const { weightsManifest, ...model } = ModelJson.parse(
      JSON.parse(new TextDecoder().decode(modelJson)),
    );
    const artifacts: tf.io.ModelArtifacts = {
      ...model,
      weightSpecs: weightsManifest.flatMap(
        (group) => group.weights as unknown as tf.io.WeightsManifestEntry[],
      ),
      weightData: weights.slice().buffer,
    };
    return new Graph(await loadGraphModel({ load: () => Promise.resolve(artifacts) }), backbone);
  }

  /** Embedding [cells, features]. Leaves no tensor behind. Throws when numbers are not finite. */
  async embed(input: NetworkInput): Promise<Float32Array<ArrayBuffer>> {
    const feeds: Record<string, tf.Tensor> = {
      [this.#tensors.image]: tf.tensor4d(input.image, [1, input.height, input.width, 3]),
    };
    for (const pool of input.pools) {
      feeds[pool.input] = tf.tensor2d(pool.matrix, [input.cells, pool.pixels]);
    }
    let output: tf.Tensor | undefined;
    try {
      output = this.#model.execute(feeds, this.#tensors.embedding) as tf.Tensor;
      const values = await output.data<'float32'>();
      if (values.length !== input.cells * this.#features || !allFinite(values)) {
        throw new Error('the network gave numbers that are not finite or not as many as it should');
      }
      return new Float32Array(values);
    } finally {
      tf.dispose([...Object.values(feeds), ...(output ? [output] : [])]);
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** A sum is finite only where every number is: an infinity or NaN stays in it. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (const value of values) sum += value;
  return Number.isFinite(sum);
}
