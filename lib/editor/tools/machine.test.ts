import { describe, expect, it } from 'vitest';
import { stepTool } from '@/lib/editor/tools/machine';
import { IDLE } from '@/lib/editor/tools/tool';
import type { ToolContext, Tool, ToolEffect, ToolInput, ToolState } from '@/lib/editor/tools/tool';

const CONTEXT: ToolContext = {
  labelling: { rows: 4, cols: 4, cells: new Uint8Array(16) },
  activeCode: 16,
  erasing: false,
  brushSize: 1,
  cover: 'half',
  extent: { width: 4, height: 4 },
  near: 0.2,
};
const spot = (row: number, col: number) => ({
  place: { row, col },
  at: { x: col + 0.5, y: row + 0.5 },
  pixel: { x: col, y: row },
});
const down = (tool: Tool, row: number, col: number, by: 'hand' | 'keys' = 'hand'): ToolInput => ({
  ...{ kind: 'down', tool, by },
  ...spot(row, col),
});
const move = (row: number, col: number): ToolInput => ({ kind: 'move', ...spot(row, col) });
const click = (row: number, col: number): ToolInput[] => [
  down('polygon', row, col),
  { kind: 'up' },
];

function drive(inputs: readonly ToolInput[], context: Partial<ToolContext> = {}) {
  let state: ToolState = IDLE;
  const effects = inputs.map((input): ToolEffect => {
    const step = stepTool(state, input, { ...CONTEXT, ...context });
    state = step.state;
    return step.effect;
  });
  return { state, effects, last: effects.at(-1) };
}

describe('the tools’ state machine', () => {
  it('paints a dragged line as one stroke, without gaps', () => {
    const { state, last } = drive([down('brush', 0, 0), move(0, 3), { kind: 'up' }]);
    expect(last).toEqual({ kind: 'stroke', cells: [0, 1, 2, 3], code: 16 });
    expect(state).toEqual(IDLE);
  });

  it('takes the class off where a stroke begins on it, and erases with the eraser', () => {
    const cells = new Uint8Array(16);
    cells[5] = 16;
    const labelling = { ...CONTEXT.labelling, cells };
    expect(drive([down('brush', 1, 1), { kind: 'up' }], { labelling }).last).toMatchObject({
      code: 0,
    });
    expect(drive([down('eraser', 0, 0), { kind: 'up' }], { erasing: true }).last).toMatchObject({
      ...{ kind: 'stroke', code: 0 },
    });
  });

  it('covers a square with a larger brush, cut at the edge', () => {
    const brush = (brushSize: number, row: number, col: number) => {
      const { last } = drive([down('brush', row, col), { kind: 'up' }], { brushSize });
      return last?.kind === 'stroke' ? [...last.cells].sort((a, b) => a - b) : [];
    };
    expect(brush(3, 1, 1)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
    expect(brush(2, 3, 3)).toEqual([15]);
    expect(brush(5, 0, 0)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
  });

  it('frames a rectangle in any direction, and by keys from corner to corner', () => {
    const dragged = drive([down('rectangle', 2, 2), move(1, 1), { kind: 'up' }]);
    const keyed = drive([
      ...([down('rectangle', 2, 2, 'keys'), { kind: 'up' }] as const),
      { kind: 'cursor', place: { row: 1, col: 2 } },
      { kind: 'cursor', place: { row: 1, col: 1 } },
      move(3, 3),
      { kind: 'finish' },
    ]);
    const stroke = { kind: 'stroke', cells: [5, 6, 9, 10], code: 16 };
    expect([dragged.last, keyed.last]).toEqual([stroke, stroke]);
  });

  it('closes a polygon by Enter or on its first corner, and takes its cells', () => {
    const corners = [...click(0, 0), ...click(0, 3), ...click(3, 3), ...click(3, 0)];
    const entered = drive([...corners, { kind: 'finish' }]);
    const closed = drive([...corners, ...click(0, 0)]);
    expect(entered.last).toMatchObject({ kind: 'stroke', code: 16 });
    expect(closed.last).toEqual(entered.last);
    // its sides run through the middle of the outer cells: all but the four at the corners
    expect(entered.last).toMatchObject({ cells: [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14] });
  });

  it('takes back a polygon’s last corner, and drops it whole', () => {
    const two = [...click(0, 0), ...click(0, 3)];
    expect(drive([...two, { kind: 'finish' }]).last).toEqual({ kind: 'none' });
    const back = drive([...two, { kind: 'back' }]);
    expect(back.last).toMatchObject({ outline: [{ x: 0.5, y: 0.5 }] });
    expect(drive([...two, { kind: 'back' }, { kind: 'back' }]).state).toEqual(IDLE);
    expect(drive([...two, { kind: 'cancel' }]).state).toEqual(IDLE);
    // a double click sets no corner twice
    expect(drive([...two, ...click(0, 3)]).last).toMatchObject({ outline: { length: 2 } });
  });

  it('moves the picture in the middle of a polygon, which goes on after it', () => {
    const { effects, state } = drive([
      ...click(0, 0),
      { ...down('pan', 0, 0), pixel: { x: 0, y: 0 } } as ToolInput,
      { kind: 'move', place: null, at: { x: 0, y: 0 }, pixel: { x: 7, y: -3 } },
      { kind: 'up' },
    ]);
    expect(effects.slice(-2)).toEqual([{ kind: 'pan', dx: 7, dy: -3 }, { kind: 'none' }]);
    expect(state).toMatchObject({ kind: 'outlining', corners: [{ x: 0.5, y: 0.5 }] });
  });

  it('drops what is held at a second finger, and keeps a polygon’s corners', () => {
    const interrupt: ToolInput = { kind: 'interrupt' };
    expect(drive([down('brush', 0, 0), interrupt, { kind: 'up' }]).last).toEqual({ kind: 'none' });
    expect(drive([down('flood', 0, 0), interrupt, { kind: 'up' }]).last).toEqual({ kind: 'none' });
    const outline = drive([...click(0, 0), down('polygon', 3, 3), interrupt, { kind: 'up' }]);
    expect(outline.state).toMatchObject({ corners: { length: 1 }, held: null });
  });

  it('fills and picks where the press ends in the cell in which it began', () => {
    expect(drive([down('flood', 1, 2), { kind: 'up' }]).last).toEqual({
      ...{ kind: 'fill', place: { row: 1, col: 2 } },
    });
    expect(drive([down('pick', 1, 2), move(1, 3), { kind: 'up' }]).last).toEqual({ kind: 'none' });
  });

  it('starts nothing beside the lattice, but a polygon at its edge', () => {
    const beside = (tool: Tool): ToolInput => ({
      ...{ kind: 'down', tool, by: 'hand', place: null },
      ...{ at: { x: -3, y: 9 }, pixel: { x: -9, y: 0 } },
    });
    expect(drive([beside('brush'), move(1, 1)]).last).toMatchObject({ kind: 'hover' });
    expect(drive([beside('polygon'), { kind: 'up' }]).state).toMatchObject({
      corners: [{ x: 0, y: 4 }],
    });
  });
});
