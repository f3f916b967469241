import type { HistoryStep, StepProposals } from '@/lib/domain/history/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { bytesOf } from '@/lib/domain/label/cells';

/** The labels of a step, before and after it. */
export interface Replayed {
  before: Uint8Array;
  after: Uint8Array;
  /** cells that the step changed, with what they were */
  changed: ReadonlyMap<number, number>;
}

/** What the labels that a step belongs to were before and after it, by the steps up to it alone. */
export function replay(steps: readonly HistoryStep[], place: number, size: number): Replayed {
  const step = steps[place];
  let before = new Uint8Array(size);
  let after = before;
  for (const one of steps.slice(0, place + 1)) {
    if (one.labels.id !== step?.labels.id) continue;
    before = after;
    after = applied(before, one);
  }
  const changed = new Map<number, number>();
  for (const [cell, code] of after.entries()) {
    const was = before[cell] ?? UNLABELLED;
    if (code !== was) changed.set(cell, was);
  }
  return { before, after, changed };
}

function applied(cells: Uint8Array, step: HistoryStep): Uint8Array<ArrayBuffer> {
  const next = step.seed === null ? cells.slice() : Uint8Array.from(bytesOf(step.seed));
  for (const [i, cell] of step.cells.entries()) next[cell] = step.after[i] ?? UNLABELLED;
  return next;
}

/** What became of what a model had said of the cells of a step. */
export interface Influence {
  /** proposals that were drawn: labelled so, and otherwise */
  taken: number;
  overruled: number;
  /** what it had said was not drawn: below the threshold, hidden, or on a control chip */
  undrawn: number;
  /** names of the versions; null: the person's live model */
  names: (string | null)[];
}

/** Counts what the drawn proposals of a step came to; null where no model had spoken. */
export function influenceOf(step: HistoryStep): Influence | null {
  const { proposals } = step;
  if (!proposals) return null;
  const influence: Influence = { taken: 0, overruled: 0, undrawn: 0, names: [] };
  const names = new Set<string | null>();
  for (const [i, code] of proposals.codes.entries()) {
    if (code === null) continue;
    names.add(nameAt(proposals, i));
    if (!wasDrawn(proposals, i)) influence.undrawn += 1;
    else if (code === step.after[i]) influence.taken += 1;
    else influence.overruled += 1;
  }
  return { ...influence, names: [...names] };
}

/** Name of the version that spoke of a step's cell; null: the person's live model. */
export function nameAt({ versions, names }: StepProposals, i: number): string | null {
  const version = versions[i] ?? null;
  return version === null ? null : (names[version - 1] ?? null);
}

/** A mark showed the proposal: in older steps without a threshold "before" says only that a model had answered. */
export function wasDrawn({ when, thresholds }: StepProposals, i: number): boolean {
  return when[i] === 'before' && (thresholds[i] ?? null) !== null;
}
