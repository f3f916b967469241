import { UNLABELLED, isDecided, isTrainable } from '@/lib/domain/label/cell-code';
import { probabilityAt } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimOf, likeliestClass } from '@/lib/domain/proposal/rule';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { ReviewReason } from '@/lib/domain/review/schema';

/** What a model says of a chip, and from which probability on it counts as a claim. */
export interface ModelOpinion {
  readonly prediction: ChipPrediction;
  readonly thresholds: Thresholds;
}

/**
 * What a reviewer starts from: the code on which all who decided a cell agree; unlabelled where they differ, and where nobody
 * decided.
 */
export function draftOf(labellings: readonly Uint8Array[], cells: number): Uint8Array {
  const draft = new Uint8Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    const codes = decidedCodes(labellings, cell);
    if (codes.size === 1) draft[cell] = [...codes][0] ?? UNLABELLED;
  }
  return draft;
}

/** Cells that two people decided differently. */
export function peopleDiffer(labellings: readonly Uint8Array[], cells: number): number[] {
  return cellsWhere(cells, (cell) => decidedCodes(labellings, cell).size > 1);
}

/** p(label) of a cell; null where the label is none that can be learnt, or none of the model's outputs. */
function probabilityOf(prediction: ChipPrediction, cell: number, code: number): number | null {
  if (!isTrainable(code)) return null;
  const output = prediction.outputs.findIndex((one) => one.code === code);
  return output < 0 ? null : probabilityAt(prediction, cell, output);
}

/** Cells with a label that can be learnt and that the model claims to be something else. */
export function modelDiffers(model: ModelOpinion, labelling: Uint8Array): number[] {
  return cellsWhere(labelling.length, (cell) => {
    const code = labelling[cell] ?? UNLABELLED;
    return probabilityOf(model.prediction, cell, code) !== null && claims(model, cell) !== code;
  });
}

function claims({ prediction, thresholds }: ModelOpinion, cell: number): number {
  return claimOf(prediction, cell, thresholds);
}

/** p of what a model claims of a cell; of absent what is left where that is none of its outputs. */
export function claimProbability(prediction: ChipPrediction, cell: number, code: number): number {
  return (
    probabilityOf(prediction, cell, code) ??
    1 - (likeliestClass(prediction, cell)?.probability ?? 0)
  );
}

/** The cell in which a model contradicts a label with the largest probability, and what it claims there. */
interface SurestContradiction {
  code: number;
  probability: number;
}

/** How many mistakes are suspected in a chip's labels, for the order of review. */
export interface Disagreement {
  /** cells with a label that a model claims to be something else, the cells compared, and the surest of the former */
  against: number;
  compared: number;
  surest: SurestContradiction | null;
  /** cells that two people decided differently, and the cells that at least two decided */
  people: number;
  shared: number;
  /** the order: p of the model's claim summed over `against`, and one for each cell in which people differ; null: neither is known */
  score: number | null;
}

/**
 * Compares people's labellings of one chip with each other and with what a model claims by the rule (docs/decisions/0027). A
 * model's doubt is no sign of a mistake: labels that it agrees with add nothing, however unsure it is.
 */
export function disagreement(
  labellings: readonly Uint8Array[],
  cells: number,
  model: ModelOpinion | null,
): Disagreement {
  const contradictions = model ? compare(model, labellings, cells) : { compared: 0, found: [] };
  const { compared, found } = contradictions;
  const people = peopleDiffer(labellings, cells).length;
  const shared = cellsWhere(
    cells,
    (cell) => labellings.filter((labelling) => isDecided(labelling[cell] ?? UNLABELLED)).length > 1,
  ).length;
  const suspected = found.reduce((sum, { probability }) => sum + probability, 0);
  return {
    against: found.length,
    compared,
    surest: found.reduce<SurestContradiction | null>(
      (most, one) => (most && most.probability >= one.probability ? most : one),
      null,
    ),
    people,
    shared,
    score: compared > 0 || people > 0 ? suspected + people : null,
  };
}

/** Cells that somebody gave a label that the model knows, and among them those where it contradicts one of them. */
function compare(
  model: ModelOpinion,
  labellings: readonly Uint8Array[],
  cells: number,
): { compared: number; found: SurestContradiction[] } {
  let compared = 0;
  const found: SurestContradiction[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const codes = labellings
      .map((labelling) => labelling[cell] ?? UNLABELLED)
      .filter((code) => probabilityOf(model.prediction, cell, code) !== null);
    if (codes.length === 0) continue;
    compared += 1;
    const code = claims(model, cell);
    if (codes.every((one) => one === code)) continue;
    found.push({ code, probability: claimProbability(model.prediction, cell, code) });
  }
  return { compared, found };
}

/** Why a chip stands where it does; `model` is the name of the one compared with. */
export function reasonOf(d: Disagreement, model: string | null): ReviewReason {
  const { people: differ, shared, against, compared, surest } = d;
  return { differ, shared, model, against, compared, surest };
}

function decidedCodes(labellings: readonly Uint8Array[], cell: number): Set<number> {
  return new Set(labellings.map((labelling) => labelling[cell] ?? UNLABELLED).filter(isDecided));
}

function cellsWhere(cells: number, test: (cell: number) => boolean): number[] {
  const found: number[] = [];
  for (let cell = 0; cell < cells; cell += 1) if (test(cell)) found.push(cell);
  return found;
}
