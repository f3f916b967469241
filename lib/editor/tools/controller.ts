import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { Why } from '@/lib/editor/commands/why';
import type { CellProposal } from '@/lib/domain/proposal/rule';
import { cellOf } from '@/lib/editor/labelling';
import type { Place } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';
import { brushCells } from '@/lib/editor/tools/brush';
import { floodCells } from '@/lib/editor/tools/flood';
import { isDrafting, stepTool } from '@/lib/editor/tools/machine';
import { IDLE } from '@/lib/editor/tools/tool';
import type {
  ToolContext,
  Point,
  Tool,
  ToolEffect,
  ToolInput,
  ToolState,
} from '@/lib/editor/tools/tool';

/** Two clicks nearer than this, in pixels of the screen, are on one point. */
const NEAR_PX = 10;

/** What the tools need of the editor. */
interface ToolEditor {
  getState(): EditorState;
  set(change: Partial<EditorState>): void;
  give(cells: readonly number[], code: number): void;
  pan(dx: number, dy: number): void;
  /** what is proposed in cells that have no label */
  shown(): readonly CellProposal[];
  acceptIn(cells: ReadonlySet<number>): void;
}

/** The tools at work: keeps what is going on, and turns what comes out of the state machine into acts of the editor. */
export class ToolController {
  private readonly editor: ToolEditor;
  private state: ToolState = IDLE;

  constructor(editor: ToolEditor) {
    this.editor = editor;
  }

  handle(input: ToolInput): void {
    const { state, effect } = stepTool(this.state, input, this.context());
    this.state = state;
    this.apply(effect);
  }

  /** Whether something is being drawn that Enter finishes and Escape drops. */
  isDrafting(): boolean {
    return isDrafting(this.state);
  }

  /** Takes up a tool; what another one was drawing is dropped. */
  choose(tool: Tool): void {
    if (this.editor.getState().tool === tool) return;
    this.handle({ kind: 'cancel' });
    this.editor.set({ tool });
  }

  /** The tool at the cursor: one cell, a corner, a fill ... The hand that moves the picture marks as a brush does. */
  useAtCursor(): void {
    const { tool, cursor } = this.editor.getState();
    const middle = { x: cursor.col + 0.5, y: cursor.row + 0.5 };
    this.press(tool === 'pan' ? 'brush' : tool, middle);
  }

  /** A corner of a polygon at a corner of the cursor's cell: 0 is its upper or left side, 1 the other. */
  addCorner(down: 0 | 1, right: 0 | 1): void {
    const { cursor } = this.editor.getState();
    this.press('polygon', { x: cursor.col + right, y: cursor.row + down });
  }

  cursorMoved(place: Place): void {
    if (this.isDrafting()) this.handle({ kind: 'cursor', place });
  }

  /** What painting with keys gives where the cursor passes. */
  sweep(places: readonly Place[]): { cells: number[]; code: number } {
    const { labelling, brushSize, tool, activeCode } = this.editor.getState();
    const cells = places.flatMap((place) => brushCells(labelling, brushSize, place));
    return { cells, code: tool === 'eraser' ? UNLABELLED : activeCode };
  }

  fillFrom(place: Place): void {
    const { labelling, activeCode } = this.editor.getState();
    this.editor.give(floodCells(labelling, this.editor.shown(), place), activeCode);
  }

  /** The code of a cell becomes the active one: its label, else what is proposed there. */
  pickFrom(place: Place): void {
    const { labelling } = this.editor.getState();
    const cell = cellOf(labelling, place);
    const code = labelling.cells[cell] ?? UNLABELLED;
    const picked = code === UNLABELLED ? this.proposalIn(cell)?.code : code;
    if (picked !== undefined) this.editor.set({ activeCode: picked });
  }

  canPick(): true | Why {
    const { labelling, cursor } = this.editor.getState();
    const labelled = labelling.cells[cellOf(labelling, cursor)] !== UNLABELLED;
    return labelled || this.proposalAtCursor() ? true : { why: 'nothingToPick' };
  }

  proposalAtCursor(): CellProposal | undefined {
    const { labelling, cursor } = this.editor.getState();
    return this.proposalIn(cellOf(labelling, cursor));
  }

  acceptAtCursor(): void {
    const { labelling, cursor } = this.editor.getState();
    this.editor.acceptIn(new Set([cellOf(labelling, cursor)]));
  }

  /** Opens the menu of a cell, at a point of the stage; by keys, of the cursor's, below its middle. */
  openMenu(at?: { place: Place; pixel: Point }): void {
    this.handle({ kind: 'interrupt' });
    const { view, lattice, cursor } = this.editor.getState();
    const side = lattice.cellPx * view.scale;
    const middle = {
      x: view.x + (cursor.col + 0.5) * side,
      y: view.y + (cursor.row + 0.5) * side,
    };
    this.editor.set({ cursor: at?.place ?? cursor, menu: at?.pixel ?? middle });
  }

  private press(tool: Tool, at: Point): void {
    const { cursor, view, lattice } = this.editor.getState();
    const side = lattice.cellPx * view.scale;
    const pixel = { x: view.x + at.x * side, y: view.y + at.y * side };
    this.handle({ kind: 'down', tool, by: 'keys', place: cursor, at, pixel });
    this.handle({ kind: 'up' });
  }

  private proposalIn(cell: number): CellProposal | undefined {
    return this.editor.shown().find((proposal) => proposal.cell === cell);
  }

  private context(): ToolContext {
    const { labelling, activeCode, tool, brushSize, cover, lattice, view } = this.editor.getState();
    const { cellPx, picture } = lattice;
    return {
      labelling,
      activeCode,
      erasing: tool === 'eraser',
      brushSize,
      cover,
      extent: {
        width: Math.min(labelling.cols, picture.width / cellPx),
        height: Math.min(labelling.rows, picture.height / cellPx),
      },
      near: Math.min(0.4, NEAR_PX / (cellPx * view.scale)),
    };
  }

  private apply(effect: ToolEffect): void {
    const { editor } = this;
    switch (effect.kind) {
      case 'none':
        return;
      case 'hover':
        if (!isSame(editor.getState().hover, effect.place)) editor.set({ hover: effect.place });
        return;
      case 'draft':
        editor.set({ draft: effect.cells, draftCode: effect.code, outline: effect.outline });
        return;
      case 'stroke':
        editor.set({ draft: [], outline: [] });
        editor.give(effect.cells, effect.code);
        return;
      case 'fill':
        this.fillFrom(effect.place);
        return;
      case 'pick':
        this.pickFrom(effect.place);
        return;
      case 'pan':
        editor.pan(effect.dx, effect.dy);
        return;
    }
  }
}

function isSame(a: Place | null, b: Place | null): boolean {
  return a?.row === b?.row && a?.col === b?.col;
}
