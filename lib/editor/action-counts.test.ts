import { describe, expect, it } from 'vitest';
import { ActionCounter, actionsSaved } from '@/lib/editor/action-counts';

const edit = (cell: number, before: number, after: number) => ({ cell, before, after });

describe('actions on a chip', () => {
  it('counts strokes, what was accepted and stayed, and what had to be corrected', () => {
    const tallier = new ActionCounter();
    tallier.add([edit(0, 0, 16), edit(1, 0, 16), edit(2, 0, 16), edit(3, 0, 16)], 'accept');
    tallier.add([edit(1, 16, 0)], 'hand');
    tallier.add([edit(6, 0, 16), edit(7, 0, 16)], 'hand');
    tallier.add([edit(1, 0, 1), edit(4, 0, 1), edit(5, 0, 1)], 'rest');
    tallier.add([], 'rest');
    const cells = Uint8Array.from([16, 1, 16, 16, 1, 1, 16, 16]);
    expect(tallier.of(cells)).toEqual({
      ...{ strokes: 4, accepts: 1, fixes: 2, kept: 3, handStrokes: 1, handCells: 2 },
    });
  });

  it('knows whether “the rest are absent” stands', () => {
    const counter = new ActionCounter();
    counter.add([edit(0, 0, 1)], 'hand');
    expect(counter.restStands(Uint8Array.from([1, 0]))).toBe(false);
    counter.add([edit(1, 0, 1)], 'rest');
    expect(counter.restStands(Uint8Array.from([1, 1]))).toBe(true);
    counter.add([edit(1, 1, 0)], 'undo');
    expect(counter.restStands(Uint8Array.from([1, 0]))).toBe(false);
  });

  it('does not call a cell saved that the person would have given with others in one stroke', () => {
    const one = { strokes: 3, accepts: 1, fixes: 0, kept: 12, handStrokes: 0, handCells: 0 };
    expect(actionsSaved([one])).toBe(11);
    expect(actionsSaved([{ ...one, handStrokes: 2, handCells: 8 }])).toBe(2);
    expect(actionsSaved([{ ...one, kept: 0, fixes: 3 }])).toBe(-4);
    expect(actionsSaved([])).toBe(0);
  });
});
