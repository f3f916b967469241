import { beforeEach, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { GalleryGroupQuery, GalleryQuery } from '@/lib/domain/gallery/schema';
import type { GalleryPage } from '@/lib/domain/gallery/schema';
import { reviewLabels } from '@/lib/domain/review/label';
import { db } from '@/lib/server/db/client';
import { readGalleryChips } from '@/lib/server/gallery/chips/data';
import { galleryGroups } from '@/lib/server/gallery/groups';
import { labelsOf } from '@/lib/server/gallery/labels';
import { compactChipLabelCounts } from '@/lib/server/gallery/mutations';
import { galleryPage } from '@/lib/server/gallery/page';
import { followDeployments } from '@/lib/server/gallery/follow';
import { deployedVersion, predictionOf, storedLevels } from '@/lib/server/proposal/data';
import { acceptReview, returnReview } from '@/lib/server/review/verdict/verdict';
import { reopenReview } from '@/lib/server/review/reopen';
import { saveReview } from '@/lib/server/review/save';
import { reviewChip } from '@/lib/server/review/view';
import { createAsset, createChips, createLabelling } from '@/tests/server/factories';
import {
  CROWN,
  SHRUB,
  changesOf,
  deploy,
  label,
  oneChip,
  probsOf,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

const ABSENT = 1;
let at: Setting;
beforeEach(async () => {
  at = await setting();
});

const page = (query: Record<string, string> = {}): Promise<GalleryPage> =>
  galleryPage(at.project.scope, at.rita, GalleryQuery.parse(query));

/** Numbers of all chips, read one a page. */
async function numbers(query: Record<string, string>): Promise<number[]> {
  const found: number[] = [];
  for (let cursor: string | undefined; ;) {
    const next = await page({ ...query, limit: '1', ...(cursor ? { cursor } : {}) });
    found.push(...next.items.map((chip) => chip.number));
    if (next.nextCursor === undefined) return found;
    cursor = next.nextCursor;
  }
}

async function groups(
  query: Record<string, string> = {},
): Promise<[string, number, number, number][]> {
  const { items } = await galleryGroups(at.project.scope, GalleryGroupQuery.parse(query));
  return items.map(({ key, chips, cells, suspicious }) => [key, chips, cells, suspicious]);
}

async function accept(chip: Chip): Promise<void> {
  const view = await reviewChip(at.project.scope, chip.id);
  const { revision } = view.consensus;
  await acceptReview(at.project.scope, at.rita, chip.id, {
    ...{ revision, basis: view.basis, openedMs: 0 },
  });
}

/** What is stored of labels is what the rule of lib/domain/review/label.ts says of every chip, and its counts sum up. */
async function expectSettled(): Promise<void> {
  const chips = await db().chip.findMany({
    where: { projectId: at.project.id, status: { in: ['SUBMITTED', 'CONFIRMED'] } },
  });
  const ids = chips.map((chip) => chip.id);
  const version = await deployedVersion(at.project.id);
  const levels = version ? await storedLevels(version.id, ids) : new Map<string, Uint8Array>();
  const rows = await readGalleryChips(at.project.id, ids, at.rita.userId);
  const expected = rows.flatMap((row) => {
    const prediction = predictionOf(version, levels.get(row.id), row.rows * row.cols);
    const labels = reviewLabels(labelsOf(row, prediction));
    const codes = labels.length > 0 ? [0, ...new Set(labels.map((one) => one.code))] : [];
    return codes.map((code) => {
      const of = labels.filter((one) => code === 0 || one.code === code);
      return {
        ...{ chipId: row.id, code, cells: of.length },
        suspicious: of.filter((one) => (one.suspicion ?? 0) >= 0.5).length,
        suspicion: Math.max(...of.map((one) => one.suspicion ?? -1)),
      };
    });
  });
  const stored = await db().chipLabel.findMany({
    where: { projectId: at.project.id },
    select: { chipId: true, code: true, cells: true, suspicious: true, suspicion: true },
  });
  const sorted = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).sort();
  expect(sorted(stored)).toEqual(sorted(expected));
  expect(await counted()).toEqual(await recounted());
}

const counted = () => db().$queryRaw`
  SELECT "state"::text, "code", "split"::text, "versionId", sum("chips")::int AS "chips", sum("cells")::int AS "cells",
    sum("suspicious")::int AS "suspicious" FROM "ChipLabelCount" WHERE "projectId" = ${at.project.id}::uuid
  GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 ORDER BY 1, 2, 3, 4`;
const recounted = () => db().$queryRaw`
  SELECT "state"::text, "code", "split"::text, "versionId", count(*)::int AS "chips", sum("cells")::int AS "cells",
    sum("suspicious")::int AS "suspicious" FROM "ChipLabel" WHERE "projectId" = ${at.project.id}::uuid
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

test('days and cursors are taken as far as they can be stored', async () => {
  await label(at, at.ada, await oneChip(at.project), [CROWN, 0, 0, 0]);
  const days = ['0001-01-01', '9999-12-31'].map(
    async (day) => (await page({ from: day, to: day })).items,
  );
  expect(await Promise.all(days)).toEqual([[], []]);
  const last = '999999999999999.9_999999999';
  expect((await page({ order: 'newest', cursor: last })).items).toHaveLength(1);
  expect((await page({ order: 'newest', cursor: '-1_1' })).items).toEqual([]);
  for (const query of [
    { from: '0000-01-01' },
    { to: '10000-01-01' },
    { order: 'newest', cursor: '99999999999999999999_1' },
    { order: 'newest', cursor: '-999999999999999_1' },
  ]) {
    expect(GalleryQuery.safeParse(query).success).toBe(false);
  }
});

test('labels of chips follow every change of them, and anew they are the same', async () => {
  const v1 = await deploy(at.project);
  const crowns = (...ps: number[]) => ({
    versionId: v1.id,
    probs: probsOf(ps.map((p) => [1 - p, p, 0])),
  });
  const chips = await createChips(at.project, 4);
  const [one, two, three, brought] = chips as [Chip, Chip, Chip, Chip];
  await label(at, at.ada, one, [CROWN, ABSENT, 2, 0], crowns(0.1, 0.9, 0.5, 0.5));
  await expectSettled();
  expect(await groups()).toEqual([
    [String(CROWN), 1, 1, 1],
    ['1', 1, 1, 1],
    ['2', 1, 1, 0],
  ]);
  // two people, who differ in a cell
  await label(at, at.ada, two, [CROWN, CROWN, 0, 0], crowns(0.9, 0.9, 0.5, 0.5));
  await label(at, at.ben, two, [CROWN, SHRUB, SHRUB, 0]);
  await expectSettled();
  expect((await page({ class: String(CROWN) })).items.map((chip) => chip.cells)).toEqual([
    [
      [0, CROWN, expect.closeTo(0.1, 2), CROWN, false],
      [1, CROWN, 1, CROWN, false],
    ],
    [[0, CROWN, expect.closeTo(0.9, 2), ABSENT, false]],
  ]);
  // a reviewer decides it, then accepts; a return takes the labels out, and undone it brings them back
  await saveReview(at.project.scope, at.rita, two.id, save(0, changesOf([0, SHRUB], [0, 0])));
  await expectSettled();
  await accept(two);
  await expectSettled();
  expect(await groups({ state: 'confirmed' })).toHaveLength(2);
  await reopenReview(at.project.scope, at.rita, two.id);
  await returnReview(at.project.scope, at.rita, two.id, 'Look again.');
  await expectSettled();
  await reopenReview(at.project.scope, at.rita, two.id);
  await expectSettled();
  // an import of reviewed labels, and of other ones on the same chip
  const own = await createLabelling(brought, { cells: [SHRUB, SHRUB, ABSENT, 0] });
  await db().labelling.update({ where: { id: own.id }, data: { source: 'import' } });
  await db().chip.update({ where: { id: brought.id }, data: { status: 'CONFIRMED' } });
  expect(await groups({ state: 'imported' })).toEqual([
    [String(SHRUB), 1, 2, 0],
    ['1', 1, 1, 0],
  ]);
  await db().labelling.update({
    where: { id: own.id },
    data: { cells: Uint8Array.from([ABSENT, ABSENT, ABSENT, 0]), revision: 2 },
  });
  await expectSettled();
  // a labeler who goes on takes a chip out
  await label(at, at.ada, three, [CROWN, 0, 0, 0]);
  const before = await recounted();
  await compactChipLabelCounts();
  expect(await counted()).toEqual(before);
  await asOwner(`SELECT "rebuild_chip_labels"()`);
  expect(await counted()).toEqual(before);
  await expectSettled();
  await db().chip.deleteMany({ where: { id: { in: [one.id, brought.id] } } });
  await expectSettled();
});

test('suspicion follows the deployed version: as it scores, and where it has scored before', async () => {
  const v1 = await deploy(at.project);
  const chip = await oneChip(at.project);
  const said = (versionId: string, crown: number) => ({
    versionId,
    probs: probsOf([1, 2, 3, 4].map(() => [1 - crown, crown, 0])),
  });
  await label(at, at.ada, chip, [CROWN, CROWN, CROWN, CROWN], said(v1.id, 0.8));
  expect((await page()).items[0]?.suspicion).toBeCloseTo(0.2, 5);
  await db().modelVersion.update({ where: { id: v1.id }, data: { status: 'RETIRED' } });
  const v2 = await deploy(at.project, 2);
  const { probs } = said(v2.id, 0.4);
  await db().chipProposal.create({
    data: {
      ...{ chipId: chip.id, versionId: v2.id, source: 'runner' },
      probs: Buffer.from(probs, 'base64'),
    },
  });
  expect((await page()).items[0]?.suspicion).toBeCloseTo(0.6, 5);
  await db().modelVersion.update({ where: { id: v2.id }, data: { status: 'RETIRED' } });
  await db().modelVersion.update({ where: { id: v1.id }, data: { status: 'DEPLOYED' } });
  await followDeployments(new Map(), 10);
  expect((await page()).items[0]?.suspicion).toBeCloseTo(0.2, 5);
  expect(await groups({ by: 'version' })).toEqual([[v1.id, 1, 4, 0]]);
  // one that has not looked yet has no word of the one before either
  await db().modelVersion.update({ where: { id: v1.id }, data: { status: 'RETIRED' } });
  await deploy(at.project, 3);
  await followDeployments(new Map(), 10);
  const [item] = (await page()).items;
  expect([item?.suspicion, item?.cells[0]?.[2]]).toEqual([null, null]);
  expect(await groups({ by: 'version' })).toEqual([['none', 1, 4, 0]]);
});

describe('the gallery', () => {
  /** Three chips: two of Ada's, one of Ben's, on two pictures. */
  async function three(): Promise<[Chip, Chip, Chip]> {
    const version = await deploy(at.project);
    const survey = await createAsset(at.project, { width: 64, height: 16, survey: 'Flight 2' });
    const [a, b] = (await createChips(at.project, 2)) as [Chip, Chip];
    const [c] = (await createChips(at.project, 1, { asset: survey, split: 'TEST' })) as [Chip];
    const crown = (p: number) => ({
      versionId: version.id,
      probs: probsOf([1, 2, 3, 4].map(() => [1 - p, p, 0])),
    });
    await label(at, at.ada, a, [CROWN, ABSENT, 0, 0], crown(0.7));
    await label(at, at.ben, b, [CROWN, CROWN, 0, 0], crown(0.2));
    await label(at, at.ada, c, [SHRUB, CROWN, 0, 0], crown(0.5));
    return [a, b, c];
  }

  test('goes by suspicion, the newest first or at random, page by page, each chip once', async () => {
    const [a, b, c] = await three();
    expect(await numbers({ class: String(CROWN) })).toEqual([b.number, c.number, a.number]);
    expect(await numbers({})).toEqual([c.number, b.number, a.number]);
    expect(await numbers({ order: 'newest' })).toEqual([c.number, b.number, a.number]);
    const draws = await db().chip.findMany({
      where: { projectId: at.project.id },
      orderBy: { draw: 'asc' },
    });
    expect(await numbers({ order: 'random' })).toEqual(draws.map((chip) => chip.number));
    const first = await page({ class: String(CROWN), limit: '1' });
    expect(first.bound).toBeCloseTo(0.8, 5);
    expect(first.items[0]?.cells.map(([cell]) => cell)).toEqual([0, 1]);
    expect((await page({ class: String(CROWN) })).bound).toBeNull();
  });

  test('filters by person, version, picture, survey, day and split, and groups by them', async () => {
    const [a, b, c] = await three();
    const only = async (query: Record<string, string>) => (await numbers(query)).toSorted();
    const today = (await groups({ by: 'date' }))[0]?.[0] ?? '';
    expect(await only({ person: at.ada.userId })).toEqual([a.number, c.number].toSorted());
    expect(await only({ person: 'none' })).toEqual([]);
    expect(await only({ asset: c.assetId })).toEqual([c.number]);
    expect(await only({ survey: 'Flight 2' })).toEqual([c.number]);
    expect(await only({ from: today, to: today })).toHaveLength(3);
    expect(await only({ to: '2020-02-02' })).toEqual([]);
    expect(await only({ split: 'TEST' })).toEqual([c.number]);
    expect(await only({ several: '1' })).toEqual([]);
    expect(await only({ version: 'none' })).toEqual([]);
    expect(await only({ state: 'confirmed' })).toEqual([]);
    expect(await only({ from: '9000-01-01' })).toEqual([]);
    expect(await groups({ comments: 'open' })).toEqual([]);
    // of a (0.3) and b (0.8) the crown is as suspicious as the model is unsure of it, of c (0.5)
    expect(await only({ class: String(CROWN), scoreFrom: '0.7' })).toEqual([b.number]);
    expect(await only({ class: String(CROWN), scoreTo: '0.4' })).toEqual([a.number]);
    const doubted = await page({ scoreFrom: '0.6' });
    expect(doubted.items.map((chip) => chip.cells.length)).toEqual([1, 2, 1]);
    expect(await groups({ by: 'person' })).toEqual([
      [at.ada.userId, 2, 4, 2],
      [at.ben.userId, 1, 2, 2],
    ]);
    expect(await groups({ by: 'site', class: String(CROWN) })).toEqual([
      ['', 2, 3, 2],
      ['Flight 2', 1, 1, 0],
    ]);
    expect(await groups({ person: at.ben.userId })).toEqual([[String(CROWN), 1, 2, 2]]);
    expect(b.number).toBeGreaterThan(0);
  });

  test('shows what looks like a chip, and what looks like no other, by embeddings', async () => {
    const [a, b, c] = await three();
    const put = (chip: Chip, ...numbers64: number[]) =>
      db().chipEmbedding.create({
        data: {
          ...{ chipId: chip.id, backboneSha: 'b'.repeat(64) },
          embedding: new Uint8Array(
            Float32Array.from({ length: 64 }, (_, k) => numbers64[k] ?? 0).buffer,
          ),
        },
      });
    await expect(page({ order: 'like', like: String(a.number) })).rejects.toMatchObject({
      text: { key: 'gallery.noEmbedding' },
    });
    await put(a, 1, 0.1);
    await put(b, 0.9, 0.2);
    await put(c, -1, 0.1);
    expect(await numbers({ order: 'like', like: String(a.number) })).toEqual([
      a.number,
      b.number,
      c.number,
    ]);
    expect((await numbers({ order: 'outlier' }))[0]).toBe(c.number);
  });

  test('tells a reviewer nothing of a model on a control chip of theirs', async () => {
    const [a] = await three();
    await db().assignment.create({
      data: { chipId: a.id, userId: at.rita.userId, projectId: at.project.id, control: true },
    });
    const shown = (await page()).items.find((chip) => chip.number === a.number);
    expect(shown?.suspicion).toBeNull();
    expect(shown?.cells.map(([, , suspicion, claim]) => [suspicion, claim])).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});
