import { beforeAll, expect, it } from 'vitest';
import type { QueueRequest } from '@/lib/domain/queue/schema';
import { QueueRequest as Request } from '@/lib/domain/queue/schema';
import type { Person } from '@/lib/server/auth/person';
import { db } from '@/lib/server/db/client';
import { heartbeatChip, nextChips, readQueue } from '@/lib/server/queue/queue';
import { chipsToScore } from '@/lib/server/proposal/inference/data';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createChips, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createLabeler } from '@/tests/server/people';
import { costly, plansOf } from '@/tests/server/plans';
import { asOwner } from '@/tests/server/owner';

const CHIPS = 40_000;
const LABELLED = 15_000;
const ASSETS = 100;
/** No step of a plan may look at more rows: a hundredth of the chips and less, whatever it looks for. */
const MOST = { most: 1000, never: ['Chip', 'ChipScore', 'Labelling', 'Assignment', 'SecondLook'] };

let project: TestProject;
let ada: Person;
let version: { id: string; backboneSha: string };

/** 40,000 chips of 100 pictures, 15,000 of them labelled by two people; all scored, the labelled ones as the most uncertain. */
beforeAll(async () => {
  project = await createProject();
  [ada] = [await createLabeler(project)];
  const ben = await createLabeler(project);
  const [first] = await createChips(project, 1);
  if (!first) throw new Error('no chip');
  version = await createDeployedVersion(project);
  await db().$executeRaw`
    INSERT INTO "Asset" ("id", "projectId", "sha256", "name", "bytes", "mediaType", "width", "height", "bands", "bitDepth", "rendering", "provenance", "survey")
    SELECT gen_random_uuid(), "projectId", md5(i::text), 'asset ' || i, "bytes", "mediaType", "width", "height", "bands", "bitDepth", "rendering", "provenance", 's' || i % 5
    FROM "Asset", generate_series(1, ${ASSETS}) i WHERE "id" = ${first.assetId}::uuid`;
  await db().$executeRaw`
    INSERT INTO "Chip" ("id", "projectId", "assetId", "number", "gridRow", "gridCol", "x", "y", "width", "height", "rows", "cols",
      "cellPx", "imageSha", "mediaType", "footprint", "block", "split", "status")
    SELECT gen_random_uuid(), c."projectId", a."id", 1 + i, i, 0, 0, i, c."width", c."height", c."rows", c."cols", c."cellPx", c."imageSha", c."mediaType",
      format('[[%s,%s],[%s.5,%s],[%s.5,%s.5],[%s,%s.5],[%s,%s]]', p.x, p.y, p.x, p.y, p.x, p.y, p.x, p.y, p.x, p.y)::jsonb,
      'b' || i, (ARRAY['TRAIN', 'TRAIN', 'CALIBRATION', 'TEST'])[1 + i % 4]::"Split", (CASE WHEN i <= ${LABELLED} THEN 'SUBMITTED' ELSE 'UNTOUCHED' END)::"ChipStatus"
    FROM "Chip" c, generate_series(1, ${CHIPS}) i, LATERAL (SELECT i % 200 AS x, i / 200 AS y) p,
      (SELECT "id", row_number() OVER () - 1 AS n FROM "Asset" WHERE "name" LIKE 'asset %') a
    WHERE a.n = i % ${ASSETS} AND c."id" = ${first.id}::uuid`;
  await db().$executeRaw`
    INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells", "status", "submittedAt")
    SELECT gen_random_uuid(), "id", 'PERSON', (ARRAY[${ada.userId}, ${ben.userId}])[1 + "number" % 2]::uuid, '\\x00', 'SUBMITTED', now()
    FROM "Chip" WHERE "status" = 'SUBMITTED'`;
  await db().$executeRaw`
    INSERT INTO "Assignment" ("chipId", "userId", "projectId", "control")
    SELECT l."chipId", l."userId", ${project.id}::uuid, false FROM "Labelling" l`;
  await db().$executeRaw`
    INSERT INTO "ChipScore" ("chipId", "versionId", "uncertainty", "maxProbabilities")
    SELECT "id", ${version.id}::uuid, CASE WHEN "status" = 'SUBMITTED' THEN 1 ELSE "draw" / 2 END, '\\xffffff'::bytea FROM "Chip"
    WHERE "number" % 2 = 0`;
  // some of the person's own chips wait for somebody else, and others for her
  await db().$executeRaw`
    UPDATE "Chip" SET "status" = 'IN_PROGRESS' WHERE "projectId" = ${project.id}::uuid AND "number" BETWEEN 2 AND 901`;
  await db().$executeRaw`
    INSERT INTO "SecondLook" ("id", "projectId", "chipId", "reason", "firstId", "first", "state", "secondId", "second", "settledAt")
    SELECT gen_random_uuid(), c."projectId", c."id", 'OVERLAP', l."userId", '\\x00', (CASE WHEN c."number" <= 901 THEN 'OPEN' ELSE 'DONE' END)::"SecondLookState",
      CASE WHEN c."number" > 901 THEN l."userId" END, CASE WHEN c."number" > 901 THEN '\\x00'::bytea END, CASE WHEN c."number" > 901 THEN now() END
    FROM "Chip" c JOIN "Labelling" l ON l."chipId" = c."id"`;
  await asOwner('VACUUM ANALYZE');
}, 120_000);

const ask = (request: Partial<QueueRequest>, draw?: () => number) =>
  nextChips(project.scope, ada, Request.parse(request), draw);

it.each<[string, Partial<QueueRequest>, number]>([
  ['by the model', { count: 3 }, 0.9],
  ['at random', { count: 3 }, 0.1],
  ['in order', { mode: 'sequential' }, 0.9],
  ['of an asset', { mode: 'filter', filter: { status: 'untouched', surveys: ['s1'] } }, 0.9],
  [
    'by proposal',
    { mode: 'filter', filter: { status: 'untouched', proposed: { code: 16, from: 0.9, to: 1 } } },
    0.9,
  ],
  [
    'of a large area',
    {
      mode: 'area',
      area: {
        kind: 'ground',
        ring: [
          [0, 0],
          [300, 0],
          [300, 300],
          [0, 300],
        ],
      },
    },
    0.9,
  ],
  [
    'of an area without chips',
    {
      mode: 'area',
      area: {
        kind: 'ground',
        ring: [
          [500, 0],
          [600, 0],
          [600, 60],
          [500, 60],
        ],
      },
    },
    0.9,
  ],
])('the next chip %s reads few rows, by index', async (_, request, draw) => {
  const steps = await plansOf(() => ask(request, () => draw));
  expect(steps.length).toBeGreaterThan(10);
  expect(costly(steps, MOST)).toEqual([]);
});

it('what is left, a heartbeat and the labellings returned to a person read few rows', async () => {
  const steps = await plansOf(async () => {
    await readQueue(project.scope, ada);
    await heartbeatChip(project.scope, ada, CHIPS);
    await ask({ mode: 'returned' });
  });
  // how many chips the version has scored is a count, by an index that holds nothing else
  const others = steps.filter(({ table, rows }) => !(table === 'ChipScore' && rows < CHIPS / 2));
  expect(costly(others, MOST)).toEqual([]);
});

it('chips to score are the first draws of each picture, not a ranking of all', async () => {
  let found = 0;
  const steps = await plansOf(async () => {
    for await (const { split } of chipsToScore(project.id, version))
      found += split === 'TEST' ? 0 : 1;
  });
  expect(found).toBeGreaterThan(1990);
  // four times 2,000 is what it chooses among
  expect(costly(steps, { ...MOST, most: 20_000 })).toEqual([]);
});

it('a chip that is labelled, excluded or put back is closed or open to the model', async () => {
  const chip = await db().chip.findFirstOrThrow({
    where: {
      number: { gt: LABELLED + 100 },
      status: 'UNTOUCHED',
      split: 'TRAIN',
      scores: { some: {} },
    },
  });
  const open = async () =>
    (await db().chipScore.findFirstOrThrow({ where: { chipId: chip.id } })).open;
  const set = (data: object) => db().chip.update({ where: { id: chip.id }, data });
  expect(await open()).toBe(true);
  await set({ skippedReason: 'cloud' });
  expect(await open()).toBe(false);
  await set({ skippedReason: null });
  expect(await open()).toBe(true);
  await set({ status: 'IN_PROGRESS' });
  expect(await open()).toBe(false);
});
