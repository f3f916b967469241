import { expect, test } from 'vitest';
import { fromEarlier, fromFirst } from '@/lib/client/outbox/earlier';
import { CellChange } from '@/lib/domain/label/schema';

const place = { order: 3, path: '/projects/x/chips/7/labelling/changes', userId: 'u' };
const old = { cell: 1, before: 0, after: 16, means: 'hand', shown: null } as const;
const change = { cell: 1, before: 0, after: 16, source: 'hand', shown: null };

test('a save that the first version of the page left is sent as a stroke of today', () => {
  const save = { saveId: 's', openedMs: 5, changes: [old] };
  expect(fromFirst({ ...place, sheet: 'x/7', save })).toEqual({
    ...{ kind: 'save', id: 's', ...place, labelling: 'x/7', slug: 'x', number: 0 },
    save: { openedMs: 5, changes: [change] },
  });
});

test.each([{ sheet: 'x/7' }, { labelling: 'x/7' }])(
  'strokes and submits kept under earlier names lose nothing: %o',
  (name) => {
    const task = { ...place, ...name, id: 's', slug: 'x', number: 7 };
    const save = { openedMs: 5, changes: [old] };
    expect(fromEarlier({ ...task, kind: 'save', save })).toMatchObject({
      ...{ kind: 'save', id: 's', labelling: 'x/7', number: 7 },
      save: { openedMs: 5, changes: [change] },
    });
    const submit = { openedMs: 5, proposals: null };
    const submitted = { ...task, kind: 'submit', submit, revision: 2, conflicts: [] } as const;
    expect(fromEarlier(submitted)).toMatchObject({ labelling: 'x/7', submit, revision: 2 });
  },
);

test.each([
  ['before', 'before'],
  ['hidden', 'hidden'],
  // until decision 0018: the model spoke only after the cell was decided
  ['after', 'undrawn'],
  ['a value of some other page', 'undrawn'],
])(
  'a stroke with a proposal that an earlier page showed "%s" is one the server takes',
  (was, is) => {
    const shown = { versionId: null, code: 16, probability: 0.75, when: was };
    const save = { saveId: 's', openedMs: 5, changes: [{ ...old, shown }, old] };
    const task = { ...place, sheet: 'x/7', id: 's', slug: 'x', number: 7, kind: 'save' } as const;
    const wanted = [{ ...change, shown: { ...shown, when: is, threshold: null } }, change];
    for (const carried of [
      fromFirst({ ...place, sheet: 'x/7', save }),
      fromEarlier({ ...task, save }),
    ]) {
      if (carried.kind !== 'save') throw new Error('a stroke became something else');
      expect(carried.save.changes).toEqual(wanted);
      for (const sent of carried.save.changes) expect(CellChange.parse(sent)).toEqual(sent);
    }
  },
);
