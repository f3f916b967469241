import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { GET as fileRoute } from '@/app/api/v1/projects/[project]/models/[version]/files/[...path]/route';
import { CompleteReply } from '@/lib/contracts/runner';
import { db } from '@/lib/server/db/client';
import { deployVersion } from '@/lib/server/model/deploy';
import { listVersions, readDeployedModel, readVersion } from '@/lib/server/model/data';
import { queueProposals } from '@/lib/server/proposal/inference/jobs';
import { findJob } from '@/lib/server/jobs/data';
import { readTraining, startTraining } from '@/lib/server/training/start';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
  createToken,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { TestRunner, doTraining, makePackage, metricsOf, sha256Of } from '@/tests/server/runner';
import { asOwner } from '@/tests/server/owner';

const runner = await TestRunner.create();

const LABELLING = Array.from({ length: 16 }, (_, i) => (i < 8 ? 1 : 16));

async function confirm(project: TestProject, count: number): Promise<void> {
  for (const chip of await createChips(project, count, { status: 'CONFIRMED' })) {
    await createLabelling(chip, { cells: LABELLING });
  }
}

/** Trains the project's next version with what is confirmed. */
async function train(project: TestProject) {
  await startTraining(project.scope, null, { kind: 'TRAIN_HEAD' });
  const { made, reply } = await doTraining(runner, await runner.take(), project.classes);
  return { id: CompleteReply.parse(reply.body).versionId ?? '', made };
}

test('the retrain card: first no base model, then no labels, then ready, then under way', async () => {
  const project = await createProject();
  await confirm(project, 1);
  expect((await readTraining(project.scope)).blocked).toEqual({
    code: 'few-in-training',
    chips: 1,
    train: 1,
    needs: 2,
  });
  await confirm(project, 2);
  expect((await readTraining(project.scope)).blocked).toEqual({ code: 'no-base' });
  await expect(startTraining(project.scope, null, { kind: 'TRAIN_HEAD' })).rejects.toMatchObject({
    code: 'not_ready',
  });
  await runner.register(makePackage('base'));

  expect(await readTraining(project.scope)).toMatchObject({
    blocked: null,
    next: { ready: false, counts: { confirmed: 3, need: 20 } },
    snapshot: null,
    chips: 3,
    cells: 48,
    active: null,
    last: null,
  });
  const person = await createMember(project, 'ADMIN');
  const { job, snapshot, created } = await startTraining(project.scope, person.id, {
    kind: 'FINETUNE',
    steps: 3,
  });
  expect({ snapshot, created }).toEqual({ snapshot: 1, created: true });
  expect(job).toMatchObject({
    kind: 'FINETUNE',
    state: 'QUEUED',
    title: 'Fine-tuning of v1',
    by: person.name,
  });
  expect(await readTraining(project.scope)).toMatchObject({
    blocked: { code: 'under-way' },
    active: { id: job.id },
    snapshot: 1,
  });
  const claimed = await runner.take();
  expect(claimed.file.params).toEqual({
    seed: 0,
    lambda: 0.2,
    steps: 3,
    batch: 4,
    learningRate: 0.0003,
  });
  await runner.fail(claimed, 'USER', 'labels of one class only');
  expect(await readTraining(project.scope)).toMatchObject({
    blocked: null,
    active: null,
    last: { state: 'FAILED', error: { class: 'USER', message: 'labels of one class only' } },
    next: { counts: { confirmed: 3, need: 20 } },
  });
});

test('one training at a time: of five at once four get a conflict, and the same snapshot is used again', async () => {
  const project = await createProject();
  await confirm(project, 2);
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, () => startTraining(project.scope, null, { kind: 'TRAIN_HEAD' })),
  );
  expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
  for (const t of tries) {
    if (t.status === 'rejected') expect(t.reason).toMatchObject({ code: 'conflict' });
  }
  expect(await db().snapshot.count({ where: { projectId: project.id } })).toBe(1);
  await doTraining(runner, await runner.take(), project.classes);
  const again = await startTraining(project.scope, null, { kind: 'TRAIN_HEAD' });
  expect(again).toMatchObject({ snapshot: 1, created: false, job: { title: 'Training of v2' } });
  await doTraining(runner, await runner.take(), project.classes);
  expect((await listVersions(project.scope)).map((v) => v.name)).toEqual(['v2', 'v1']);
});

test('deployments race: one version is deployed, the loser is told; the older one again is a roll back', async () => {
  const project = await createProject();
  const admin = await createMember(project, 'ADMIN');
  await confirm(project, 2);
  expect(await readDeployedModel(project.scope)).toMatchObject({ version: null });
  const v1 = await train(project);
  const v2 = await train(project);
  const deploy = (key: string, instead: string | null | undefined) =>
    deployVersion(project.scope, admin.id, key, { instead });
  const both = await Promise.allSettled([deploy(v1.id, null), deploy(v2.id, null)]);
  expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
  const statuses = async () =>
    Object.fromEntries((await listVersions(project.scope)).map((v) => [v.name, v.status]));
  expect(Object.values(await statuses()).sort()).toEqual(['CANDIDATE', 'DEPLOYED']);

  await deploy(v1.id, undefined);
  expect(await deploy(v2.id, v1.id)).toMatchObject({
    retired: 'v1',
    version: { name: 'v2', status: 'DEPLOYED', deployedBy: admin.name },
  });
  expect(await statuses()).toEqual({ v1: 'RETIRED', v2: 'DEPLOYED' });
  await expect(deploy(v1.id, v1.id)).rejects.toMatchObject({ code: 'conflict' });
  await deploy(v1.id, v2.id);
  expect(await statuses()).toEqual({ v1: 'DEPLOYED', v2: 'RETIRED' });
  // the next training is measured against it
  await startTraining(project.scope, null, { kind: 'TRAIN_HEAD' });
  const claimed = await runner.take();
  expect(claimed.file.deployed).toBe('inputs/deployed');
  expect(claimed.inputs.find((i) => i.path === 'inputs/deployed/manifest.json')?.sha256).toBe(
    v1.made.sha256,
  );
  await doTraining(runner, claimed, project.classes);
});

test('the browser gets the deployed version, its files immutable, in ranges, and only inside the project', async () => {
  const project = await createProject({ threshold: 0.6 });
  const admin = await createMember(project, 'ADMIN');
  await confirm(project, 2);
  const { id, made } = await train(project);
  expect(await readDeployedModel(project.scope)).toMatchObject({
    why: { key: 'model.notDeployed' },
  });
  await deployVersion(project.scope, admin.id, id, {});
  const deployed = await readDeployedModel(project.scope);
  expect(deployed).toEqual({
    version: { id, number: 1, name: 'v1' },
    manifestUrl: `/api/v1/projects/${project.slug}/models/${id}/files/manifest.json`,
    // an admin has set one for all classes
    thresholds: { source: 'project', every: 0.6, byCode: {} },
    test: { right: 404, wrong: 109 },
  });
  const token = await createToken(['read'], admin);
  const get = (key: string, path: string[], headers: Record<string, string> = {}) =>
    fileRoute(
      new Request('http://127.0.0.1:3000/', {
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
      { params: Promise.resolve({ project: project.slug, version: key, path }) },
    );
  const manifest = await get(id, ['manifest.json']);
  expect(manifest.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  expect(manifest.headers.get('etag')).toBe(`"${made.sha256}"`);
  expect(Buffer.from(await manifest.arrayBuffer())).toEqual(made.bytes);
  const weights = made.files.get('tfjs/weights.bin');
  if (!weights) throw new Error('no weights');
  const part = await get('v1', ['tfjs', 'weights.bin'], { range: 'bytes=5-9' });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(weights.subarray(5, 10));
  const etag = `"${sha256Of(weights)}"`;
  expect((await get('1', ['tfjs', 'weights.bin'], { 'if-none-match': etag })).status).toBe(304);
  expect((await get(id, ['..', 'secrets.json'])).status).toBe(404);

  const other = await createProject();
  await expect(readVersion(other.scope, id)).rejects.toMatchObject({ code: 'not_found' });
  const base = await db().modelVersion.findFirstOrThrow({ where: { status: 'BASE' } });
  expect((await readVersion(other.scope, base.id)).status).toBe('BASE');
  await expect(deployVersion(project.scope, admin.id, base.id, {})).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('after a deployment a runner scores the chips that wait for review, once', async () => {
  const project = await createProject();
  const admin = await createMember(project, 'ADMIN');
  await confirm(project, 2);
  const waiting = await createChips(project, 3, { status: 'SUBMITTED' });
  const { id, made } = await train(project);
  expect(await deployVersion(project.scope, admin.id, id, {})).toMatchObject({ proposing: 3 });
  const job = await runner.take();
  expect(job.file).toMatchObject({ kind: 'INFER', name: 'v1', snapshot: null, deployed: null });
  expect(job.inputs.find((i) => i.path === 'inputs/model/manifest.json')?.sha256).toBe(made.sha256);

  const outputs = made.manifest.outputs.length;
  const line = (chip: string, n: number) =>
    JSON.stringify({ chip, probs: Buffer.alloc(n, 7).toString('base64') });
  const send = async (lines: string[]) => {
    const data = Buffer.from(`${lines.join('\n')}\n`);
    await runner.put(job, sha256Of(data), data);
    return runner.complete(job, {
      contract: 2,
      kind: 'INFER',
      proposals: sha256Of(data),
      chips: lines.length,
      manifest: made.sha256,
    });
  };
  const [first] = waiting;
  const short = await send([line(first?.id ?? '', 5)]);
  expect(short.status).toBe(422);
  expect(await db().chipProposal.count({ where: { versionId: id } })).toBe(0);
  // a chip that was deleted meanwhile is no error
  const all = [...waiting.map((chip) => chip.id), '3f0c2a52-6a55-4c6e-9a52-0f9f3a1f7a10'];
  const reply = await send(all.map((chip) => line(chip, 16 * outputs)));
  expect(reply.status).toBe(200);
  const stored = await db().chipProposal.findMany({ where: { versionId: id } });
  expect(new Set(stored.map((row) => row.chipId))).toEqual(new Set(waiting.map((c) => c.id)));
  expect(stored.every((row) => row.source === 'runner' && row.probs.length === 16 * outputs)).toBe(
    true,
  );
  expect(await findJob(project.scope, job.id)).toMatchObject({
    state: 'SUCCEEDED',
    title: 'Proposals of v1 for 3 chips',
  });
  expect(await queueProposals(project.scope, null, { chips: 'submitted' })).toEqual({
    jobId: null,
    chips: 0,
  });
});

test('stored figures of before are read in the words of now', async () => {
  const project = await createProject();
  await confirm(project, 2);
  const { id } = await train(project);
  const trained = metricsOf(sha256Of('package'));
  const score = trained.candidate;
  expect(score.reliability.length).toBeGreaterThan(1);
  const before = {
    ...score,
    reliability: score.reliability.map(({ predicted: said, observed: seen, n }) => ({
      ...{ said, seen, n },
    })),
  };
  const metrics = { ...trained, candidate: before, deployed: before };
  await db().modelVersion.update({ where: { id }, data: { metrics } });
  const job = await db().job.findFirstOrThrow({ where: { projectId: project.id } });
  const evaluated = { contract: 1, kind: 'EVALUATE', score: before };
  await db().job.update({ where: { id: job.id }, data: { result: { result: evaluated } } });

  const folder = 'prisma/migrations/20261127184000_predicted_and_observed';
  await asOwner(await readFile(`${folder}/migration.sql`, 'utf8'));
  const version = await readVersion(project.scope, id);
  expect(version.metrics).toEqual({ ...trained, deployed: score });
  const stored = await db().job.findUniqueOrThrow({ where: { id: job.id } });
  expect(stored.result).toEqual({ result: { contract: 2, kind: 'EVALUATE', score } });
});
