import { UNSEEN } from '@/lib/domain/label/cell-code';
import { line } from '@/lib/editor/edits';
import { cellOf, placeOf } from '@/lib/editor/sheet';
import type { Place, Sheet } from '@/lib/editor/sheet';
import { IDLE, NOTHING } from '@/lib/editor/tools/tool';
import type { Ground, ToolInput, ToolState, ToolStep } from '@/lib/editor/tools/tool';

export const LARGEST_BRUSH = 5;

/** The square of cells that a brush covers, clipped to the lattice; an even one reaches further to the right and down. */
export function footprint(
  size: number,
  { row, col }: Place,
): { top: number; left: number; bottom: number; right: number } {
  const [before, after] = [Math.floor((size - 1) / 2), Math.floor(size / 2)];
  return { top: row - before, left: col - before, bottom: row + after, right: col + after };
}

/** Cells under a brush; the one under the hand comes first. */
export function brushCells(sheet: Sheet, size: number, place: Place): number[] {
  const { top, left, bottom, right } = footprint(size, place);
  const cells = [cellOf(sheet, place)];
  for (let row = Math.max(0, top); row <= Math.min(sheet.rows - 1, bottom); row += 1) {
    for (let col = Math.max(0, left); col <= Math.min(sheet.cols - 1, right); col += 1) {
      if (row !== place.row || col !== place.col) cells.push(cellOf(sheet, { row, col }));
    }
  }
  return cells;
}

/** What a stroke that begins in a cell gives: the active code, or nothing where it stands already or the eraser is at work. */
export function codeFrom({ sheet, activeCode, erasing }: Ground, start: Place): number {
  if (erasing) return UNSEEN;
  return sheet.cells[cellOf(sheet, start)] === activeCode ? UNSEEN : activeCode;
}

/** A stroke begins; the eraser is a brush that gives nothing. */
export function beginStroke(ground: Ground, place: Place): ToolStep {
  const size = ground.brushSize;
  const cells = brushCells(ground.sheet, size, place);
  return draft({ kind: 'painting', at: place, cells, size, code: codeFrom(ground, place) });
}

export function whilePainting(
  state: Extract<ToolState, { kind: 'painting' }>,
  input: ToolInput,
  { sheet }: Ground,
): ToolStep {
  if (input.kind === 'up') {
    return { state: IDLE, effect: { kind: 'stroke', cells: state.cells, code: state.code } };
  }
  if (input.kind !== 'move' || !input.place) return { state, effect: NOTHING };
  const cells = new Set(state.cells);
  for (const cell of line(sheet, state.at, input.place)) {
    for (const under of brushCells(sheet, state.size, placeOf(sheet, cell))) cells.add(under);
  }
  if (cells.size === state.cells.length) {
    return { state: { ...state, at: input.place }, effect: { kind: 'hover', place: input.place } };
  }
  return draft({ ...state, at: input.place, cells: [...cells] });
}

function draft(state: Extract<ToolState, { kind: 'painting' }>): ToolStep {
  const { cells, code } = state;
  return { state, effect: { kind: 'draft', cells, code, outline: [] } };
}
