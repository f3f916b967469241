import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { EditorStore } from '@/lib/editor/store';
import {
  centreOn,
  coversCells,
  fit,
  limited,
  pan,
  shownPart,
  wholeStep,
  zoomAt,
} from '@/lib/editor/view';

const lattice = { rows: 8, cols: 8, cellPx: 40, picture: { width: 320, height: 300 } };
const frame = { width: 1000, height: 800 };
const place = fc.record({
  x: fc.integer({ min: 0, max: frame.width }),
  y: fc.integer({ min: 0, max: frame.height }),
});
const factor = fc.double({ min: 0.05, max: 20, noNaN: true });
const shift = fc.integer({ min: -5000, max: 5000 });

function open(): EditorStore {
  const editor = new EditorStore({
    lattice,
    cells: new Uint8Array(64),
    activeCode: 16,
    thresholds: personalThreshold(0.5),
    overlay: {
      labels: true,
      lattice: true,
      proposals: true,
      absent: true,
      opacity: 1,
      latticeOpacity: 1,
      by: 'class',
    },
    onEdits: () => undefined,
  });
  editor.resize(frame);
  return editor;
}

/** The share of the window, across and down, that the picture reaches into. */
function reach({ scale, x, y }: { scale: number; x: number; y: number }): [number, number] {
  const across = Math.min(frame.width, x + lattice.picture.width * scale) - Math.max(0, x);
  const down = Math.min(frame.height, y + lattice.picture.height * scale) - Math.max(0, y);
  return [across, down];
}

describe('the view', () => {
  it('is fitted anew in another window while nobody has moved it, else keeps scale and middle', () => {
    const editor = open();
    editor.resize({ width: frame.width, height: frame.height - 60 });
    expect(editor.getState().view).toEqual(
      fit(lattice, { width: frame.width, height: frame.height - 60 }, 32),
    );
    editor.zoom(2);
    const { view } = editor.getState();
    editor.resize(frame);
    expect(editor.getState().view).toEqual({ ...view, y: view.y + 30 });
  });

  it('keeps the point that is zoomed about where it is, unless the picture would leave the window', () => {
    fc.assert(
      fc.property(place, fc.array(factor, { maxLength: 5 }), (at, factors) => {
        const editor = open();
        for (const by of factors) {
          const { view } = editor.getState();
          const free = zoomAt(view, by, at, fit(lattice, frame, 32));
          editor.zoom(by, at);
          const now = editor.getState().view;
          expect(now).toEqual(limited(free, lattice, frame));
          if (now.x === free.x && now.y === free.y) {
            expect((at.x - now.x) / now.scale).toBeCloseTo((at.x - view.x) / view.scale, 6);
            expect((at.y - now.y) / now.scale).toBeCloseTo((at.y - view.y) / view.scale, 6);
          }
        }
      }),
    );
  });

  it('never loses the picture, however it is moved and zoomed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(shift, shift, factor, place), { maxLength: 8 }), (moves) => {
        const editor = open();
        for (const [dx, dy, by, at] of moves) {
          editor.pan(dx, dy);
          editor.zoom(by, at);
          const { view } = editor.getState();
          const [across, down] = reach(view);
          const size = [lattice.picture.width, lattice.picture.height].map((n) => n * view.scale);
          expect(across).toBeGreaterThanOrEqual(Math.min(250, size[0] ?? 0) - 1e-6);
          expect(down).toBeGreaterThanOrEqual(Math.min(200, size[1] ?? 0) - 1e-6);
        }
      }),
    );
  });

  it('limits are limits: a limited view stays as it is', () => {
    fc.assert(
      fc.property(shift, shift, factor, (x, y, scale) => {
        const once = limited({ scale, x, y }, lattice, frame);
        expect(limited(once, lattice, frame)).toEqual(once);
        expect(pan(once, 0, 0, lattice, frame)).toEqual(once);
      }),
    );
  });

  it('centres on any point of the picture', () => {
    fc.assert(
      fc.property(place, factor, (point, scale) => {
        const { x, y } = centreOn({ scale, x: 0, y: 0 }, point, frame);
        expect(point.x * scale + x).toBeCloseTo(frame.width / 2, 6);
        expect(point.y * scale + y).toBeCloseTo(frame.height / 2, 6);
      }),
    );
  });

  it('knows which part of the chip is in the window', () => {
    expect(shownPart(fit(lattice, frame, 32), lattice, frame)).toBeNull();
    expect(shownPart({ scale: 10, x: -100, y: 0 }, lattice, frame)).toEqual({
      ...{ x: 10, y: 0, width: 100, height: 80 },
    });
  });

  it('a picture pixel becomes one pixel of the screen, on any screen', () => {
    for (const ratio of [1, 1.5, 2]) {
      const editor = open();
      editor.zoomTo(1 / ratio);
      expect(editor.getState().view.scale * ratio).toBeCloseTo(1, 9);
    }
  });

  it('steps through whole pixels from any scale, and back', () => {
    expect(wholeStep(0.7, 1, 1)).toBe(1);
    expect(wholeStep(1, 1, 1)).toBe(2);
    expect(wholeStep(1, 1, 2)).toBe(1.5);
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 20, noNaN: true }), (scale) => {
        const up = wholeStep(scale, 1, 1);
        expect(up).toBeGreaterThan(scale);
        expect(wholeStep(up, -1, 1)).toBeLessThan(up);
      }),
    );
  });
});

describe('coversCells', () => {
  const corner = { width: 300, height: 128 };

  it('is false beside a chip that fits with room, true over its last row', () => {
    const wide = { width: 1600, height: 800 };
    expect(coversCells(fit(lattice, wide, 24), lattice, wide, corner)).toBe(false);
    const narrow = { width: 800, height: 800 };
    expect(coversCells(fit(lattice, narrow, 24), lattice, narrow, corner)).toBe(true);
  });

  it('is true zoomed in, and false where the chip was moved away', () => {
    expect(coversCells({ scale: 10, x: -500, y: -500 }, lattice, frame, corner)).toBe(true);
    expect(coversCells({ scale: 1, x: 400, y: 100 }, lattice, frame, corner)).toBe(false);
  });
});
