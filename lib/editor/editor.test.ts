import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import { isProposed, proposalsOf } from '@/lib/domain/proposal/rule';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { acceptProposals, line, paint, rectangle, restAbsent, toggle } from '@/lib/editor/edits';
import { EMPTY_HISTORY, record, stepBack, stepForward } from '@/lib/editor/history';
import { applyEdits, placeOf, reverseEdits } from '@/lib/editor/labelling';
import type { Edit, Labelling } from '@/lib/editor/labelling';
import { cellsOnScreen, fit, placeAt, zoomAt } from '@/lib/editor/view';

const HALF = personalThreshold(0.5);
const blank = (rows = 6, cols = 7): Labelling => ({
  rows,
  cols,
  cells: new Uint8Array(rows * cols),
});
const code = fc.constantFrom(0, 1, 2, 3, 16, 17, 18);
const cell = fc.integer({ min: 0, max: 41 });
const stroke = fc.oneof(
  fc.record({ kind: fc.constant('paint' as const), cells: fc.array(cell), code }),
  fc.record({ kind: fc.constant('rectangle' as const), from: cell, to: cell, code }),
  fc.record({ kind: fc.constant('toggle' as const), cell, code }),
  fc.record({ kind: fc.constant('rest' as const), seen: fc.array(cell) }),
  fc.record({ kind: fc.constant('accept' as const), cell, code: fc.constantFrom(16, 17) }),
);
type Stroke = typeof stroke extends fc.Arbitrary<infer T> ? T : never;

function editsOf(labelling: Labelling, action: Stroke): Edit[] {
  switch (action.kind) {
    case 'paint':
      return paint(labelling, action.cells, action.code);
    case 'rectangle':
      return paint(
        labelling,
        rectangle(labelling, placeOf(labelling, action.from), placeOf(labelling, action.to)),
        action.code,
      );
    case 'toggle':
      return toggle(labelling, action.cell, action.code);
    case 'rest':
      return restAbsent(labelling, new Set(action.seen));
    case 'accept': {
      const proposal = { cell: action.cell, code: action.code, probability: 0.9 };
      const isOpen = isProposed(proposal, HALF, labelling.cells[action.cell] ?? UNLABELLED);
      return acceptProposals(labelling, isOpen ? [proposal] : []);
    }
  }
}

describe('edits and history', () => {
  it('undoing everything is the start, redoing everything is the end', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 30 }), (actions) => {
        let labelling = blank();
        let history = EMPTY_HISTORY;
        for (const action of actions) {
          const edits = editsOf(labelling, action);
          labelling = applyEdits(labelling, edits);
          history = record(history, edits);
        }
        const end = labelling.cells;
        for (let back = stepBack(history); back; back = stepBack(history)) {
          labelling = applyEdits(labelling, reverseEdits(back.stroke));
          history = back.history;
        }
        expect([...labelling.cells]).toEqual([...blank().cells]);
        for (let forth = stepForward(history); forth; forth = stepForward(history)) {
          labelling = applyEdits(labelling, forth.stroke);
          history = forth.history;
        }
        expect([...labelling.cells]).toEqual([...end]);
      }),
    );
  });

  it('never alters the labelling it was given', () => {
    const labelling = blank();
    Object.freeze(labelling);
    applyEdits(labelling, paint(labelling, [0, 1], 16));
    expect(labelling.cells.every((c) => c === UNLABELLED)).toBe(true);
  });

  it('rest are absent touches only unlabelled cells that were on screen', () => {
    const labelling = applyEdits(blank(2, 2), [{ cell: 0, before: 0, after: 16 }]);
    const after = applyEdits(labelling, restAbsent(labelling, new Set([0, 1])));
    expect([...after.cells]).toEqual([16, ABSENT, UNLABELLED, UNLABELLED]);
  });

  it('a proposal below the threshold, or where a person decided, is not accepted', () => {
    const labelling = applyEdits(blank(1, 3), [{ cell: 0, before: 0, after: ABSENT }]);
    const prediction = {
      ...{ versionId: null, outputs: [{ code: 16, name: 'a' }] },
      values: Float32Array.from([0.9, 0.9, 0.4]),
    };
    const proposed = proposalsOf(prediction, labelling.cells, HALF);
    expect(acceptProposals(labelling, proposed)).toEqual([
      { cell: 1, before: UNLABELLED, after: 16 },
    ]);
  });

  it('a fast drag leaves no gap', () => {
    const cells = line(blank(), { row: 0, col: 0 }, { row: 5, col: 6 }).map((c) =>
      placeOf(blank(), c),
    );
    for (let i = 1; i < cells.length; i += 1) {
      const [a, b] = [cells[i - 1], cells[i]];
      if (!a || !b) throw new Error('gap');
      expect(Math.max(Math.abs(a.row - b.row), Math.abs(a.col - b.col))).toBe(1);
    }
  });
});

describe('view', () => {
  const lattice = { rows: 8, cols: 8, cellPx: 40, picture: { width: 320, height: 300 } };
  const frame = { width: 1000, height: 800 };

  it('keeps the point under the pointer in place while zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 800 }),
        (factor, x, y) => {
          const fitting = fit(lattice, frame, 32);
          const zoomed = zoomAt(fitting, factor, { x, y }, fitting);
          const before = (x - fitting.x) / fitting.scale;
          expect((x - zoomed.x) / zoomed.scale).toBeCloseTo(before, 6);
        },
      ),
    );
  });

  it('finds every cell by its middle, and none beside the picture', () => {
    const view = fit(lattice, frame, 32);
    for (let row = 0; row < 7; row += 1) {
      const point = { x: view.x + 20 * view.scale, y: view.y + (row * 40 + 20) * view.scale };
      expect(placeAt(lattice, view, point)).toEqual({ row, col: 0 });
    }
    const below = { x: view.x + 20 * view.scale, y: view.y + 301 * view.scale };
    expect(placeAt(lattice, view, below)).toBeNull();
    expect(cellsOnScreen(lattice, view, frame)).toHaveLength(64);
  });
});
