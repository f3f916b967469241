import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CellProposal } from '@/lib/domain/proposal/rule';
import { BANDS, bandOf } from '@/lib/editor/display/confidence';
import type { Band } from '@/lib/editor/display/confidence';
import type { Overlay } from '@/lib/editor/state';

/**
 * What a cell shows, as one number, so that two drawings of 10,000 cells can be compared at once: 0 nothing, 1 to 255 a
 * label's code, 256 x (1 + variant) + code a proposal, 32,768 + code a label that leaves the colours to the proposals, 65,536 +
 * 256 x first + second two opinions that differ.
 */
export type CellStyle = number;

const PROPOSAL = 256;
const PLAIN = 32_768;
const DIFFERENCE = 65_536;
/** A proposal's variant: 1 where the live head made it, and 2 x (1 + its place in BANDS) where confidence colours it. */
const PREVIEW = 1;
const BANDED = 2;

export type StyleParts =
  | { kind: 'nothing' }
  | { kind: 'label'; code: number; plain: boolean }
  | { kind: 'proposal'; code: number; preview: boolean; band: Band | null }
  | { kind: 'difference'; first: number; second: number };

export function styleParts(style: CellStyle): StyleParts {
  if (style >= DIFFERENCE) {
    const pair = style - DIFFERENCE;
    return { kind: 'difference', first: pair >> 8, second: pair & 255 };
  }
  if (style >= PLAIN) return { kind: 'label', code: style - PLAIN, plain: true };
  if (style >= PROPOSAL) {
    const variant = (style >> 8) - 1;
    const band = BANDS[(variant >> 1) - 1] ?? null;
    return { kind: 'proposal', code: style & 255, preview: (variant & PREVIEW) === PREVIEW, band };
  }
  return style === UNLABELLED ? { kind: 'nothing' } : { kind: 'label', code: style, plain: false };
}

/** What decides the cells' styles. */
export interface StyleSource {
  readonly cells: Uint8Array;
  readonly overlay: Overlay;
  readonly hidden: boolean;
  readonly proposals: readonly CellProposal[];
  /** the proposals are the live head's: a preview, drawn apart */
  readonly preview: boolean;
  /** cells of the stroke that is being drawn, and the code that it gives */
  readonly draft: { readonly cells: readonly number[]; readonly code: number };
  /** cells in which a second opinion differs, with its code */
  readonly differences: ReadonlyMap<number, number>;
}

/** The style of every cell: a label goes before a proposal, a difference before both. */
export function cellStyles(source: StyleSource): Uint32Array {
  const { cells, overlay, draft } = source;
  const styles = new Uint32Array(cells.length);
  if (source.hidden) return styles;
  const banded = overlay.by === 'confidence';
  if (overlay.proposals) {
    const preview = source.preview ? PREVIEW : 0;
    for (const { cell, code, probability } of source.proposals) {
      const band = banded ? BANDED * (1 + BANDS.indexOf(bandOf(probability))) : 0;
      styles[cell] = PROPOSAL * (1 + preview + band) + code;
    }
  }
  const plain = banded ? PLAIN : 0;
  const label = (cell: number, code: number): void => {
    const shown = overlay.labels && (code !== ABSENT || overlay.absent);
    if (code !== UNLABELLED) styles[cell] = shown ? plain + code : 0;
  };
  for (let cell = 0; cell < cells.length; cell += 1) label(cell, cells[cell] ?? UNLABELLED);
  for (const cell of draft.cells) {
    styles[cell] = 0;
    label(cell, draft.code);
  }
  if (overlay.labels) {
    for (const [cell, second] of source.differences) {
      styles[cell] = DIFFERENCE + ((cells[cell] ?? UNLABELLED) << 8) + second;
    }
  }
  return styles;
}
