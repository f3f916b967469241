import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import type { ShownProposal } from '@/lib/domain/label/schema';
import type { Labelling } from '@/lib/editor/labelling';

/** A model's probabilities for the cells of a chip: cells x outputs, row-major, with the code of each output. */
export interface Probabilities {
  /** null: the person's live head, which is no version */
  readonly versionId: string | null;
  readonly outputs: readonly { readonly code: number; readonly name: string }[];
  readonly values: Float32Array;
  /** made by the person's live head: drawn apart and said as such */
  readonly preview?: boolean;
  /** worked out, and not to be shown before the person has decided: too many of the last ones were wrong, or the chip is blind */
  readonly withheld?: boolean;
  /** the deployed version's own numbers, whoever's are shown: a submission sends these; null without a deployed version */
  readonly champion?: { readonly versionId: string; readonly values: Float32Array } | null;
}

/** What the model says of one cell: its likeliest class other than absent. */
export interface CellProposal {
  readonly cell: number;
  readonly code: number;
  readonly probability: number;
}

/** All outputs of a cell, likeliest first. */
export function rankedOutputs(
  probabilities: Probabilities,
  cell: number,
): { code: number; name: string; probability: number }[] {
  const width = probabilities.outputs.length;
  return probabilities.outputs
    .map((output, k) => ({ ...output, probability: probabilities.values[cell * width + k] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
}

/** The likeliest output of a cell, absent included: what a label event records as shown. */
function topOutput(probabilities: Probabilities, cell: number): CellProposal | null {
  const width = probabilities.outputs.length;
  let best: CellProposal | null = null;
  for (let k = 0; k < width; k += 1) {
    const probability = probabilities.values[cell * width + k] ?? 0;
    const code = probabilities.outputs[k]?.code ?? 0;
    if (!best || probability > best.probability) best = { cell, code, probability };
  }
  return best;
}

/** The likeliest output of a cell as far as the person may be told it now. */
export function toldOutput(probabilities: Probabilities | null, cell: number): CellProposal | null {
  return !probabilities || probabilities.withheld ? null : topOutput(probabilities, cell);
}

// worked out once a prediction: the screen asks at every change
const proposalsOf = new WeakMap<Probabilities, readonly CellProposal[]>();

/** The likeliest class of each cell, absent left out, whatever its probability. */
export function classProposals(
  probabilities: Probabilities,
  cells: number,
): readonly CellProposal[] {
  const made = proposalsOf.get(probabilities);
  if (made) return made;
  const width = probabilities.outputs.length;
  const proposals: CellProposal[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    let best: CellProposal | null = null;
    for (let k = 0; k < width; k += 1) {
      const code = probabilities.outputs[k]?.code ?? 0;
      const probability = probabilities.values[cell * width + k] ?? 0;
      if (code !== ABSENT && (!best || probability > best.probability)) {
        best = { cell, code, probability };
      }
    }
    if (best) proposals.push(best);
  }
  proposalsOf.set(probabilities, proposals);
  return proposals;
}

/** Proposals to draw: at or above the threshold, in cells that nobody decided. */
export function shownProposals(
  labelling: Labelling,
  proposals: readonly CellProposal[],
  threshold: number,
): CellProposal[] {
  return proposals.filter(
    ({ cell, probability }) => probability >= threshold && labelling.cells[cell] === UNLABELLED,
  );
}

/** What a label event records of a cell's proposal: the likeliest output, and when the person saw it. */
export function shownIn(
  probabilities: Probabilities | null,
  cell: number,
  when: ShownProposal['when'],
): ShownProposal | null {
  const top = probabilities && topOutput(probabilities, cell);
  if (!probabilities || !top) return null;
  const probability = Math.min(1, Math.max(0, top.probability));
  const { versionId, withheld = false } = probabilities;
  const seen = withheld && when === 'before' ? 'hidden' : when;
  return { versionId, code: top.code, probability, when: seen };
}
