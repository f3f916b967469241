import { ABSENT } from '@/lib/domain/label/cell-code';
import { logitsOf } from '@/lib/ml/head';
import type { Head } from '@/lib/ml/head';
import { calibrate, calibrated } from '@/lib/ml/live/calibration';
import type { Calibration, HeldOut, JudgedCell } from '@/lib/ml/live/calibration';
import type { Example, Examples } from '@/lib/ml/live/examples';
import { knownRange, unlikeness } from '@/lib/ml/live/known-range';
import type { KnownRange } from '@/lib/ml/live/known-range';
import type { PredictorOutput } from '@/lib/ml/predictor';

/** What the live head says of cells: `probs` is cells x outputs. */
export interface LivePrediction {
  readonly outputs: readonly PredictorOutput[];
  readonly probs: Float32Array<ArrayBuffer>;
}

/** The newest held-out cells by which it is calibrated: the head of now is like that of some chips ago, not like the first. */
const JUDGED_CELLS = 512;

/** A fitted head that knows how far it can be believed. */
export class LiveHead {
  readonly head: Head;
  readonly outputs: readonly PredictorOutput[];
  readonly #calibration: Calibration;
  readonly #range: KnownRange;
  /** how much it matters that a cell is unlike the cells known here: the deployed version knows others */
  readonly #caution: number;

  /** `trusted`: by output, how many cells the deployed version, to which the head is drawn, may be taken to know; 0 without one. */
  constructor(
    head: Head,
    outputs: readonly PredictorOutput[],
    examples: Examples,
    trusted: readonly number[],
  ) {
    this.head = head;
    this.outputs = outputs;
    const codes = outputs.map(({ code }) => code);
    const blocks = examples.blocks(codes);
    this.#range = knownRange(blocks, examples.scale());
    const counts = codes.map(() => 0);
    for (const block of blocks) {
      for (const output of block.outputs) counts[output] = (counts[output] ?? 0) + 1;
    }
    this.#calibration = calibrate(
      counts,
      judgedCells(examples.all, codes),
      trusted,
      codes.indexOf(ABSENT),
    );
    this.#caution = examples.cells / (examples.cells + Math.max(...trusted));
  }

  /** Logits of cells, to be kept as held out where the head has not learnt from them. */
  look(embedding: Float32Array): HeldOut {
    return {
      codes: this.outputs.map(({ code }) => code),
      logits: logitsOf(embedding, this.head),
      unlike: unlikeness(embedding, this.#range).map((far) => far ** this.#caution),
    };
  }

  /** Calibrated probabilities of what was looked at. */
  predict({ logits, unlike }: HeldOut): LivePrediction {
    return { outputs: this.outputs, probs: calibrated(logits, unlike, this.#calibration) };
  }
}

/** The held-out cells of the newest chips, with logits in the order of `codes`. */
function judgedCells(examples: readonly Example[], codes: readonly number[]): JudgedCell[] {
  const judged: JudgedCell[] = [];
  for (const { heldOut, codes: labels } of examples.toReversed()) {
    if (!heldOut) continue;
    const from = codes.map((code) => heldOut.codes.indexOf(code));
    labels.forEach((label, i) => {
      // a class that the head did not know then says nothing of how sure it may be
      if (!heldOut.codes.includes(label)) return;
      const start = i * heldOut.codes.length;
      const own = heldOut.logits.subarray(start, start + heldOut.codes.length);
      const lowest = Math.min(...own);
      judged.push({
        logits: from.map((k) => (k < 0 ? lowest - NEW_OUTPUT : (own[k] ?? 0))),
        unlike: heldOut.unlike[i] ?? 1,
        truth: codes.indexOf(label),
      });
    });
    if (judged.length >= JUDGED_CELLS) break;
  }
  return judged;
}

/** How much less likely than the rarest output one is that the head has not got yet, as a logarithm. */
const NEW_OUTPUT = 2;

/** The head with its columns in another order; a column that it has not starts at nothing, as unlikely as its rarest. */
export function withOutputs(
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
  const bias = Float32Array.from(from, (k) => (k >= 0 ? (head.bias[k] ?? 0) : lowest - NEW_OUTPUT));
  return { features: head.features, outputs: wanted.length, weights, bias };
}
