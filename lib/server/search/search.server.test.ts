import { describe, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import { search } from '@/lib/server/search/data';
import {
  createAsset,
  createChips,
  createMember,
  createProject,
  createUser,
  scopeOf,
} from '@/tests/server/factories';

const READER = { userId: newId() };

async function projectWithPictures(...names: string[]) {
  const project = await createProject();
  for (const name of names) {
    const asset = await createAsset(project);
    await db().asset.update({ where: { id: asset.id }, data: { name } });
  }
  return project;
}

describe('search in a project', () => {
  test('finds a chip by its number first, then those whose numbers begin so, and none of another project', async () => {
    const project = await createProject();
    await createChips(project, 21);
    const other = await createProject();
    await createChips(other, 30);
    const scope = scopeOf(project, 'LABELER');
    const numbers = async (q: string) =>
      (await search(scope, READER, q)).chips.map(({ number }) => number);
    expect(await numbers('2')).toEqual([2, 20, 21]);
    expect(await numbers('chip 12')).toEqual([12]);
    expect(await numbers('25')).toEqual([]);
    expect(await numbers('9999999999')).toEqual([]);
    expect((await search(scope, READER, '7')).chips[0]).toMatchObject({
      number: 7,
      status: 'UNTOUCHED',
    });
  });

  test('finds pictures by a part of their name, two letters by its beginning, signs as they are', async () => {
    const project = await projectWithPictures('OSBS_029.tif', 'OSBSx029.tif', 'teak 100%.png');
    const scope = scopeOf(project, 'LABELER');
    const names = async (q: string) =>
      (await search(scope, READER, q)).pictures.map(({ name }) => name);
    expect(await names('029')).toEqual(['OSBS_029.tif', 'OSBSx029.tif']);
    expect(await names('bs_0')).toEqual(['OSBS_029.tif']);
    expect(await names('TE')).toEqual(['teak 100%.png']);
    expect(await names('ak')).toEqual([]);
    expect(await names('%')).toEqual([]);
    expect(await names('0%')).toEqual([]);
    expect(await names('100%')).toEqual(['teak 100%.png']);
    expect(
      (await search(scopeOf(await createProject(), 'LABELER'), READER, '029')).pictures,
    ).toEqual([]);
  });

  test('finds members by name and email, for admins only', async () => {
    const project = await createProject();
    const user = await createUser({ name: 'Ada Lovelace', email: 'countess@example.org' });
    await createMember(project, 'LABELER', user);
    await createUser({ name: 'Ada Elsewhere', email: 'elsewhere@example.org' });
    const admin = scopeOf(project, 'ADMIN');
    const found = { userId: user.id, name: 'Ada Lovelace', email: 'countess@example.org' };
    expect((await search(admin, READER, 'ada')).people).toEqual([found]);
    expect((await search(admin, READER, 'countess')).people).toEqual([found]);
    expect((await search(scopeOf(project, 'REVIEWER'), READER, 'ada')).people).toEqual([]);
  });
});
