import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import { savedViews } from '@/lib/server/saved-view/data';
import { putView, removeView } from '@/lib/server/saved-view/mutations';
import { createProject, scopeOf } from '@/tests/server/factories';
import { setting } from '@/tests/server/review';

test('views are their maker’s, or shared by who reviews; an admin keeps shared ones in order', async () => {
  const at = await setting();
  const [labeler, reviewer] = [scopeOf(at.project, 'LABELER'), scopeOf(at.project, 'REVIEWER')];
  const names = async (scope: typeof labeler, userId: string) =>
    (await savedViews(scope, userId)).map(({ name, own }) => [name, own]);
  const [mine, shared] = [newId(), newId()];
  const view = { name: 'Mine', shared: false, query: 'order=newest&state=untouched&what=1' };
  await putView(labeler, at.ada.userId, mine, view);
  await expect(
    putView(labeler, at.ada.userId, newId(), { ...view, shared: true }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await putView(reviewer, at.rita.userId, shared, { name: 'All see it', shared: true, query: '' });
  expect(await names(labeler, at.ada.userId)).toEqual([
    ['All see it', false],
    ['Mine', true],
  ]);
  expect(await names(labeler, at.ben.userId)).toEqual([['All see it', false]]);
  expect((await savedViews(labeler, at.ada.userId))[1]?.query).toBe('order=newest&state=untouched');

  await expect(removeView(labeler, at.ada.userId, shared)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(removeView(at.project.scope, at.rolf.userId, mine)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const other = (await createProject()).scope;
  await expect(removeView(other, at.rita.userId, shared)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await putView(at.project.scope, at.rolf.userId, shared, {
    name: 'Renamed',
    shared: true,
    query: '',
  });
  expect((await db().savedView.findUniqueOrThrow({ where: { id: shared } })).userId).toBe(
    at.rita.userId,
  );

  // deleted, and by the same id there again
  await removeView(labeler, at.ada.userId, mine);
  await removeView(labeler, at.ada.userId, mine);
  expect(await names(labeler, at.ada.userId)).toEqual([['Renamed', false]]);
  await putView(labeler, at.ada.userId, mine, view);
  expect(await names(labeler, at.ada.userId)).toHaveLength(2);
});
