import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Prisma } from '@/generated/prisma/client';
import { fromLevels } from '@/lib/domain/proposal/prediction';
import { claimOf } from '@/lib/domain/proposal/rule';
import { DEFAULT_THRESHOLD } from '@/lib/domain/proposal/thresholds';
import { db } from '@/lib/server/db/client';
import { changeProject } from '@/lib/server/project/mutations';
import {
  claimSql,
  deployedVersion,
  readPrediction,
  thresholdsInForce,
} from '@/lib/server/proposal/data';
import { storePredictions } from '@/lib/server/proposal/mutations';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import { createChips, createProject } from '@/tests/server/factories';
import { asOwner } from '@/tests/server/owner';

const OUTPUTS = 3;

/** Levels of absent, crown and shrub, a cell each. */
function levels(...cells: readonly (readonly [number, number, number])[]): Uint8Array {
  return Uint8Array.from(cells.flat());
}

async function setting() {
  const project = await createProject();
  const version = await createDeployedVersion(project, 1, { '16': 0.5 });
  const [chip] = await createChips(project, 1);
  const deployed = await deployedVersion(project.id);
  if (!chip || !deployed) throw new Error('no chip or no version');
  return { project, version, chip, deployed };
}

test('what is stored of a chip is read back with its meaning, and what is newer takes its place with its figures', async () => {
  const { chip, deployed } = await setting();
  const store = (of: Uint8Array, source: 'browser' | 'runner') =>
    storePredictions(db(), deployed, [{ chipId: chip.id, levels: of }], source);
  expect(await readPrediction(deployed, chip.id, 2)).toBeNull();
  const first = levels([204, 51, 0], [0, 153, 102]);
  await store(first, 'runner');
  expect(await readPrediction(deployed, chip.id, 2)).toEqual({
    versionId: deployed.id,
    outputs: deployed.outputs,
    values: fromLevels(first),
  });
  const score = () =>
    db().chipScore.findUniqueOrThrow({
      where: { chipId_versionId: { chipId: chip.id, versionId: deployed.id } },
    });
  expect(await score()).toMatchObject({
    uncertainty: expect.closeTo(0.3, 3) as number,
    maxProbabilities: Uint8Array.from([204, 153, 0]),
  });
  await store(levels([0, 0, 255], [0, 0, 255]), 'browser');
  expect(await score()).toMatchObject({
    uncertainty: 0,
    maxProbabilities: Uint8Array.from([0, 0, 255]),
  });
  const row = await db().chipProposal.findFirstOrThrow({ where: { chipId: chip.id } });
  expect([row.source, row.probs.length]).toEqual(['browser', 2 * OUTPUTS]);
  // another lattice than that of the bytes: nothing is guessed
  expect(await readPrediction(deployed, chip.id, 3)).toBeNull();
});

test("whose threshold holds: the project's, else the version's own by class, else the default", async () => {
  const { project, deployed } = await setting();
  expect(deployed.thresholds).toEqual({
    source: 'version',
    every: DEFAULT_THRESHOLD,
    byCode: { '16': 0.5 },
  });
  await changeProject(project.scope, { threshold: 0.7 });
  expect((await deployedVersion(project.id))?.thresholds).toEqual({
    source: 'project',
    every: 0.7,
    byCode: {},
  });
  await changeProject(project.scope, { threshold: null });
  // a new version starts with its own
  await db().modelVersion.update({ where: { id: deployed.id }, data: { status: 'RETIRED' } });
  expect(await thresholdsInForce(project.id)).toMatchObject({ source: 'default' });
  await createDeployedVersion(project, 2, { '16': 0.3, '17': 0.8 });
  expect(await thresholdsInForce(project.id)).toMatchObject({
    source: 'version',
    byCode: { '16': 0.3, '17': 0.8 },
  });
});

test('the rule in SQL claims what the rule of the browser claims, at every byte and threshold', async () => {
  const { project, deployed } = await setting();
  for (const threshold of [null, 0, 0.2, 0.45, 0.6, 0.99, 1]) {
    await changeProject(project.scope, { threshold });
    const version = await deployedVersion(project.id);
    if (!version) throw new Error('no version');
    const rows = await db().$queryRaw<{ code: number; level: number; claimed: number }[]>`
      SELECT c.code, l.level, ${claimSql(Prisma.sql`c.code`, Prisma.sql`(l.level / 255.0::float8)`)} AS claimed
      FROM unnest(ARRAY[16, 17]) AS c(code), generate_series(0, 255) AS l(level),
        "ModelVersion" v JOIN "Project" p ON p."id" = v."projectId" WHERE v."id" = ${deployed.id}::uuid`;
    expect(rows).toHaveLength(512);
    for (const { code, level, claimed } of rows) {
      const at = code === 16 ? ([0, level, 0] as const) : ([0, 0, level] as const);
      // a likelier class than this one there is not; at level 0 the first class stands for both
      const values = fromLevels(levels(at));
      const prediction = { versionId: version.id, outputs: version.outputs, values };
      if (level === 0 && code === 17) continue;
      expect([code, level, claimed]).toEqual([
        code,
        level,
        claimOf(prediction, 0, version.thresholds),
      ]);
    }
  }
});

test('scores of before are brought to the rule by the migration, as the writer would have it', async () => {
  const { chip, deployed } = await setting();
  // crown and shrub as likely in the first cell, absent likelier than both in the second
  const of = levels([10, 100, 100], [200, 20, 35], [0, 90, 165]);
  await storePredictions(db(), deployed, [{ chipId: chip.id, levels: of }], 'runner');
  const where = { chipId_versionId: { chipId: chip.id, versionId: deployed.id } };
  const read = async () => (await db().chipScore.findUniqueOrThrow({ where })).maxProbabilities;
  const wanted = await read();
  expect(wanted).toEqual(Uint8Array.from([200, 100, 165]));
  await db().chipScore.update({ where, data: { maxProbabilities: Uint8Array.from([9, 9, 9]) } });
  const folder = 'prisma/migrations/20261127083000_max_probabilities_by_the_rule';
  await asOwner(await readFile(`${folder}/migration.sql`, 'utf8'));
  expect(await read()).toEqual(wanted);
});
