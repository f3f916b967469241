import { expect, test } from 'vitest';
import { fromEarlier, fromFirst } from '@/lib/client/outbox/earlier';

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
