import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CellChange } from '@/lib/domain/label/schema';
import { mergeChanges } from '@/lib/domain/label/labelling';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { cellOf, placeOf } from '@/lib/editor/labelling';
import { EditorStore } from '@/lib/editor/store';
import { floodCells } from '@/lib/editor/tools/flood';
import { TOOLS } from '@/lib/editor/tools/tool';
import type { Tool } from '@/lib/editor/tools/tool';

const ROWS = 5;
const COLS = 6;
const SIZE = ROWS * COLS;
const CODES = [0, 1, 2, 3, 16, 17, 18];
const cell = fc.nat(SIZE - 1);
const code = fc.constantFrom(...CODES);

function open(cells: readonly number[] = []): EditorStore {
  const editor = new EditorStore({
    lattice: { rows: ROWS, cols: COLS, cellPx: 10, picture: { width: 60, height: 50 } },
    cells: Uint8Array.from({ length: SIZE }, (_, i) => cells[i] ?? 0),
    activeCode: 16,
    thresholds: personalThreshold(0.5),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true, opacity: 1 },
      ...{ latticeOpacity: 1, by: 'class' },
    },
    onEdits: () => undefined,
  });
  editor.resize({ width: 300, height: 300 });
  editor.pictureShown();
  return editor;
}

/** Gives the editor proposals: a code for each cell, 0 for none above the threshold. */
function propose(editor: EditorStore, codes: readonly number[]): void {
  const outputs = [1, 16, 17].map((output) => ({ code: output, name: String(output) }));
  const values = Float32Array.from({ length: SIZE * 3 }, (_, i) =>
    outputs[i % 3]?.code === codes[Math.floor(i / 3)] ? 0.9 : 0.05,
  );
  editor.set({ prediction: { versionId: 'v', outputs, values } });
}

const tool = fc.constantFrom<Tool>(...TOOLS);
const act = fc.oneof(
  fc.record({
    kind: fc.constant('drag' as const),
    tool,
    path: fc.array(cell, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('keys' as const), tool, at: cell }),
  fc.record({
    kind: fc.constant('go' as const),
    rows: fc.integer({ min: -2, max: 2 }),
    cols: fc.integer({ min: -2, max: 2 }),
    paint: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('input' as const),
    input: fc.constantFrom('finish' as const, 'back', 'cancel', 'interrupt'),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    call: fc.constantFrom<(editor: EditorStore) => void>(
      (editor) => editor.endRun(),
      (editor) => editor.markRestAbsent('absent'),
      (editor) => editor.accept(),
      (editor) => editor.tools.acceptAtCursor(),
    ),
  }),
  fc.record({ kind: fc.constant('mark' as const), code }),
  fc.record({ kind: fc.constant('active' as const), code }),
  fc.record({ kind: fc.constant('size' as const), size: fc.integer({ min: 1, max: 5 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function spot(number: number) {
  const place = placeOf({ cols: COLS }, number);
  const at = { x: place.col + 0.5, y: place.row + 0.5 };
  return { place, at, pixel: { x: at.x * 10, y: at.y * 10 } };
}

function perform(editor: EditorStore, step: Act): void {
  const { tools } = editor;
  switch (step.kind) {
    case 'drag': {
      const [first = 0, ...rest] = step.path;
      tools.choose(step.tool);
      tools.handle({ kind: 'down', tool: step.tool, by: 'hand', ...spot(first) });
      for (const next of rest) tools.handle({ kind: 'move', ...spot(next) });
      tools.handle({ kind: 'up' });
      return;
    }
    case 'keys':
      tools.choose(step.tool);
      editor.set({ cursor: spot(step.at).place });
      tools.useAtCursor();
      return;
    case 'go':
      editor.moveCursor(step.rows, step.cols, step.paint);
      return;
    case 'input':
      tools.handle({ kind: step.input });
      return;
    case 'call':
      step.call(editor);
      return;
    case 'mark':
      editor.mark(step.code);
      return;
    case 'active':
      editor.set({ activeCode: step.code });
      return;
    case 'size':
      editor.set({ brushSize: step.size });
  }
}

const cellsOf = (editor: EditorStore): number[] => [...editor.getState().labelling.cells];
const steps = (editor: EditorStore): number => editor.getState().history.done.length;

describe('any sequence of edits with any tools', () => {
  it('undone is the start, step by step, and redone is the end', () => {
    fc.assert(
      fc.property(
        fc.array(code, { minLength: SIZE, maxLength: SIZE }),
        fc.array(fc.constantFrom(0, 16, 17), { minLength: SIZE, maxLength: SIZE }),
        fc.array(act, { maxLength: 40 }),
        (start, proposed, acts) => {
          const editor = open(start);
          propose(editor, proposed);
          const seen = [cellsOf(editor)];
          for (const step of acts) {
            perform(editor, step);
            // what one step made of the chip, to come back to
            seen[steps(editor)] = cellsOf(editor);
          }
          for (let left = steps(editor); left > 0; left -= 1) {
            expect(cellsOf(editor)).toEqual(seen[left]);
            editor.undo();
          }
          expect(cellsOf(editor)).toEqual(start);
          for (let made = 1; made < seen.length; made += 1) {
            editor.redo();
            expect(cellsOf(editor)).toEqual(seen[made]);
          }
        },
      ),
    );
  });

  it('makes at most one step of a stroke, however many cells it covers', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const editor = open();
        for (const step of acts) {
          const [before, cells] = [steps(editor), cellsOf(editor)];
          perform(editor, step);
          const changed = cellsOf(editor).some((now, i) => now !== cells[i]);
          // a held painting key joins its strokes
          const least = step.kind === 'go' ? 0 : 1;
          expect(steps(editor) - before).toBeLessThanOrEqual(1);
          if (changed) expect(steps(editor) - before).toBeGreaterThanOrEqual(least);
          else expect(steps(editor)).toBe(before);
        }
      }),
    );
  });

  it('changes nothing on a chip that is shown only', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const editor = open();
        editor.set({ readOnly: true });
        for (const step of acts) perform(editor, step);
        expect(cellsOf(editor).every((value) => value === UNLABELLED)).toBe(true);
      }),
    );
  });
});

describe('fill', () => {
  const cells = fc.array(fc.constantFrom(0, 0, 0, 1, 16), { minLength: SIZE, maxLength: SIZE });
  const codes = fc.array(fc.constantFrom(0, 16, 17), { minLength: SIZE, maxLength: SIZE });

  it('never touches a decided cell, and takes all that hangs together and looks the same', () => {
    fc.assert(
      fc.property(cells, codes, cell, (start, proposed, from) => {
        const editor = open(start);
        propose(editor, proposed);
        const look = (i: number) => (start[i] === UNLABELLED ? (proposed[i] ?? 0) : -1);
        const found = new Set(
          floodCells(editor.getState().labelling, editor.shown(), placeOf({ cols: COLS }, from)),
        );
        for (const i of found) expect(look(i)).toBe(look(from));
        if (start[from] !== UNLABELLED) {
          expect(found.size).toBe(0);
          return;
        }
        expect(found.has(from)).toBe(true);
        for (const i of found) {
          const { row, col } = placeOf({ cols: COLS }, i);
          for (const [r, c] of [
            [row - 1, col],
            [row + 1, col],
            [row, col - 1],
            [row, col + 1],
          ] as const) {
            if (r < 0 || c < 0 || r >= ROWS || c >= COLS) continue;
            const next = cellOf({ cols: COLS }, { row: r, col: c });
            // whoever stays out beside it looks different
            if (!found.has(next)) expect(look(next)).not.toBe(look(from));
          }
        }
      }),
    );
  });

  it('goes by what is shown: with proposals off, undecided cells are alike', () => {
    const editor = open();
    propose(
      editor,
      Array.from({ length: SIZE }, (_, i) => (i % COLS === 0 ? 16 : 17)),
    );
    editor.tools.choose('flood');
    editor.tools.useAtCursor();
    expect(cellsOf(editor).filter((value) => value === 16)).toHaveLength(ROWS);
    editor.set({ overlay: { ...editor.getState().overlay, proposals: false } });
    editor.moveCursor(0, 1, false);
    editor.tools.useAtCursor();
    expect(cellsOf(editor).every((value) => value === 16)).toBe(true);
  });
});

describe('the cursor’s cell', () => {
  it('gives its class to the hand: its label, else what is proposed', () => {
    const editor = open([17]);
    propose(editor, [0, 16]);
    editor.set({ activeCode: 3 });
    editor.tools.pickFrom({ row: 0, col: 1 });
    expect(editor.getState().activeCode).toBe(16);
    editor.tools.pickFrom({ row: 0, col: 0 });
    expect(editor.getState().activeCode).toBe(17);
    editor.set({ cursor: { row: 2, col: 2 } });
    expect(editor.tools.canPick()).toEqual({ why: 'nothingToPick' });
  });

  it('accepts its own proposal alone', () => {
    const editor = open();
    propose(editor, [16, 17, 16]);
    editor.moveCursor(0, 1, false);
    editor.tools.acceptAtCursor();
    expect(cellsOf(editor).slice(0, 3)).toEqual([0, 17, 0]);
  });
});

describe('two people on one chip', () => {
  const changes = (codes: readonly (number | null)[], start: readonly number[]): CellChange[] =>
    codes.flatMap((after, i) =>
      after === null || after === start[i]
        ? []
        : [{ cell: i, before: start[i] ?? 0, after, source: 'hand' as const, shown: null }],
    );
  const stream = fc.array(fc.option(code), { minLength: SIZE, maxLength: SIZE });

  it('loses nothing: each change stands, was there already, or is told as a conflict', () => {
    fc.assert(
      fc.property(
        fc.array(code, { minLength: SIZE, maxLength: SIZE }),
        stream,
        stream,
        (start, one, other) => {
          const [mine, theirs] = [changes(one, start), changes(other, start)];
          const first = mergeChanges(Uint8Array.from(start), mine);
          expect(first.conflicts).toEqual([]);
          const both = mergeChanges(first.cells, theirs);
          const told = new Map(both.conflicts.map((conflict) => [conflict.cell, conflict]));
          for (const change of mine) expect(both.cells[change.cell]).toBe(change.after);
          for (const change of theirs) {
            const conflict = told.get(change.cell);
            if (conflict) {
              expect(conflict).toMatchObject({
                yours: change.after,
                theirs: both.cells[change.cell],
              });
            } else expect(both.cells[change.cell]).toBe(change.after);
          }
          expect(both.applied.length + both.already.length + told.size).toBe(theirs.length);
          // cells that neither touched are as they were
          const touched = new Set([...mine, ...theirs].map((change) => change.cell));
          for (let i = 0; i < SIZE; i += 1)
            if (!touched.has(i)) expect(both.cells[i]).toBe(start[i]);
        },
      ),
    );
  });
});
