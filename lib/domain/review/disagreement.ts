import { ABSENT, UNLABELLED, isDecided, isTrainable } from '@/lib/domain/label/cell-code';
import type { ReviewReason } from '@/lib/domain/review/schema';

/** A model's probabilities of a chip: cells x outputs bytes, round(255 p); `codes` names the outputs. */
export interface ChipProbs {
  codes: readonly number[];
  probs: Uint8Array;
  /** smallest probability that is a proposal, by output code */
  thresholds: ReadonlyMap<number, number>;
}

/**
 * What a reviewer starts from: the code on which all who decided a cell agree; unseen where they differ, and where nobody
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
function probabilityOf(model: ChipProbs, cell: number, code: number): number | null {
  if (!isTrainable(code)) return null;
  const output = model.codes.indexOf(code);
  if (output < 0) return null;
  return (model.probs[cell * model.codes.length + output] ?? 0) / 255;
}

/** What the model claims of a cell: the likeliest class that reaches its threshold, else absent. */
export function claimOf(model: ChipProbs, cell: number): { code: number; probability: number } {
  let best = { code: ABSENT, probability: 0 };
  for (const [output, code] of model.codes.entries()) {
    const probability = (model.probs[cell * model.codes.length + output] ?? 0) / 255;
    if (code === ABSENT || probability < (model.thresholds.get(code) ?? 0.5)) continue;
    if (probability > best.probability) best = { code, probability };
  }
  if (best.code !== ABSENT) return best;
  const output = model.codes.indexOf(ABSENT);
  const p = output < 0 ? 0 : (model.probs[cell * model.codes.length + output] ?? 0) / 255;
  return { code: ABSENT, probability: p };
}

/** Cells with a label that can be learnt and that the model claims to be something else. */
export function modelDiffers(model: ChipProbs, labelling: Uint8Array): number[] {
  return cellsWhere(labelling.length, (cell) => {
    const code = labelling[cell] ?? UNLABELLED;
    return probabilityOf(model, cell, code) !== null && claimOf(model, cell).code !== code;
  });
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
  model: ChipProbs | null,
): Disagreement {
  let sum = 0;
  let compared = 0;
  let against = 0;
  for (const labelling of model ? labellings : []) {
    if (!model) continue;
    for (const [cell, code] of labelling.entries()) {
      const p = probabilityOf(model, cell, code);
      if (p === null) continue;
      sum += 1 - p;
      compared += 1;
      if (claimOf(model, cell).code !== code) against += 1;
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
