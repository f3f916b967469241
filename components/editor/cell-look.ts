import { ABSENT, UNSEEN } from '@/lib/domain/label/cell-code';
import type { CellProposal } from '@/lib/editor/proposals';
import type { Overlay } from '@/lib/editor/store';

/**
 * What a cell shows, as one number, so that two drawings of 10,000 cells can be compared at once: 0 nothing, 1 to 255 a
 * label's code, 256 + code a proposal, 65,536 + 256 x first + second two opinions that differ.
 */
export type CellLook = number;

const PROPOSAL = 256;
const DIFFERENCE = 65_536;

export type LookParts =
  | { kind: 'nothing' }
  | { kind: 'label'; code: number }
  | { kind: 'proposal'; code: number }
  | { kind: 'difference'; first: number; second: number };

export function lookParts(look: CellLook): LookParts {
  if (look >= DIFFERENCE) {
    const pair = look - DIFFERENCE;
    return { kind: 'difference', first: pair >> 8, second: pair & 255 };
  }
  if (look >= PROPOSAL) return { kind: 'proposal', code: look - PROPOSAL };
  return look === UNSEEN ? { kind: 'nothing' } : { kind: 'label', code: look };
}

/** What decides the cells' looks. */
export interface LookSource {
  readonly cells: Uint8Array;
  readonly overlay: Overlay;
  readonly hidden: boolean;
  readonly proposals: readonly CellProposal[];
  /** cells of the stroke that is being drawn, and the code that it gives */
  readonly draft: { readonly cells: readonly number[]; readonly code: number };
  /** cells in which a second opinion differs, with its code */
  readonly differences: ReadonlyMap<number, number>;
}

/** The look of every cell: a label goes before a proposal, a difference before both. */
export function cellLooks(source: LookSource): Uint32Array {
  const { cells, overlay, draft } = source;
  const looks = new Uint32Array(cells.length);
  if (source.hidden) return looks;
  if (overlay.proposals) {
    for (const { cell, code } of source.proposals) looks[cell] = PROPOSAL + code;
  }
  const label = (cell: number, code: number): void => {
    const shown = overlay.labels && (code !== ABSENT || overlay.absent);
    if (code !== UNSEEN) looks[cell] = shown ? code : 0;
  };
  for (let cell = 0; cell < cells.length; cell += 1) label(cell, cells[cell] ?? UNSEEN);
  for (const cell of draft.cells) {
    looks[cell] = 0;
    label(cell, draft.code);
  }
  if (overlay.labels) {
    for (const [cell, second] of source.differences) {
      looks[cell] = DIFFERENCE + ((cells[cell] ?? UNSEEN) << 8) + second;
    }
  }
  return looks;
}
