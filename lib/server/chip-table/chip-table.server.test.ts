import { beforeAll, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { ChipCountsQuery, ChipTableQuery, CountedFacet } from '@/lib/domain/chip-table/schema';
import type { ChipTableRow } from '@/lib/domain/chip-table/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { chipTablePage } from '@/lib/server/chip-table/page';
import { chipCounts } from '@/lib/server/chip-table/counts/counts';
import { db } from '@/lib/server/db/client';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { createAsset, createChips, createLabelling, scopeOf } from '@/tests/server/factories';
import { CROWN, SHRUB, confirm, deploy, label, probsOf, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

const ABSENT = 1;
let at: Setting;
let versionId: string;
let other: Chip;

/**
 * Two surveys of chips: untouched, excluded, begun by Ada, returned to Ben, waiting (of Ada, of Ben, of both), confirmed and imported;
 * one untouched and one waiting with a comment.
 */
beforeAll(async () => {
  at = await setting();
  ({ id: versionId } = await deploy(at.project));
  const said = (crown: number) => ({
    versionId,
    probs: probsOf([1, 2, 3, 4].map(() => [1 - crown, crown, 0])),
  });
  const survey = await createAsset(at.project, { width: 96, height: 16, survey: 'Flight 2' });
  const [open, begun, mine, both, settled, brought] = (await createChips(at.project, 6)) as [
    ...[Chip, Chip, Chip, Chip, Chip, Chip],
  ];
  const [far, cloudy, back, bens, also] = (await createChips(at.project, 5, {
    ...{ asset: survey, split: 'TEST' },
  })) as [Chip, Chip, Chip, Chip, Chip];
  other = bens;
  await db().chip.update({ where: { id: cloudy.id }, data: { skippedReason: 'cloud' } });
  await label(at, at.ada, mine, [CROWN, ABSENT, 0, 0], said(0.7));
  await label(at, at.ada, both, [CROWN, CROWN, 0, 0], said(0.6));
  await label(at, at.ben, both, [CROWN, SHRUB, 0, 0]);
  await label(at, at.ben, bens, [SHRUB, CROWN, 0, 0], said(0.2));
  await label(at, at.ada, settled, [CROWN, 0, 0, 0], said(0.9));
  await confirm(at, settled);
  await label(at, at.ben, also, [ABSENT, 0, 0, 0]);
  await confirm(at, also);
  await label(at, at.ben, back, [CROWN, 0, 0, 0]);
  await returnReview(at.project.scope, at.rita, back.id, 'Look again.');
  await db().labelling.create({
    data: {
      ...{ id: newId(), chipId: begun.id, kind: 'PERSON', userId: at.ada.userId },
      cells: new Uint8Array(4),
    },
  });
  await db().chip.update({ where: { id: begun.id }, data: { status: 'IN_PROGRESS' } });
  const own = await createLabelling(brought, { cells: [SHRUB, 0, 0, 0] });
  await db().labelling.update({ where: { id: own.id }, data: { source: 'import' } });
  await db().chip.update({ where: { id: brought.id }, data: { status: 'CONFIRMED' } });
  for (const chip of [far, bens]) {
    await db().comment.create({
      data: { id: newId(), chipId: chip.id, userId: at.ada.userId, text: 'A crown?' },
    });
  }
  expect(open.number).toBe(1);
});

async function read(
  query: Record<string, string>,
  as: { scope: ProjectScope; person: Person } = { scope: at.project.scope, person: at.rita },
): Promise<{ items: ChipTableRow[]; more: boolean }> {
  return await chipTablePage(as.scope, as.person, ChipTableQuery.parse(query));
}

/** All rows of a query, two a page; the way back must give the same. */
async function rows(query: Record<string, string>): Promise<ChipTableRow[]> {
  const all: ChipTableRow[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read({ ...query, limit: '2', ...(cursor ? { cursor } : {}) });
    all.push(...page.items);
    cursor = page.items.at(-1)?.place;
    if (!page.more) break;
  }
  const back: number[] = [];
  for (let cursor = all.at(-1)?.place; cursor !== undefined;) {
    const page = await read({ ...query, limit: '2', cursor, back: 'true' });
    back.unshift(...page.items.map(({ number }) => number));
    cursor = page.more ? page.items[0]?.place : undefined;
  }
  expect(back).toEqual(all.slice(0, -1).map(({ number }) => number));
  return all;
}

const FILTERS = (): Record<string, string>[] => [
  {},
  { state: 'waiting' },
  { state: 'confirmed' },
  { split: 'TEST' },
  { survey: 'Flight 2' },
  { survey: '', split: 'TRAIN' },
  { asset: other.assetId },
  { class: String(CROWN) },
  { class: String(SHRUB), state: 'waiting' },
  { person: at.ada.userId },
  { person: at.ben.userId, survey: 'Flight 2' },
  { person: 'none' },
  { version: versionId },
  { version: 'none', split: 'TEST' },
  { scoreFrom: '0.5' },
  { scoreTo: '0.45', class: String(CROWN) },
  { several: 'true' },
  { from: '2020-01-01', to: '9000-01-01' },
  { to: '2020-01-01' },
  { comments: 'open' },
  { comments: 'open', state: 'waiting', person: at.ben.userId },
];

test('a page goes on after the one before in every order and filter, and back the same way', async () => {
  for (const filter of FILTERS()) {
    const byNumber = (await rows(filter)).map(({ number }) => number);
    expect(byNumber).toEqual(byNumber.toSorted((a, b) => a - b));
    for (const order of ['newest', 'suspicion', 'number']) {
      for (const reverse of ['true', 'false']) {
        const others = (await rows({ ...filter, order, reverse })).map(({ number }) => number);
        expect(others.toSorted((a, b) => a - b)).toEqual(byNumber);
      }
    }
  }
}, 120_000);

test('chips with the order’s key come by it, the others after them; a page begins at a place', async () => {
  const scored = await rows({ order: 'suspicion' });
  const scores = scored.map(({ score }) => score ?? -1);
  expect(scores.slice(0, 4)).toEqual(scores.slice(0, 4).toSorted((a, b) => b - a));
  expect(scored.slice(-5).map(({ state }) => state)).toEqual([
    'untouched',
    'begun',
    'untouched',
    'excluded',
    'returned',
  ]);
  const [, , third] = scored;
  const page = await read({ order: 'suspicion', at: third?.place ?? '', limit: '1' });
  expect(page.items.map(({ number }) => number)).toEqual([third?.number]);
  const newest = await rows({ order: 'newest', state: 'waiting' });
  const times = newest.map(({ labelledAt }) => labelledAt ?? '');
  expect(times).toEqual(times.toSorted().reverse());
});

test('a row has what its columns show', async () => {
  const [row] = await rows({ state: 'waiting', survey: 'Flight 2' });
  expect(row).toMatchObject({
    ...{
      asset: expect.stringContaining('asset') as string,
      survey: 'Flight 2',
      state: 'waiting',
      split: 'TEST',
    },
    people: [{ userId: at.ben.userId, name: at.ben.name }],
    cells: [
      { code: CROWN, cells: 1 },
      { code: SHRUB, cells: 1 },
    ],
    ...{ version: 'v1', score: 1, confirmedBy: null, confirmedAt: null },
  });
  const [settled] = await rows({ state: 'confirmed', person: at.ada.userId });
  expect(settled?.confirmedBy).toBe(at.rita.name);
});

describe('counts', () => {
  test('say what a value of a facet would give, under every filter', async () => {
    for (const given of FILTERS()) {
      const { total, facets } = await chipCounts(
        at.project.scope,
        at.rita,
        ChipCountsQuery.parse(given),
      );
      expect(total, JSON.stringify(given)).toEqual({
        count: (await rows(given)).length,
        more: false,
      });
      for (const facet of CountedFacet.options) {
        for (const { value, count, more } of facets[facet]) {
          const what = `${JSON.stringify(given)} ${facet}=${value}`;
          const those = await rows({ ...given, [facet]: value });
          expect([those.length, more], what).toEqual([count, false]);
        }
      }
      const states = facets.state.reduce((sum, { count }) => sum + count, 0);
      const { state: _, ...rest } = given;
      expect(states).toBe((await rows(rest)).length);
    }
  }, 240_000);

  test('of cells are those of the label', async () => {
    const query = ChipCountsQuery.parse({ state: 'waiting', unit: 'cells' });
    const { facets } = await chipCounts(at.project.scope, at.rita, query);
    const cells = await db().chipLabel.groupBy({
      by: ['code'],
      where: { projectId: at.project.id, state: 'WAITING', code: { not: 0 } },
      _sum: { cells: true },
    });
    expect(new Map(facets.class.map(({ value, count }) => [Number(value), count]))).toEqual(
      new Map(cells.map(({ code, _sum }) => [code, _sum.cells])),
    );
  });
});

test('a labeler sees no scores, nobody else’s labels and no label of others that is not confirmed', async () => {
  const as = { scope: scopeOf(at.project, 'LABELER'), person: at.ada };
  const all = (await read({}, as)).items;
  expect(all).toHaveLength(11);
  for (const { people, score, version, state, cells } of all) {
    expect([score, version]).toEqual([null, null]);
    expect(people.filter(({ userId }) => userId !== at.ada.userId)).toEqual([]);
    if (state === 'waiting') expect(cells).toEqual([]);
  }
  const crowns = (await read({ class: String(CROWN) }, as)).items;
  expect(crowns.map(({ state }) => state)).toEqual(['confirmed']);
  const counts = await chipCounts(as.scope, as.person, ChipCountsQuery.parse({}));
  const { person, version, class: classes } = counts.facets;
  expect([person, version]).toEqual([[], []]);
  expect(classes.find(({ value }) => value === String(CROWN))?.count).toBe(1);
  for (const query of [
    { person: at.ben.userId },
    { version: versionId },
    { scoreFrom: '0.5' },
    { order: 'suspicion' },
  ]) {
    await expect(read(query as Record<string, string>, as)).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  await expect(
    chipCounts(as.scope, as.person, ChipCountsQuery.parse({ several: 'true' })),
  ).rejects.toMatchObject({ code: 'forbidden' });
  expect((await read({ person: at.ada.userId }, as)).items.map(({ state }) => state)).toEqual([
    'begun',
    'waiting',
    'waiting',
    'confirmed',
  ]);
  expect(ChipFilter.safeParse({ person: 'somebody' }).success).toBe(false);
});
