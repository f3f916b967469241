import { describe, expect, test } from 'vitest';
import { db } from '@/lib/server/db/client';
import { requestCancel, insertJob } from '@/lib/server/jobs/mutations';
import type { JobKind } from '@/lib/domain/job/schema';
import type { ClaimedJob } from '@/lib/server/jobs/mutations';
import { claimJob, failJob, finishJob, heartbeat, logLines } from '@/lib/server/jobs/queue';
import { createProject, createUser } from '@/tests/server/factories';
import { expireLease, makeDue } from '@/tests/server/jobs';

const LOST = expect.objectContaining({ code: 'lease_lost' }) as unknown;

async function queueJob(params: Record<string, number | object> = {}, maxAttempts = 3) {
  const project = await createProject();
  const jobId = await insertJob(db(), {
    kind: 'EVALUATE',
    projectId: project.id,
    params: params,
    createdById: null,
    maxAttempts,
  });
  return { jobId, projectId: project.id };
}

async function claim(name = 'runner'): Promise<ClaimedJob> {
  const job = await claimJob(name, ['EVALUATE']);
  if (!job) throw new Error('nothing to claim');
  return job;
}

const leaseOf = (job: ClaimedJob) => ({ jobId: job.id, leaseToken: job.leaseToken });
const stored = (id: string) => db().job.findUniqueOrThrow({ where: { id } });

test('50 concurrent claims on 10 jobs: every job goes to exactly one', async () => {
  const ids = new Set<string>();
  for (let i = 0; i < 10; i += 1) ids.add((await queueJob()).jobId);
  const claims = await Promise.all(
    Array.from({ length: 50 }, (_, i) => claimJob(`runner ${String(i)}`, ['EVALUATE'])),
  );
  const won = claims.filter((job) => job !== null);
  expect(new Set(won.map((job) => job.id))).toEqual(ids);
  expect(won).toHaveLength(10);
  expect(new Set(won.map((job) => job.leaseToken)).size).toBe(10);
  expect(won.every((job) => job.attempt === 1)).toBe(true);
});

test('oldest first, only kinds that are asked for, not before its time', async () => {
  const first = await queueJob();
  const second = await queueJob();
  expect(await claimJob('worker', ['CUT', 'EXPORT'])).toBeNull();
  expect((await claim()).id).toBe(first.jobId);
  await db()
    .$executeRaw`UPDATE "Job" SET "runAfter" = now() + interval '1 hour' WHERE id = ${second.jobId}::uuid`;
  expect(await claimJob('runner', ['EVALUATE'])).toBeNull();
  await makeDue(second.jobId);
  expect((await claim()).id).toBe(second.jobId);
});

test('a check of labels that nobody asked for comes after what people wait for', async () => {
  const { id: projectId } = await createProject();
  const queued = (kind: JobKind, createdById: string | null = null) =>
    insertJob(db(), { kind, projectId, params: {}, createdById });
  const user = await createUser();
  const byItself = await queued('LABEL_ISSUES');
  const training = await queued('TRAIN_HEAD', user.id);
  const scoring = await queued('INFER');
  const { id: other } = await createProject();
  const asked = await insertJob(db(), {
    ...{ kind: 'LABEL_ISSUES', projectId: other, params: {} },
    createdById: user.id,
  });
  const order: (string | undefined)[] = [];
  for (let i = 0; i < 4; i += 1) {
    order.push((await claimJob('runner', ['LABEL_ISSUES', 'TRAIN_HEAD', 'INFER']))?.id);
  }
  expect(order).toEqual([training, scoring, asked, byItself]);
});

describe('leases', () => {
  test('a frozen holder loses the job: the second has it, the first is refused everywhere', async () => {
    const { jobId } = await queueJob();
    const first = leaseOf(await claim('first'));
    await heartbeat(first, { fraction: 0.5, stage: 'fit', text: 'half' });
    expect((await stored(jobId)).state).toBe('RUNNING');
    await expireLease(jobId);
    // even before anybody else claims it
    await expect(heartbeat(first)).rejects.toEqual(LOST);

    expect(await claimJob('second', ['EVALUATE'])).toBeNull();
    expect(await stored(jobId)).toMatchObject({ state: 'QUEUED', leaseToken: null, attempt: 1 });
    await makeDue(jobId);
    const second = await claim('second');
    expect(second).toMatchObject({ id: jobId, attempt: 2 });

    let effects = 0;
    const effect = () => Promise.resolve({ n: (effects += 1) });
    await expect(heartbeat(first)).rejects.toEqual(LOST);
    await expect(logLines(first, [{ level: 'info', text: 'still here' }])).rejects.toEqual(LOST);
    await expect(finishJob(first, effect)).rejects.toEqual(LOST);
    await expect(failJob(first, { class: 'BUG', message: 'x' })).rejects.toEqual(LOST);
    expect(effects).toBe(0);
    expect(await finishJob(leaseOf(second), effect)).toEqual({ n: 1 });
    expect(await stored(jobId)).toMatchObject({ state: 'SUCCEEDED', result: { n: 1 } });
    expect(await db().jobLog.count({ where: { jobId } })).toBe(0);
  });

  test('a repeated finish gives the stored result and does nothing twice', async () => {
    await queueJob();
    const lease = leaseOf(await claim());
    let effects = 0;
    const effect = () => Promise.resolve({ n: (effects += 1) });
    const answers = await Promise.all([
      finishJob(lease, effect),
      finishJob(lease, effect),
      finishJob(lease, effect),
    ]);
    expect(answers).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
    expect(effects).toBe(1);
    await expect(failJob(lease, { class: 'BUG', message: 'late' })).rejects.toEqual(LOST);
  });

  test('an effect that fails leaves the job with its holder', async () => {
    const { jobId } = await queueJob();
    const lease = leaseOf(await claim());
    await expect(finishJob(lease, () => Promise.reject(new Error('disk full')))).rejects.toThrow(
      'disk full',
    );
    expect((await stored(jobId)).state).toBe('LEASED');
    expect(await heartbeat(lease)).toEqual({ cancel: false });
  });

  test('expired leases end as LOST when no tries are left', async () => {
    const { jobId } = await queueJob({}, 2);
    for (const attempt of [1, 2]) {
      await makeDue(jobId);
      expect((await claim()).attempt).toBe(attempt);
      await expireLease(jobId);
      await claimJob('other', ['EVALUATE']);
    }
    expect(await stored(jobId)).toMatchObject({ state: 'FAILED', error: { class: 'LOST' } });
    expect((await stored(jobId)).endedAt).not.toBeNull();
  });
});

describe('failures', () => {
  test('a killed child (INFRA) is tried again with growing waits until no tries are left', async () => {
    const { jobId } = await queueJob();
    const waits: number[] = [];
    for (const state of ['QUEUED', 'QUEUED', 'FAILED']) {
      await makeDue(jobId);
      const lease = leaseOf(await claim());
      expect(await failJob(lease, { class: 'INFRA', message: 'the child was killed' })).toBe(state);
      const [row] = await db().$queryRaw<{ wait: number }[]>`
        SELECT extract(epoch FROM "runAfter" - now())::float8 AS wait FROM "Job" WHERE id = ${jobId}::uuid`;
      waits.push(row?.wait ?? NaN);
    }
    expect(waits[0]).toBeGreaterThan(4);
    expect(waits[0]).toBeLessThanOrEqual(6.25);
    expect(waits[1]).toBeGreaterThan(9);
    expect(waits[1]).toBeLessThanOrEqual(12.5);
    expect(await stored(jobId)).toMatchObject({ attempt: 3, error: { class: 'INFRA' } });
    expect(await db().jobLog.count({ where: { jobId, level: 'error' } })).toBe(3);
  });

  test.each(['USER', 'BUG'] as const)('%s ends the job at once', async (kind) => {
    await queueJob();
    const lease = leaseOf(await claim());
    expect(await failJob(lease, { class: kind, message: 'no' })).toBe('FAILED');
    // the answer got lost: asked again, it is the same
    expect(await failJob(lease, { class: kind, message: 'no' })).toBe('FAILED');
  });

  test('DATA gets one more try', async () => {
    const { jobId } = await queueJob({}, 5);
    const states: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      await makeDue(jobId);
      states.push(await failJob(leaseOf(await claim()), { class: 'DATA', message: 'no picture' }));
    }
    expect(states).toEqual(['QUEUED', 'FAILED']);
  });

  test('OOM is tried again with half the batch, and ends where it cannot be halved', async () => {
    const { jobId } = await queueJob({ params: { batch: 4, seed: 1 } }, 9);
    const seen: unknown[] = [];
    let state = 'QUEUED';
    while (state === 'QUEUED') {
      await makeDue(jobId);
      const job = await claim();
      seen.push(job.params);
      state = await failJob(leaseOf(job), { class: 'OOM', message: 'out of memory' });
    }
    expect(seen).toEqual([4, 2, 1].map((batch) => ({ params: { batch, seed: 1 } })));
    expect(state).toBe('FAILED');
  });
});

describe('cancelling', () => {
  test('a waiting job ends at once', async () => {
    const { jobId, projectId } = await queueJob();
    expect(await requestCancel(projectId, jobId)).toBe('CANCELLED');
    expect(await claimJob('runner', ['EVALUATE'])).toBeNull();
    expect((await stored(jobId)).endedAt).not.toBeNull();
  });

  test('a running one is told by its next heartbeat, and its result is not taken any more', async () => {
    const { jobId, projectId } = await queueJob();
    const lease = leaseOf(await claim());
    expect(await requestCancel(projectId, jobId)).toBe('LEASED');
    expect(await heartbeat(lease)).toEqual({ cancel: true });
    let effects = 0;
    expect(await finishJob(lease, () => Promise.resolve({ n: (effects += 1) }))).toBeNull();
    expect(effects).toBe(0);
    expect((await stored(jobId)).state).toBe('CANCELLED');
    expect(await failJob(lease, { class: 'CANCELLED', message: 'stopped' })).toBe('CANCELLED');
  });

  test('a job whose holder died after the cancel is not tried again', async () => {
    const { jobId, projectId } = await queueJob();
    await claim();
    await requestCancel(projectId, jobId);
    await expireLease(jobId);
    await claimJob('other', ['EVALUATE']);
    expect((await stored(jobId)).state).toBe('CANCELLED');
  });

  test('not in another project, and an ended job stays as it is', async () => {
    const { jobId, projectId } = await queueJob();
    const other = await createProject();
    expect(await requestCancel(other.id, jobId)).toBeNull();
    const lease = leaseOf(await claim());
    await finishJob(lease, () => Promise.resolve({}));
    expect(await requestCancel(projectId, jobId)).toBe('SUCCEEDED');
    expect((await stored(jobId)).cancelRequestedAt).toBeNull();
  });
});
