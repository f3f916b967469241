import { beforeEach, describe, expect, it } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import type { QueueReply, QueueRequest } from '@/lib/domain/queue/schema';
import { QueueRequest as Request } from '@/lib/domain/queue/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { storePredictions } from '@/lib/server/proposal/mutations';
import { heartbeatChip, heartbeatChips, nextChips, readQueue } from '@/lib/server/queue/queue';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createAsset, createChips, createLabelling, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';

let project: TestProject;
let ada: Person;
beforeEach(async () => {
  project = await createProject();
  ada = await createLabeler(project);
});

const ask = (request: Partial<QueueRequest>, draw?: () => number, person = ada) =>
  nextChips(project.scope, person, Request.parse(request), draw);
const numbers = (reply: QueueReply) => reply.items.map(({ chip }) => chip.number);
const reasons = (reply: QueueReply) => [...new Set(reply.items.map(({ reason }) => reason))];

/** Always the same number: 0.9 is never a check, 0.1 always is one. */
const always = (value: number) => () => value;

async function asset(width = 4000) {
  return await createAsset(project, { width, height: 64 });
}

/** Labelled chips on an asset of their own, so that the model has a say. */
async function labelled(count: number, split: 'TRAIN' | 'TEST' = 'TRAIN'): Promise<void> {
  await createChips(project, count, { asset: await asset(), status: 'SUBMITTED', split });
}

/** What the version `id` expects of chips: the chance that a cell is wrong, and what the chip is like. */
async function score(id: string, chips: readonly Chip[], uncertainties: readonly number[]) {
  const outputs = [1, 16, 17].map((code) => ({ code, name: String(code) }));
  const rows = chips.map((chip, i) => {
    const sure = Math.round(255 * (1 - (uncertainties[i] ?? 0)));
    const probs = Uint8Array.from({ length: 16 * 3 }, (_, k) => (k % 3 === 1 ? sure : 0));
    const numbers = Float32Array.from({ length: 64 }, (_, k) => Number(k === i));
    return { chipId: chip.id, levels: probs, embedding: new Uint8Array(numbers.buffer) };
  });
  await storePredictions(db(), { id, outputs, backboneSha: 'b'.repeat(64) }, rows, 'runner');
}

describe('recommended', () => {
  it('spreads the first chips over pictures, not in proportion to their chips', async () => {
    await createChips(project, 30, { asset: await asset() });
    await createChips(project, 2, { asset: await asset() });
    await createChips(project, 2, { asset: await asset() });
    const reply = await ask({ count: 6 }, Math.random);
    expect(reply).toMatchObject({ fallback: 'few-labels', why: null });
    expect(reasons(reply)).toEqual(['random']);
    const assets = reply.items.map(({ chip }) => chip.asset.id);
    for (const id of new Set(assets)) expect(assets.filter((one) => one === id)).toHaveLength(2);
    expect(new Set(assets).size).toBe(3);
  });

  it('says that no model has a say, or that it has scored none of the chips', async () => {
    await createChips(project, 5);
    await labelled(20);
    expect(await ask({}, always(0.9))).toMatchObject({ fallback: 'no-model' });
    const version = await createDeployedVersion(project);
    const other = await createLabeler(project);
    const reply = await ask({}, always(0.9), other);
    expect(reply).toMatchObject({ fallback: 'not-scored', items: [{ reason: 'random' }] });
    // and has a runner score them
    const jobs = () => db().job.findMany({ where: { projectId: project.id } });
    await expect
      .poll(jobs, { timeout: 20_000 })
      .toMatchObject([{ kind: 'INFER', params: { modelId: version.id } }]);
    await ask({ skip: numbers(reply) }, always(0.9), other);
    expect(await db().job.count()).toBe(1);
  });

  it('gives what the model is uncertain of, then what is unlike it; never a test chip, however uncertain', async () => {
    await labelled(20);
    const version = await createDeployedVersion(project);
    const train = await createChips(project, 3);
    const [test] = await createChips(project, 1, { split: 'TEST' });
    if (!test) throw new Error('no chip');
    await score(version.id, [...train, test], [0.2, 0.5, 0.1, 0.9]);
    const reply = await ask({ count: 3 }, always(0.9));
    expect(numbers(reply)[0]).toBe(train[1]?.number);
    expect(reply.items[0]?.reason).toBe('uncertain');
    expect(numbers(reply)).not.toContain(test.number);
    expect(reply).toMatchObject({ fallback: null });
  });

  it('draws every fifth at random as a check, among test chips while these lag behind', async () => {
    await labelled(20);
    const version = await createDeployedVersion(project);
    const train = await createChips(project, 8);
    const test = await createChips(project, 4, { split: 'TEST' });
    await score(version.id, train, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]);
    let asked = 0;
    // the first five draws decide which is a check: the third is
    const draw = () => [0.5, 0.9, 0.1, 0.7, 0.3][asked++] ?? 0.5;
    const reply = await ask({ count: 5 }, draw);
    const checks = reply.items.filter(({ reason }) => reason === 'check');
    expect(checks).toHaveLength(1);
    expect(test.map((chip) => chip.number)).toContain(checks[0]?.chip.number);
    expect(reply.items).toHaveLength(5);
  });
});

describe('areas and filters', () => {
  it('gives chips whose middle lies in a ring of longitudes and latitudes', async () => {
    const chips = await createChips(project, 4);
    for (const [i, chip] of chips.entries()) {
      const [west, south] = [10 + i, 50];
      const footprint = [
        [west, south + 1],
        [west + 1, south + 1],
        [west + 1, south],
        [west, south],
        [west, south + 1],
      ];
      await db().chip.update({ where: { id: chip.id }, data: { footprint } });
    }
    const ring: [number, number][] = [
      [11.1, 49],
      [12.9, 49],
      [12.9, 52],
      [11.1, 52],
    ];
    const reply = await ask({ mode: 'area', area: { kind: 'ground', ring }, count: 4 });
    expect(numbers(reply)).toEqual([chips[1]?.number, chips[2]?.number]);
    expect(reasons(reply)).toEqual(['area']);
    expect(reply.why).toEqual({ code: 'noneInArea' });
  });

  it('gives chips of a ring in pixels, or of rows and columns, of one picture only', async () => {
    const on = await asset();
    const chips = await createChips(project, 4, { asset: on });
    await createChips(project, 4);
    const ring: [number, number][] = [
      [40, -1],
      [90, -1],
      [90, 40],
      [40, 40],
    ];
    const pixels = { kind: 'pixels', asset: on.id, ring } as const;
    const drawn = await ask({ mode: 'area', area: pixels, count: 9 });
    expect(numbers(drawn)).toEqual([chips[1]?.number, chips[2]?.number]);
    const grid = { kind: 'grid', asset: on.id, rows: [0, 0], cols: [0, 1] } as const;
    const ben = await createLabeler(project);
    const typed = await ask(
      { mode: 'area', area: { ...grid, rows: [0, 0], cols: [0, 1] }, count: 9 },
      undefined,
      ben,
    );
    // the second is ada's by now
    expect(numbers(typed)).toEqual([chips[0]?.number]);
  });

  it('filters by picture, survey, proposed class with its band, and own labellings', async () => {
    const version = await createDeployedVersion(project);
    const on = await createAsset(project, { width: 4000, height: 64, survey: 'spring' });
    const [sure, half, mine] = await createChips(project, 3, { asset: on });
    const [other] = await createChips(project, 1);
    if (!sure || !half || !mine || !other) throw new Error('no chips');
    await score(version.id, [sure, half, other], [0.05, 0.5, 0.05]);
    await createLabelling(mine, { user: { id: ada.userId }, cells: Array<number>(16).fill(1) });
    await db().chip.update({ where: { id: mine.id }, data: { status: 'SUBMITTED' } });
    const filtered = async (filter: object) => {
      await db().chipLease.deleteMany({});
      return numbers(
        await ask({ mode: 'filter', filter: { status: 'untouched', ...filter }, count: 9 }),
      );
    };
    expect(await filtered({ assets: [on.id] })).toEqual([sure.number, half.number]);
    expect(await filtered({ surveys: ['spring'] })).toEqual([sure.number, half.number]);
    const red = { proposed: { code: 16, from: 0.9, to: 1 } };
    expect(await filtered(red)).toEqual([sure.number, other.number]);
    expect(await filtered({ surveys: ['spring'], ...red })).toEqual([sure.number]);
    expect(await filtered({ proposed: { code: 17, from: 0.45, to: 1 } })).toEqual([]);
    expect(await filtered({ status: 'submitted' })).toEqual([mine.number]);
  });
});

describe('many chips', () => {
  it('gives 50 people who ask at once for 3 of 60 chips no chip twice', async () => {
    await createChips(project, 60);
    const people = await Promise.all(Array.from({ length: 50 }, () => createLabeler(project)));
    const replies = await Promise.all(people.map((p) => ask({ count: 3 }, Math.random, p)));
    const all = replies.flatMap(numbers);
    expect(all).toHaveLength(60);
    expect(new Set(all).size).toBe(60);
  });
});

it('takes chips offline: at most 60, for hours, and a heartbeat does not shorten that', async () => {
  await createChips(project, 64);
  const reply = await ask({ mode: 'sequential', count: 60, offlineSeconds: 4 * 3600 });
  expect(reply.items).toHaveLength(60);
  expect(reply.items[0]?.seconds).toBe(4 * 3600);
  const more = await ask({ mode: 'sequential', count: 2, skip: numbers(reply) });
  expect(more).toMatchObject({ items: [], why: { code: 'full', most: 60 } });
  const ben = await createLabeler(project);
  expect(await heartbeatChips(project.scope, ada, { numbers: [1, 999] })).toEqual({
    held: [1],
    lost: [{ number: 999, by: null }],
  });
  expect(await heartbeatChips(project.scope, ben, { numbers: [1, 61] })).toEqual({
    held: [61],
    lost: [{ number: 1, by: ada.name }],
  });
  const [lease] = await db().$queryRaw<{ left: number }[]>`
    SELECT extract(epoch FROM min("expiresAt") - now())::int AS "left" FROM "ChipLease" WHERE "offline"`;
  expect(lease?.left).toBeGreaterThan(3 * 3600);
});

it('neither heartbeats nor opened numbers take a chip beyond the 60 that one person may hold', async () => {
  await createChips(project, 64);
  await ask({ mode: 'sequential', count: 59 });
  expect(await heartbeatChips(project.scope, ada, { numbers: [1, 60, 61, 62] })).toEqual({
    held: [1, 60],
    lost: [
      { number: 61, by: null },
      { number: 62, by: null },
    ],
  });
  // a chip opened by its number can be labelled all the same; it stays free for others
  expect(await heartbeatChip(project.scope, ada, 63)).toMatchObject({ heldBy: null });
  expect(await db().chipLease.count({ where: { userId: ada.userId } })).toBe(60);
  const ben = await createLabeler(project);
  await heartbeatChip(project.scope, ben, 63);
  expect(await heartbeatChip(project.scope, ada, 63)).toMatchObject({
    heldBy: { userId: ben.userId },
  });
});

it('many heartbeats at once stay within the 60 as well', async () => {
  await createChips(project, 90);
  await Promise.all(
    Array.from({ length: 9 }, (_, i) =>
      heartbeatChips(project.scope, ada, {
        numbers: Array.from({ length: 10 }, (__, j) => 10 * i + j + 1),
      }),
    ),
  );
  expect(await db().chipLease.count({ where: { userId: ada.userId } })).toBe(60);
});

it('what is left counts neither chips that others hold, which it tells, nor those that one passed over', async () => {
  const chips = await createChips(project, 6);
  const ben = await createLabeler(project);
  await ask({ mode: 'sequential', count: 3 }, undefined, ben);
  // Ben holds the first three; Ada passed over one of them, and one of the others
  const skipped = chips.filter((_, place) => place === 0 || place === 5);
  await db().chipSkip.createMany({
    data: skipped.map(({ id }) => ({
      ...{ chipId: id, userId: ada.userId, reason: 'blurred', excluded: false },
    })),
  });
  expect(await readQueue(project.scope, ada)).toMatchObject({ left: 2, held: 2 });
  expect(await readQueue(project.scope, ben)).toMatchObject({ left: 6, held: 0 });
});
