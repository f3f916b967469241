import { UNLABELLED, isDecided, isTrainable } from '@/lib/domain/label/cell-code';
import { probabilityAt } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimOf } from '@/lib/domain/proposal/rule';
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

/** How far labels disagree, for the order of review. */
export interface Disagreement {
  /** mean of 1 - p(label) over all cells decided as absent or a class of the model, all people together; null without such */
  model: number | null;
  /** cells of the first labellings' labels that the model claims to be something else, and the cells compared */
  against: number;
  compared: number;
  /** cells that two people decided differently, and the cells that at least two decided */
  people: number;
  shared: number;
  /** the order: model + share of shared cells in which people differ; null when neither is known */
  score: number | null;
}

/** Compares people's labellings of one chip with each other and with the model. */
export function disagreement(
  labellings: readonly Uint8Array[],
  cells: number,
  model: ModelOpinion | null,
): Disagreement {
  let sum = 0;
  let compared = 0;
  let against = 0;
  for (const labelling of model ? labellings : []) {
    if (!model) continue;
    for (const [cell, code] of labelling.entries()) {
      const p = probabilityOf(model.prediction, cell, code);
      if (p === null) continue;
      sum += 1 - p;
      compared += 1;
      if (claims(model, cell) !== code) against += 1;
    }
  }
  const people = peopleDiffer(labellings, cells).length;
  const shared = cellsWhere(
    cells,
    (cell) => labellings.filter((labelling) => isDecided(labelling[cell] ?? UNLABELLED)).length > 1,
  ).length;
  const byModel = compared === 0 ? null : sum / compared;
  const byPeople = shared === 0 ? null : people / shared;
  const known = byModel !== null || (byPeople ?? 0) > 0;
  return {
    model: byModel,
    against,
    compared,
    people,
    shared,
    score: known ? (byModel ?? 0) + (byPeople ?? 0) : null,
  };
}

/** Why a chip stands where it does; `model` is the name of the one compared with. */
export function reasonOf(d: Disagreement, model: string | null): ReviewReason {
  const trust = d.model === null ? null : 1 - d.model;
  return {
    ...{ differ: d.people, shared: d.shared },
    ...{ model, trust, against: d.against, compared: d.compared },
  };
}

function decidedCodes(labellings: readonly Uint8Array[], cell: number): Set<number> {
  return new Set(labellings.map((labelling) => labelling[cell] ?? UNLABELLED).filter(isDecided));
}

function cellsWhere(cells: number, test: (cell: number) => boolean): number[] {
  const found: number[] = [];
  for (let cell = 0; cell < cells; cell += 1) if (test(cell)) found.push(cell);
  return found;
}
