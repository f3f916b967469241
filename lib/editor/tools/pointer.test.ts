import { describe, expect, it } from 'vitest';
import { IDLE, stepPointer } from '@/lib/editor/tools/pointer';
import type { PointerEffect, PointerInput, PointerState } from '@/lib/editor/tools/pointer';

const sheet = { rows: 4, cols: 4, cells: new Uint8Array(16) };
const at = (row: number, col: number) => ({ place: { row, col }, point: { x: col, y: row } });

function drive(inputs: PointerInput[]): { state: PointerState; effects: PointerEffect[] } {
  let state: PointerState = IDLE;
  const effects = inputs.map((input) => {
    const step = stepPointer(state, input, sheet);
    state = step.state;
    return step.effect;
  });
  return { state, effects };
}

describe('stepPointer', () => {
  it('paints a dragged line as one stroke, without gaps', () => {
    const { state, effects } = drive([
      { kind: 'down', gesture: 'paint', ...at(0, 0) },
      { kind: 'move', ...at(0, 3) },
      { kind: 'up' },
    ]);
    expect(effects.at(-1)).toEqual({ kind: 'stroke', cells: [0, 1, 2, 3] });
    expect(state).toEqual(IDLE);
  });

  it('frames a rectangle in any direction', () => {
    const { effects } = drive([
      { kind: 'down', gesture: 'rectangle', ...at(2, 2) },
      { kind: 'move', ...at(1, 1) },
      { kind: 'up' },
    ]);
    expect(effects.at(-1)).toEqual({ kind: 'stroke', cells: [5, 6, 9, 10] });
  });

  it('pans by the distance moved and never paints', () => {
    const { effects } = drive([
      { kind: 'down', gesture: 'pan', ...at(0, 0) },
      { kind: 'move', place: null, point: { x: 7, y: -3 } },
      { kind: 'up' },
    ]);
    expect(effects).toEqual([{ kind: 'none' }, { kind: 'pan', dx: 7, dy: -3 }, { kind: 'none' }]);
  });

  it('drops a draft that is cancelled, and starts nothing beside the lattice', () => {
    const cancelled = drive([
      { kind: 'down', gesture: 'paint', ...at(0, 0) },
      { kind: 'cancel' },
      { kind: 'up' },
    ]);
    expect(cancelled.effects.map((e) => e.kind)).toEqual(['draft', 'draft', 'none']);
    const beside = drive([
      { kind: 'down', gesture: 'paint', place: null, point: { x: -9, y: 0 } },
      { kind: 'move', ...at(1, 1) },
    ]);
    expect(beside.effects.at(-1)?.kind).toBe('hover');
  });
});
