import { describe, expect, it } from 'vitest';
import { byChip, decide, decisionOf } from '@/lib/client/gallery/decisions';
import { idsBetween, itemBeside } from '@/lib/client/gallery/grid';
import { GroupItems } from '@/lib/client/gallery/items';
import type { GalleryItem } from '@/lib/client/gallery/items';
import { cropGrid, layOut, rowsBetween } from '@/lib/client/gallery/rows';
import type { GalleryCell, GalleryChip, GalleryPage } from '@/lib/domain/gallery/schema';

const CROWN = 16;
const LOG = 17;

function chip(number: number, cells: GalleryCell[]): GalleryChip {
  return {
    ...{ id: `chip${String(number)}`, number, asset: 'a.tif', imageUrl: '/a' },
    ...{ width: 64, height: 64, rows: 8, cols: 8, cellPx: 8, status: 'SUBMITTED' },
    ...{ suspicion: null, labelled: cells.length, people: [], revision: 3, basis: 'x:1', cells },
  };
}
const cell = (place: number, suspicion: number | null, kept = false): GalleryCell => [
  place,
  CROWN,
  suspicion,
  null,
  kept,
];
const page = (bound: number | null, ...items: GalleryChip[]): GalleryPage => ({ items, bound });
const ids = (items: readonly GalleryItem[]) => items.map((item) => item.id);

function itemsIn(order: 'suspicion' | 'newest', ...pages: GalleryPage[]): readonly GalleryItem[] {
  const group = new GroupItems({ unit: 'cells', order });
  for (const one of pages) group.add(one);
  return group.items;
}
const itemsOf = (...pages: GalleryPage[]) => itemsIn('suspicion', ...pages);

describe('items of a group', () => {
  it('come in the exact order of suspicion, held back until nothing can come before them', () => {
    const first = page(0.6, chip(1, [cell(0, 0.9), cell(1, 0.2)]), chip(2, [cell(0, 0.6)]));
    const second = page(null, chip(3, [cell(0, 0.5), cell(1, 0.1)]));
    expect(ids(itemsOf(first))).toEqual(['chip1:0', 'chip2:0']);
    expect(ids(itemsOf(first, second))).toEqual([
      ...['chip1:0', 'chip2:0', 'chip3:0', 'chip1:1', 'chip3:1'],
    ]);
    const only = page(null, chip(1, [cell(0, 0.1), cell(1, 0.7)]), chip(2, [cell(0, 0.5)]));
    expect(ids(itemsOf(only))).toEqual(['chip1:1', 'chip2:0', 'chip1:0']);
  });

  it('keep the order of chips in other orders, and leave out what a reviewer stands for', () => {
    const pages = page(null, chip(1, [cell(0, 0.1), cell(1, 0.9, true)]), chip(2, [cell(5, 0.8)]));
    expect(ids(itemsIn('newest', pages))).toEqual(['chip1:0', 'chip2:5']);
  });

  it('are given out at the latest where nothing is known of the rest', () => {
    const unknown = page(-1, chip(1, [cell(0, 0.9), cell(1, null)]));
    expect(ids(itemsOf(unknown))).toEqual(['chip1:0', 'chip1:1']);
  });
});

describe('the grid', () => {
  const sections = [
    {
      key: 'a',
      items: itemsOf(
        page(
          null,
          chip(
            1,
            [0, 1, 2, 3, 4].map((n) => cell(n, null)),
          ),
        ),
      ),
    },
    {
      key: 'b',
      items: itemsOf(
        page(
          null,
          chip(
            2,
            [0, 1].map((n) => cell(n, null)),
          ),
        ),
      ),
    },
  ];
  const beside = (id: string | null, step: Parameters<typeof itemBeside>[3]) =>
    itemBeside(sections, 3, id, step)?.id ?? null;

  it('is walked in rows and from group to group', () => {
    expect(beside(null, 'right')).toBe('chip1:0');
    expect(beside('chip1:4', 'right')).toBe('chip2:0');
    expect(beside('chip2:0', 'left')).toBe('chip1:4');
    expect(beside('chip1:2', 'down')).toBe('chip1:4');
    expect(beside('chip1:4', 'down')).toBe('chip2:1');
    expect(beside('chip2:1', 'up')).toBe('chip1:4');
    expect(beside('chip1:0', 'up')).toBeNull();
    expect(beside('chip2:1', 'right')).toBeNull();
    expect([beside('chip1:3', 'first'), beside('chip1:3', 'last')]).toEqual(['chip1:0', 'chip2:1']);
  });

  it('has ranges over groups, in either direction', () => {
    const all = ['chip1:4', 'chip2:0', 'chip2:1'];
    expect(idsBetween(sections, 'chip1:4', 'chip2:1')).toEqual(all);
    expect(idsBetween(sections, 'chip2:1', 'chip1:4')).toEqual(all);
    expect(idsBetween(sections, 'gone', 'chip2:1')).toEqual(['chip2:1']);
  });
});

describe('decisions', () => {
  const [a, b, c] = itemsOf(
    page(null, chip(1, [cell(0, null), cell(1, null)]), chip(2, [cell(0, null)])),
  ) as [GalleryItem, GalleryItem, GalleryItem];

  it('go out by chip, with the label that was seen and the one that is wanted', () => {
    const kept = decide(new Map(), [a, c], { kind: 'keep' });
    const all = decide(kept, [b], { kind: 'label', code: LOG });
    expect(byChip(all).map(({ chip: { number }, ...rest }) => [number, rest.labels])).toEqual([
      [
        1,
        [
          { cell: 0, before: CROWN, after: CROWN },
          { cell: 1, before: CROWN, after: LOG },
        ],
      ],
      [2, [{ cell: 0, before: CROWN, after: CROWN }]],
    ]);
    expect(decide(all, [b], { kind: 'keep' }).size).toBe(3);
  });

  it('of a return stand for all cells of the chip', () => {
    const returned = decide(new Map(), [a], { kind: 'return', reason: 'Look again.' });
    expect(decisionOf(returned, b)).toEqual({ kind: 'return', reason: 'Look again.' });
    expect(decisionOf(returned, c)).toBeNull();
    expect(byChip(returned)[0]?.verdict).toEqual({ kind: 'return', reason: 'Look again.' });
  });
});

describe('the layout', () => {
  const group = { key: '16', name: null, chips: 9, cells: 40, suspicious: 0 };
  const items = itemsOf(
    page(
      null,
      chip(
        1,
        Array.from({ length: 40 }, (_, n) => cell(n, null)),
      ),
    ),
  );
  const grid = cropGrid(1032);

  it('has eight columns in the width of the mock, three on a phone', () => {
    expect(grid.columns).toBe(8);
    expect(cropGrid(374).columns).toBe(3);
  });

  it('shows three rows of each group, all of the one that is open, and keeps room for what is to come', () => {
    const loaded = { items, next: null, loading: false, problem: null };
    const of = (open: boolean) =>
      layOut([group], new Map([['16', loaded]]), grid, { unit: 'cells', open }).rows.map(
        (row) => row.kind,
      );
    expect(of(false)).toEqual(['head', 'items', 'items', 'items']);
    expect(of(true)).toHaveLength(6);
    const coming = { ...loaded, items: items.slice(0, 8), next: '1_1' };
    const { rows, height } = layOut([group], new Map([['16', coming]]), grid, {
      unit: 'cells',
      open: false,
    });
    expect(rows.map((row) => row.kind)).toEqual(['head', 'items', 'rest']);
    expect(height).toBe(40 + 3 * grid.rowPx);
  });

  it('finds the rows of a window by halving', () => {
    const { rows } = layOut(
      [group],
      new Map([['16', { items, next: null, loading: false, problem: null }]]),
      grid,
      { unit: 'cells', open: true },
    );
    const top = 40 + grid.rowPx + 1;
    expect(rowsBetween(rows, top, top + grid.rowPx)).toEqual({ from: 2, to: 4 });
    expect(rowsBetween(rows, 0, 10_000)).toEqual({ from: 0, to: 6 });
  });
});
