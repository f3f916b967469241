import type { ShownProposal } from '@/lib/domain/label/schema';
import { proposalsOf } from '@/lib/domain/proposal/rule';
import type { CellProposal } from '@/lib/domain/proposal/rule';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import { DrawnMarks } from '@/lib/editor/drawn';
import { acceptProposals, paint, restAbsent } from '@/lib/editor/edits';
import { EMPTY_HISTORY, record, stepBack, stepForward } from '@/lib/editor/history';
import type { History } from '@/lib/editor/history';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { applyEdits, cellOf, reverseEdits } from '@/lib/editor/labelling';
import { PLAIN_PICTURE } from '@/lib/editor/display/picture';
import type { Picture } from '@/lib/editor/display/picture';
import type { Edit, EditSource, Place, Labelling } from '@/lib/editor/labelling';
import type { EditorState, Overlay } from '@/lib/editor/state';
import { ToolController } from '@/lib/editor/tools/controller';
import { cellsOnScreen, centreOn, fit, limited, pan, reveal, zoomAt } from '@/lib/editor/view';
import type { Frame, Lattice, View } from '@/lib/editor/view';

export interface EditorOptions {
  lattice: Lattice;
  cells: Uint8Array;
  activeCode: number;
  thresholds: Thresholds;
  overlay: Overlay;
  picture?: Picture;
  readOnly?: boolean;
  /** the window's size, where it is known already: the chip is fitted into it from the beginning */
  frame?: Frame;
  /** what was done on this chip earlier in the session: it can be undone still */
  history?: History;
  /** every change of the labelling that a person made, as it is made, and what they saw of the model's in a cell until then */
  onEdits: (
    edits: readonly Edit[],
    source: EditSource,
    shownAt: (cell: number) => ShownProposal | null,
  ) => void;
}

const MARGIN = 32;
const NONE: readonly CellProposal[] = [];

/** The editor without React or Konva: state, and the acts that change it. */
export class EditorStore {
  /** the tools at work on this chip, by pointer and keyboard */
  readonly tools = new ToolController(this);
  private current: EditorState;
  private readonly listeners = new Set<() => void>();
  private readonly onEdits: EditorOptions['onEdits'];
  private lastShown: {
    prediction: EditorPrediction;
    labelling: Labelling;
    thresholds: Thresholds;
    shown: readonly CellProposal[];
  } | null = null;
  private readonly drawn = new DrawnMarks();
  private proposalsShown = false;
  private lastDrawn: readonly CellProposal[] = NONE;
  /** without its picture nobody has looked at a cell */
  private pictured = false;
  /** a held key joins its strokes into one step */
  private joining = false;

  constructor(options: EditorOptions) {
    const { lattice, cells, activeCode, thresholds, overlay, readOnly = false } = options;
    this.onEdits = options.onEdits;
    this.current = {
      lattice,
      labelling: { rows: lattice.rows, cols: lattice.cols, cells },
      history: options.history ?? EMPTY_HISTORY,
      cursor: { row: 0, col: 0 },
      activeCode,
      tool: 'brush',
      brushSize: 1,
      cover: 'half',
      prediction: null,
      thresholds,
      overlay,
      hidden: false,
      picture: options.picture ?? PLAIN_PICTURE,
      blink: 'off',
      compare: 'off',
      swipe: 0.5,
      view: { scale: 1, x: 0, y: 0 },
      frame: { width: 0, height: 0 },
      hover: null,
      draft: [],
      draftCode: activeCode,
      outline: [],
      menu: null,
      seen: new Set(),
      readOnly,
    };
    if (options.frame) this.resize(options.frame);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): EditorState => this.current;

  /** Changes that are no edits: tool, overlay, threshold, hover, draft ... */
  set(
    change: Partial<Omit<EditorState, 'labelling' | 'history' | 'view' | 'frame' | 'seen'>>,
  ): void {
    this.update(change);
  }

  /** Gives cells a code, whatever the active one is. */
  give(cells: readonly number[], code: number): void {
    this.edit(paint(this.current.labelling, cells, code), 'hand');
  }

  /** Gives the cursor's cell a code (the keys 0, U, X and the classes). */
  mark(code: number): void {
    const { labelling, cursor } = this.current;
    this.edit(paint(labelling, [cellOf(labelling, cursor)], code), 'hand');
  }

  /** Moves the cursor, and with `painting` gives the active code on the way; a run of these is one step to undo. */
  moveCursor(rows: number, cols: number, painting: boolean): void {
    const { labelling, cursor, lattice, view, frame } = this.current;
    const to: Place = {
      row: Math.min(labelling.rows - 1, Math.max(0, cursor.row + rows)),
      col: Math.min(labelling.cols - 1, Math.max(0, cursor.col + cols)),
    };
    if (painting) {
      const { cells, code } = this.tools.sweep(this.joining ? [to] : [cursor, to]);
      const edits = paint(labelling, cells, code);
      this.edit(edits, 'hand', this.joining);
      this.joining ||= edits.length > 0;
    }
    this.update({ cursor: to });
    this.look(reveal(view, to, lattice, frame));
    this.tools.cursorMoved(to);
  }

  /** The held key was let go: the next painting move begins a new step. */
  endRun(): void {
    this.joining = false;
  }

  /** Enter: the proposals that are shown become labels. */
  accept(): void {
    this.edit(acceptProposals(this.current.labelling, this.shown()), 'accept');
  }

  /** The proposals in some cells become labels. */
  acceptIn(cells: ReadonlySet<number>): void {
    const proposals = this.shown().filter(({ cell }) => cells.has(cell));
    this.edit(acceptProposals(this.current.labelling, proposals), 'accept');
  }

  /** Proposals that are drawn in cells which "the rest are absent" reaches. */
  openProposals(): readonly CellProposal[] {
    const { seen } = this.current;
    return this.shown().filter(({ cell }) => seen.has(cell));
  }

  /** R: unlabelled cells that were on screen become absent; what is drawn in them becomes labels or absent too. One step to undo. */
  markRestAbsent(proposals: 'accept' | 'absent'): void {
    const accepted =
      proposals === 'accept' ? acceptProposals(this.current.labelling, this.openProposals()) : [];
    this.edit(accepted, 'accept');
    const rest = restAbsent(this.current.labelling, this.current.seen);
    this.edit(rest, 'rest', accepted.length > 0);
  }

  undo(): void {
    const step = stepBack(this.current.history);
    if (!step || this.current.readOnly) return;
    this.joining = false;
    this.change(reverseEdits(step.stroke), 'undo', step.history);
  }

  redo(): void {
    const step = stepForward(this.current.history);
    if (!step || this.current.readOnly) return;
    this.joining = false;
    this.change(step.stroke, 'undo', step.history);
  }

  /** The server's cells after a save merged somebody else's: no step to undo, no edit to send. */
  adopt(cells: Uint8Array): void {
    this.update({ labelling: { ...this.current.labelling, cells } });
  }

  /** Proposals that are drawn now; the same array until something about them changes. */
  shown(): readonly CellProposal[] {
    const { prediction, labelling, thresholds } = this.current;
    if (!prediction || !this.isVisible()) return NONE;
    const { lastShown: last } = this;
    if (
      last?.prediction !== prediction ||
      last.labelling !== labelling ||
      last.thresholds !== thresholds
    ) {
      const shown = proposalsOf(prediction, labelling.cells, thresholds);
      this.lastShown = { prediction, labelling, thresholds, shown };
    }
    return this.lastShown?.shown ?? NONE;
  }

  /** Whether proposals have been in sight on this chip, be it that there was none to draw. */
  proposalsWereShown(): boolean {
    return this.proposalsShown;
  }

  private isVisible(): boolean {
    const { prediction, overlay, hidden } = this.current;
    return prediction?.withheld !== true && overlay.proposals && !hidden;
  }

  /** The window's size: the chip is fitted at first, and as long as the person has not moved it; then the window's middle stays. */
  resize(frame: Frame): void {
    const { frame: before, view, lattice } = this.current;
    const { width, height } = before;
    if (frame.width === width && frame.height === height) return;
    const fitting = this.fitting();
    const moved = view.scale !== fitting.scale || view.x !== fitting.x || view.y !== fitting.y;
    this.current = { ...this.current, frame };
    if (width === 0 || !moved) this.fit();
    else {
      const [dx, dy] = [(frame.width - width) / 2, (frame.height - height) / 2];
      this.look(pan(view, dx, dy, lattice, frame));
    }
  }

  fit(): void {
    this.look(this.fitting());
  }

  private fitting(): View {
    const { lattice, frame } = this.current;
    return fit(lattice, frame, Math.min(MARGIN, frame.width * 0.05));
  }

  zoom(factor: number, at?: { x: number; y: number }): void {
    const { view, lattice, frame } = this.current;
    const centre = { x: frame.width / 2, y: frame.height / 2 };
    const zoomed = zoomAt(view, factor, at ?? centre, fit(lattice, frame, MARGIN));
    this.look(limited(zoomed, lattice, frame));
  }

  /** Screen pixels a picture pixel, about a point of the window that stays (its middle when none is given). */
  zoomTo(scale: number, at?: { x: number; y: number }): void {
    this.zoom(scale / this.current.view.scale, at);
  }

  /** Brings a point of the picture into the middle of the window. */
  centreOn(point: { x: number; y: number }): void {
    const { view, lattice, frame } = this.current;
    this.look(limited(centreOn(view, point, frame), lattice, frame));
  }

  pan(dx: number, dy: number): void {
    const { view, lattice, frame } = this.current;
    this.look(pan(view, dx, dy, lattice, frame));
  }

  /** The picture has come: from now on cells that are on screen count as looked at. */
  pictureShown(): void {
    this.pictured = true;
    this.look(this.current.view);
  }

  private look(view: View): void {
    const { lattice, frame, seen } = this.current;
    const visible = this.pictured && frame.width > 0 ? cellsOnScreen(lattice, view, frame) : [];
    const fresh = visible.some((cell) => !seen.has(cell));
    this.update({ view, ...(fresh ? { seen: new Set([...seen, ...visible]) } : {}) });
  }

  private edit(edits: readonly Edit[], source: EditSource, join = false): void {
    if (!join) this.joining = false;
    if (edits.length === 0 || this.current.readOnly) return;
    this.change(edits, source, record(this.current.history, edits, join));
  }

  private change(edits: readonly Edit[], source: EditSource, history: History): void {
    const { labelling } = this.current;
    this.update({ labelling: applyEdits(labelling, edits), history });
    // an edit changes neither the prediction nor whether it is visible
    const { prediction, thresholds } = this.current;
    const sight = { prediction, thresholds, visible: this.isVisible() };
    this.onEdits(edits, source, (cell) => this.drawn.at(cell, sight));
  }

  private update(change: Partial<EditorState>): void {
    const before = this.lastDrawn;
    this.current = { ...this.current, ...change };
    this.proposalsShown ||= this.current.prediction !== null && this.isVisible();
    this.lastDrawn = this.shown();
    if (this.lastDrawn !== before) {
      const { prediction, thresholds } = this.current;
      this.drawn.add(this.lastDrawn, { prediction, thresholds, visible: true });
    }
    for (const listener of this.listeners) listener();
  }
}

/** How many cells have each code. */
export function countCodes(labelling: Labelling): Map<number, number> {
  const counts = new Map<number, number>();
  for (const code of labelling.cells) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
