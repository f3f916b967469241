import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GalleryStore } from '@/lib/client/gallery/gallery-store';
import { GroupItems } from '@/lib/client/gallery/items';
import type { GalleryChip } from '@/lib/domain/gallery/schema';
import { viewOf } from '@/lib/domain/gallery/view';

function chip(number: number): GalleryChip {
  return {
    ...{ id: `chip${String(number)}`, number, asset: 'a.tif', imageUrl: '/a' },
    ...{ width: 64, height: 64, rows: 8, cols: 8, cellPx: 8, status: 'SUBMITTED' },
    ...{ suspicion: null, labelled: 0, people: [], revision: 3, basis: 'x:1', cells: [] },
  };
}

const sent: string[] = [];
beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', (url: string) => {
    sent.push(url.replace(/^.*chips\//, ''));
    return Promise.resolve(Response.json({ status: 'CONFIRMED', next: null }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A gallery of two chips of which the first is confirmed and saved. */
async function saved() {
  const store = new GalleryStore('p', viewOf([['unit', 'chips']]));
  const group = new GroupItems(store.view);
  group.add({ items: [chip(1), chip(2)], bound: null });
  const [first, second] = group.items;
  if (!first || !second) throw new Error('no items');
  store.lay([{ key: 'a', items: group.items }], 2);
  store.point(first.id, 'cursor');
  store.decide({ kind: 'keep' });
  await store.save();
  store.lay([{ key: 'a', items: [second] }], 2);
  return { store, second };
}

it('a save that is taken back says how many decisions it was, and is gone then', async () => {
  const { store } = await saved();
  expect(await store.undo()).toEqual({ saved: 1, problems: [] });
  expect(sent).toEqual(['chip1/review/accept', 'chip1/review/reopen']);
  expect(store.getState().canUndo).toBe(false);
  expect(await store.undo('save')).toBeNull();
  expect(sent).toHaveLength(2);
});

it('the offer of a save takes that save back, and leaves what was decided since', async () => {
  const { store, second } = await saved();
  store.point(second.id, 'cursor');
  store.decide({ kind: 'keep' });
  expect(await store.undo('save')).toEqual({ saved: 1, problems: [] });
  expect(sent.at(-1)).toBe('chip1/review/reopen');
  expect(store.decisionOf(second)).toEqual({ kind: 'accept' });
  expect(await store.undo()).toEqual({ saved: 0, problems: [] });
  expect(store.decisionOf(second)).toBeNull();
});
