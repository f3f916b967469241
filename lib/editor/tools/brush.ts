import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { line } from '@/lib/editor/edits';
import { cellOf, placeOf } from '@/lib/editor/labelling';
import type { Place, Labelling } from '@/lib/editor/labelling';
import { IDLE, NOTHING } from '@/lib/editor/tools/tool';
import type { ToolContext, ToolInput, ToolState, ToolStep } from '@/lib/editor/tools/tool';

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
export function brushCells(labelling: Labelling, size: number, place: Place): number[] {
  const { top, left, bottom, right } = footprint(size, place);
  const cells = [cellOf(labelling, place)];
  for (let row = Math.max(0, top); row <= Math.min(labelling.rows - 1, bottom); row += 1) {
    for (let col = Math.max(0, left); col <= Math.min(labelling.cols - 1, right); col += 1) {
      if (row !== place.row || col !== place.col) cells.push(cellOf(labelling, { row, col }));
    }
  }
  return cells;
}

/** What a stroke that begins in a cell gives: the active code, or nothing where it stands already or the eraser is at work. */
export function codeFrom({ labelling, activeCode, erasing }: ToolContext, start: Place): number {
  if (erasing) return UNLABELLED;
  return labelling.cells[cellOf(labelling, start)] === activeCode ? UNLABELLED : activeCode;
}

/** A stroke begins; the eraser is a brush that gives nothing. */
export function beginStroke(context: ToolContext, place: Place): ToolStep {
  const size = context.brushSize;
  const cells = brushCells(context.labelling, size, place);
  return draft({ kind: 'painting', at: place, cells, size, code: codeFrom(context, place) });
}

export function whilePainting(
  state: Extract<ToolState, { kind: 'painting' }>,
  input: ToolInput,
  { labelling }: ToolContext,
): ToolStep {
  if (input.kind === 'up') {
    return { state: IDLE, effect: { kind: 'stroke', cells: state.cells, code: state.code } };
  }
  if (input.kind !== 'move' || !input.place) return { state, effect: NOTHING };
  const cells = new Set(state.cells);
  for (const cell of line(labelling, state.at, input.place)) {
    for (const under of brushCells(labelling, state.size, placeOf(labelling, cell)))
      cells.add(under);
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
