import { describe, expect, it } from 'vitest';
import { ABSENT } from '@/lib/domain/label/cell-code';
import type { ShownProposal } from '@/lib/domain/label/schema';
import { personalThreshold, thresholdsOf } from '@/lib/domain/proposal/thresholds';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { EditorStore } from '@/lib/editor/store';

const CROWN = 16;
const OUTPUTS = [
  { code: ABSENT, name: 'absent' },
  { code: CROWN, name: 'crown' },
];

/** Crown is likely on cells 0 and 1, less so on 2, absent likelier than the crown that is drawn on 1. */
const PREDICTION: EditorPrediction = {
  ...{ versionId: 'v', outputs: OUTPUTS },
  values: Float32Array.from([0.1, 0.9, 0.52, 0.48, 0.7, 0.3, 1, 0]),
};

/** An editor of four cells, and what its events say of each cell: when, and the threshold. */
function open(prediction: EditorPrediction | null = PREDICTION) {
  const events = new Map<number, ShownProposal | null>();
  const editor = new EditorStore({
    lattice: { rows: 1, cols: 4, cellPx: 10, picture: { width: 40, height: 10 } },
    cells: new Uint8Array(4),
    activeCode: CROWN,
    thresholds: thresholdsOf(null, { '16': 0.45 }),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true, opacity: 1 },
      ...{ latticeOpacity: 1, by: 'class' },
    },
    onEdits: (edits, _, shownAt) => {
      for (const { cell } of edits) events.set(cell, shownAt(cell));
    },
  });
  if (prediction) editor.set({ prediction });
  const when = (): (string | undefined)[] => [0, 1, 2, 3].map((cell) => events.get(cell)?.when);
  return { editor, events, when };
}

const ALL = [0, 1, 2, 3];

describe('what label events record as shown', () => {
  it('is before only where a mark was drawn, with its class, probability and threshold', () => {
    const { editor, events, when } = open();
    expect(editor.shown().map(({ cell }) => cell)).toEqual([0, 1]);
    editor.give(ALL, ABSENT);
    expect(when()).toEqual(['before', 'before', 'undrawn', 'undrawn']);
    // the drawn class, though the model found absent likelier
    expect(events.get(1)).toEqual({
      ...{ versionId: 'v', code: CROWN, threshold: 0.45, when: 'before' },
      probability: expect.closeTo(0.48, 5) as number,
    });
    expect(events.get(2)).toMatchObject({ code: CROWN, threshold: 0.45 });
  });

  it('is hidden where no mark could be seen', () => {
    const hidden = open(null);
    hidden.editor.set({ hidden: true });
    hidden.editor.set({ prediction: PREDICTION });
    hidden.editor.give(ALL, ABSENT);
    expect(hidden.when()).toEqual(['hidden', 'hidden', 'hidden', 'hidden']);
    const withheld = open({ ...PREDICTION, withheld: true });
    withheld.editor.give(ALL, ABSENT);
    expect(withheld.when()).toEqual(['hidden', 'hidden', 'hidden', 'hidden']);
    expect(withheld.editor.proposalsWereShown()).toBe(false);
  });

  it('stays before once a mark was seen, whatever is hidden or given afterwards', () => {
    const { editor, when } = open();
    editor.set({ hidden: true });
    editor.give([0], ABSENT);
    editor.set({ hidden: false });
    editor.give([0], CROWN);
    editor.undo();
    expect(when()[0]).toBe('before');
  });

  it('follows the slider: a mark that a person let appear was drawn, at their threshold', () => {
    const { editor, events, when } = open();
    editor.set({ thresholds: personalThreshold(0.3) });
    editor.set({ thresholds: personalThreshold(0.95) });
    editor.give(ALL, ABSENT);
    expect(when()).toEqual(['before', 'before', 'before', 'undrawn']);
    expect(events.get(2)?.threshold).toBe(0.3);
    expect(events.get(3)?.threshold).toBe(0.95);
  });

  it('is nothing where no model had said anything, and a labelled cell has no mark', () => {
    const without = open(null);
    without.editor.give(ALL, ABSENT);
    expect([...without.events.values()]).toEqual([null, null, null, null]);
    without.editor.set({ prediction: PREDICTION });
    without.editor.give([0], CROWN);
    expect(without.when()[0]).toBe('undrawn');
  });
});

describe('whether proposals were in sight', () => {
  it('is so once they were, be it that none was drawn, and not where they were hidden, withheld or missing', () => {
    const withoutMarks = { ...PREDICTION, values: Float32Array.from([1, 0, 1, 0, 1, 0, 1, 0]) };
    const seen = (prediction: EditorPrediction | null): boolean =>
      open(prediction).editor.proposalsWereShown();
    expect([PREDICTION, withoutMarks, null, { ...PREDICTION, withheld: true }].map(seen)).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
    const { editor } = open(null);
    editor.set({ hidden: true });
    editor.set({ prediction: PREDICTION });
    expect(editor.proposalsWereShown()).toBe(false);
    editor.set({ hidden: false });
    editor.set({ hidden: true });
    expect(editor.proposalsWereShown()).toBe(true);
  });
});
