import { describe, expect, test } from 'vitest';
import { GET as objectRoute } from '@/app/api/runner/objects/[sha256]/route';
import { RunnerKind } from '@/lib/contracts/job';
import { CompleteReply } from '@/lib/contracts/runner';
import { db } from '@/lib/server/db/client';
import { requestCancel } from '@/lib/server/jobs/mutations';
import { findPackage, findPackageFile, readVersion } from '@/lib/server/model/data';
import { objectBytes } from '@/lib/server/objects/store';
import { startTraining } from '@/lib/server/training/start';
import { createChips, createLabelling, createProject, createToken } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { expireLease, makeDue } from '@/tests/server/jobs';
import {
  TestRunner,
  doTraining,
  makePackage,
  metricsOf,
  packageFor,
  sha256Of,
} from '@/tests/server/runner';
import type { TestPackage } from '@/tests/server/runner';

const token = await createToken(['runner']);
const runner = await TestRunner.create();
const second = await TestRunner.create('second runner');
const base = await runner.register(makePackage('base'));

/** A project whose training is queued; no other job waits in this file's database. */
async function queuedTraining(): Promise<{ project: TestProject; jobId: string }> {
  const project = await createProject();
  for (const chip of await createChips(project, 3, { status: 'CONFIRMED' })) {
    await createLabelling(chip, { cells: Array.from({ length: 16 }, (_, i) => (i < 8 ? 1 : 16)) });
  }
  const { job } = await startTraining(project.scope, null, { kind: 'TRAIN_HEAD' });
  return { project, jobId: job.id };
}

const code = (reply: { body: unknown }) => (reply.body as { code?: string }).code;
const versionsOf = (project: TestProject) =>
  db().modelVersion.count({ where: { projectId: project.id } });

test('a claim gives the folder: job.json, the dataset and the base package, all to be had by hash', async () => {
  const { project, jobId } = await queuedTraining();
  const job = await runner.take();
  expect(job.file).toMatchObject({
    contract: 2,
    id: jobId,
    kind: 'TRAIN_HEAD',
    name: 'v1',
    params: { seed: 0, lambda: 0.2 },
    dataset: 'inputs/dataset.jsonl',
    model: 'inputs/model',
    deployed: null,
    images: 'inputs/images',
  });
  expect(job.inputs.map((input) => input.path)).toEqual(
    expect.arrayContaining(['inputs/dataset.jsonl', 'inputs/model/manifest.json']),
  );
  expect(job.inputs.find((i) => i.path === 'inputs/model/manifest.json')?.sha256).toBe(
    base.manifestSha,
  );
  for (const { sha256, bytes } of job.inputs) {
    const reply = await objectRoute(
      new Request('http://127.0.0.1:3000/', {
        headers: { authorization: `Bearer ${token}`, range: 'bytes=1-' },
      }),
      { params: Promise.resolve({ sha256 }) },
    );
    expect(reply.status).toBe(206);
    expect((await reply.arrayBuffer()).byteLength).toBe(bytes - 1);
  }
  expect(await runner.claim()).toBeNull();
  const { reply } = await doTraining(runner, job, project.classes);
  const done = CompleteReply.parse(reply.body);
  const version = await db().modelVersion.findUniqueOrThrow({
    where: { id: done.versionId ?? '' },
    include: { snapshot: true },
  });
  expect(version).toMatchObject({
    projectId: project.id,
    number: 1,
    name: 'v1',
    status: 'CANDIDATE',
    parentId: base.id,
    jobId,
    snapshot: { sha256: job.file.snapshot, number: 1 },
  });
});

test('only kinds that are asked for, and only for machines with the scope', async () => {
  const { project, jobId } = await queuedTraining();
  expect(await runner.claim(RunnerKind.options.filter((kind) => kind !== 'TRAIN_HEAD'))).toBeNull();
  await requestCancel(project.id, jobId);
});

describe('faults', () => {
  test('a frozen runner: the second one wins, the first gets 409 everywhere and its model does not exist', async () => {
    const { project, jobId } = await queuedTraining();
    const first = await runner.take();
    const made = packageFor(
      first,
      [project.classes[0]].filter((c) => c !== undefined),
    );
    await runner.upload(first, made);
    await expireLease(jobId);
    expect(await second.claim()).toBeNull(); // backoff
    await makeDue(jobId);
    const again = await second.take();
    expect(again).toMatchObject({ id: jobId, attempt: 2, file: { name: 'v1' } });

    const result = {
      contract: 2,
      kind: 'TRAIN_HEAD',
      manifest: made.sha256,
      metrics: metricsOf(made.sha256),
    };
    const sha = sha256Of('late');
    for (const reply of [
      await runner.heartbeat(first),
      await runner.log(first, 'I am still here'),
      await runner.put(first, sha, Buffer.from('late')),
      await runner.complete(first, result),
      await runner.fail(first, 'BUG'),
    ]) {
      expect([reply.status, code(reply)]).toEqual([409, 'lease_lost']);
    }
    expect(await objectBytes(sha)).toBeNull();
    expect(await versionsOf(project)).toBe(0);

    const { made: winner, reply } = await doTraining(second, again, project.classes);
    expect(reply.status).toBe(200);
    expect(await runner.complete(first, result)).toMatchObject({ status: 409 });
    const versions = await db().modelVersion.findMany({ where: { projectId: project.id } });
    expect(versions.map((v) => v.manifestSha)).toEqual([winner.sha256]);
    expect(winner.sha256).not.toBe(made.sha256);
  });

  test('a repeated complete gets the stored answer, also when both come at once', async () => {
    const { project } = await queuedTraining();
    const job = await runner.take();
    const { result, reply } = await doTraining(runner, job, project.classes);
    const more = await Promise.all([runner.complete(job, result), runner.complete(job, result)]);
    expect(more.map((r) => [r.status, r.body])).toEqual([
      [200, reply.body],
      [200, reply.body],
    ]);
    expect(await versionsOf(project)).toBe(1);
  });

  test('cancel during the upload: the next heartbeat tells, complete is refused, nothing exists', async () => {
    const { project, jobId } = await queuedTraining();
    const job = await runner.take();
    const made = packageFor(job, project.classes);
    const [weights] = [...made.files.values()];
    if (!weights) throw new Error('no file');
    await runner.put(
      job,
      sha256Of(weights),
      weights.subarray(0, 10),
      `bytes 0-9/${String(weights.length)}`,
    );
    await requestCancel(project.id, jobId);
    expect((await runner.heartbeat(job)).body).toMatchObject({ cancel: true });
    await runner.upload(job, made);
    const reply = await runner.complete(job, {
      contract: 2,
      kind: 'TRAIN_HEAD',
      manifest: made.sha256,
      metrics: metricsOf(made.sha256),
    });
    expect([reply.status, code(reply)]).toEqual([409, 'lease_lost']);
    expect((await db().job.findUniqueOrThrow({ where: { id: jobId } })).state).toBe('CANCELLED');
    expect(await versionsOf(project)).toBe(0);
    expect((await runner.fail(job, 'CANCELLED')).body).toEqual({ state: 'CANCELLED' });
    // the project may train again
    const { job: next } = await startTraining(project.scope, null, { kind: 'TRAIN_HEAD' });
    await requestCancel(project.id, next.id);
  });

  test('a killed child is tried again until no tries are left', async () => {
    const { jobId } = await queuedTraining();
    const states: unknown[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await makeDue(jobId);
      const job = await runner.take();
      expect(job.attempt).toBe(attempt);
      expect(await runner.claim()).toBeNull();
      states.push((await runner.fail(job, 'INFRA', 'the child was killed')).body);
    }
    expect(states).toEqual([{ state: 'QUEUED' }, { state: 'QUEUED' }, { state: 'FAILED' }]);
  });
});

describe('complete refuses a result that does not fit the job, and changes nothing', () => {
  async function refused(
    change: (made: TestPackage) => { manifest?: TestPackage; kind?: string; upload?: boolean },
  ) {
    const { project, jobId } = await queuedTraining();
    const job = await runner.take();
    const asked = packageFor(job, project.classes);
    const { manifest: changed = asked, kind = 'TRAIN_HEAD', upload = true } = change(asked);
    if (upload) await runner.upload(job, changed);
    const reply = await runner.complete(job, {
      contract: 2,
      kind,
      manifest: changed.sha256,
      metrics: metricsOf(changed.sha256),
    });
    expect([reply.status, code(reply)]).toEqual([422, 'invalid']);
    expect(await versionsOf(project)).toBe(0);
    // the job is still the runner's: it may give it back
    expect((await runner.heartbeat(job)).status).toBe(200);
    await requestCancel(project.id, jobId);
    await runner.fail(job, 'CANCELLED');
    return (reply.body as { detail: string }).detail;
  }

  test('files that were not uploaded', async () => {
    expect(await refused(() => ({ upload: false }))).toMatch(/was not uploaded/);
  });
  test('another snapshot, name or parent', async () => {
    const other = sha256Of('other');
    const detail = await refused((made) => ({
      manifest: makePackage('trained', {
        ...made.manifest,
        name: 'v7',
        lineage: { ...made.manifest.lineage, snapshot: other, parent: other },
      }),
    }));
    expect(detail).toMatch(/named "v7", not "v1"; it names another snapshot; .*another parent/);
  });
  test('classes of another project', async () => {
    const stranger = await createProject();
    const detail = await refused((made) => ({
      manifest: makePackage('trained', {
        ...made.manifest,
        outputs: [
          { code: 1, classId: null, name: 'absent' },
          { code: 16, classId: stranger.classes[0]?.id ?? '', name: 'Crown' },
        ],
      }),
    }));
    expect(detail).toMatch(/"Crown" is no class of this project/);
  });
  test('another kind', async () => {
    expect(await refused(() => ({ kind: 'FINETUNE' }))).toMatch(/TRAIN_HEAD/);
  });
});

describe('artifacts', () => {
  test('resume after a broken connection, by the offset that HEAD gives', async () => {
    const { project, jobId } = await queuedTraining();
    const job = await runner.take();
    const data = Buffer.from('0123456789'.repeat(1000));
    const sha = sha256Of(data);
    const total = String(data.length);
    expect(await runner.offset(job, sha)).toBe(0);
    const first = await runner.put(job, sha, data.subarray(0, 4000), `bytes 0-3999/${total}`);
    expect(first.body).toEqual({ received: 4000, complete: false });

    // the connection breaks after 1,500 more bytes: they are kept
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(data.subarray(4000, 5500)));
      },
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        controller.error(new Error('connection reset'));
      },
    });
    await runner.put(job, sha, broken, `bytes 4000-9999/${total}`).catch(() => undefined);
    expect(await runner.offset(job, sha)).toBe(5500);

    const wrong = await runner.put(job, sha, data.subarray(4000), `bytes 4000-9999/${total}`);
    expect([wrong.status, code(wrong), (wrong.body as { offset: number }).offset]).toEqual([
      409,
      'conflict',
      5500,
    ]);
    const last = await runner.put(job, sha, data.subarray(5500), `bytes 5500-9999/${total}`);
    expect(last.body).toEqual({ received: 10000, complete: true });
    expect(await objectBytes(sha)).toBe(10000);
    expect(await runner.offset(job, sha)).toBe(10000);
    expect(await db().jobArtifact.findMany({ where: { jobId } })).toEqual([
      { jobId, attempt: 1, sha256: sha, bytes: 10000n },
    ]);
    // written once: the same again changes nothing
    expect((await runner.put(job, sha, data)).body).toEqual({ received: 10000, complete: true });
    await requestCancel(project.id, jobId);
    await runner.fail(job, 'CANCELLED');
  });

  test('wrong content is dropped, and more bytes than announced are refused', async () => {
    const { project, jobId } = await queuedTraining();
    const job = await runner.take();
    const sha = sha256Of('right');
    const wrong = await runner.put(job, sha, Buffer.from('wrong'));
    expect([wrong.status, code(wrong)]).toEqual([422, 'invalid']);
    expect(await objectBytes(sha)).toBeNull();
    expect(await runner.offset(job, sha)).toBe(0);
    const long = await runner.put(job, sha, Buffer.from('right and more'), 'bytes 0-4/5');
    expect([long.status, code(long)]).toEqual([413, 'too_large']);
    const empty = sha256Of('');
    expect((await runner.put(job, empty, Buffer.alloc(0))).body).toEqual({
      received: 0,
      complete: true,
    });
    await requestCancel(project.id, jobId);
    await runner.fail(job, 'CANCELLED');
  });
});

test('a base package comes in once, and only whole', async () => {
  const made = makePackage('base');
  expect(await runner.register(made)).toEqual({ ...base, created: false });
  const odd = makePackage('base', { name: 'odd' });
  odd.files.delete('tfjs/model.json');
  const changed = JSON.parse(odd.bytes.toString()) as { files: { path: string; sha256: string }[] };
  for (const file of changed.files) {
    if (file.path === 'tfjs/model.json') file.sha256 = sha256Of('nowhere');
  }
  odd.bytes = Buffer.from(JSON.stringify(changed));
  await expect(runner.register(odd)).rejects.toThrow(/tfjs\/model\.json .* was not uploaded/);
});

test('a package of contract 1 goes on working, under its own bytes', async () => {
  const made = makePackage('base', { name: 'made before' });
  const { checkChips, ...parts } = made.manifest;
  made.bytes = Buffer.from(JSON.stringify({ ...parts, contract: 1, golden: checkChips }));
  const { id, manifestSha } = await runner.register(made);
  expect(manifestSha).toBe(sha256Of(made.bytes));
  // as the rows of before have it
  await db()
    .$executeRaw`UPDATE "ModelVersion" SET "manifest" = ${made.bytes.toString()}::jsonb WHERE "id" = ${id}::uuid`;

  expect(await findPackage(id)).toEqual({
    id,
    name: 'made before',
    manifestSha,
    manifest: made.manifest,
  });
  const { project, jobId } = await queuedTraining();
  expect((await readVersion(project.scope, id)).manifest).toEqual(made.manifest);
  expect(await findPackageFile(project.scope, id, 'manifest.json')).toBe(manifestSha);
  const [chip] = checkChips.chips;
  expect(await findPackageFile(project.scope, id, chip?.image ?? '')).toMatch(/^[0-9a-f]{64}$/);
  // a training begins with it as with any other
  const job = await runner.take();
  expect(job.inputs).toContainEqual({
    ...{ path: 'inputs/model/manifest.json', sha256: manifestSha, bytes: made.bytes.length },
  });
  const { reply } = await doTraining(runner, job, project.classes);
  expect(reply.status).toBe(200);
  expect((await db().modelVersion.findFirstOrThrow({ where: { jobId } })).parentId).toBe(id);
});
