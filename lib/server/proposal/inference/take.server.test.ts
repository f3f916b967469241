import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { db } from '@/lib/server/db/client';
import { requestCancel } from '@/lib/server/jobs/mutations';
import { putObject } from '@/lib/server/objects/store';
import { queueProposals } from '@/lib/server/proposal/inference/jobs';
import { createChips } from '@/tests/server/factories';
import { expireLease, makeDue } from '@/tests/server/jobs';
import { CROWN, cellsOf, confirm, deploy, label, probsOf, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { TestRunner, sha256Of } from '@/tests/server/runner';

type Claimed = Awaited<ReturnType<TestRunner['take']>>;

const runner = await TestRunner.create();
/** Somebody else at the database. */
const other = new pg.Client({ connectionString: process.env['DATABASE_URL'] });

let at: Setting;
let version: Awaited<ReturnType<typeof deploy>>;
/** in the order in which the runner tells of them */
let chips: Chip[];

beforeAll(() => other.connect());
afterAll(() => other.end());
beforeEach(async () => {
  at = await setting();
  const { id, manifest } = await deploy(at.project);
  // a runner gets the package by its hash
  const { sha256 } = await putObject(Buffer.from(JSON.stringify(manifest)));
  version = await db().modelVersion.update({ where: { id }, data: { manifestSha: sha256 } });
  chips = await createChips(at.project, 420);
});

const nth = (place: number): Chip => {
  const chip = chips.at(place);
  if (!chip) throw new Error('no such chip');
  return chip;
};
const labelled = (chip: Chip) => label(at, at.ada, chip, [CROWN, 1, 1, 0]);
const stored = () => db().chipProposal.count({ where: { versionId: version.id } });

test('of six inferences by a version that are asked for at once one waits, until it ends', async () => {
  const ask = () => queueProposals(at.project.scope, null, { chips: 'all' });
  const asked = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(ask));
  const [queued, ...more] = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(more).toEqual([]);
  const refused = asked.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  const words = { code: 'conflict', text: { key: 'model.proposing' } };
  expect(refused).toMatchObject([words, words, words, words, words]);
  await expect(ask()).rejects.toMatchObject(words);
  expect(await db().job.count({ where: { projectId: at.project.id } })).toBe(1);

  await requestCancel(at.project.id, queued?.jobId ?? '');
  const again = await ask();
  expect(again).toMatchObject({ chips: chips.length });
  // no runner of the tests below takes it
  await requestCancel(at.project.id, again.jobId ?? '');
});

/** A claimed inference over all chips, and its result as it is uploaded. */
async function inferred(
  probs = probsOf([1, 2, 3, 4].map(() => [0.2, 0.8, 0])),
): Promise<{ job: Claimed; result: object }> {
  await queueProposals(at.project.scope, null, { chips: 'all' });
  const job = await runner.take();
  return { job, result: await upload(job, probs) };
}

async function upload(job: Claimed, probs: string): Promise<object> {
  const lines = chips.map((chip) => `${JSON.stringify({ chip: chip.id, probs })}\n`).join('');
  const sha256 = sha256Of(lines);
  await runner.put(job, sha256, Buffer.from(lines));
  const { manifestSha: manifest } = version;
  return { contract: 2, kind: 'INFER', proposals: sha256, chips: chips.length, manifest };
}

/** Holds a chip as a second person's verdict does, until `go` is called. */
async function hold(chip: Chip): Promise<() => Promise<void>> {
  await other.query('BEGIN');
  await other.query('SELECT 1 FROM "Chip" WHERE "id" = $1 FOR UPDATE', [chip.id]);
  return async () => {
    await other.query('COMMIT');
  };
}

/** Until an inference waits for a chip that is held, with all batches before it done. */
async function untilHeldUp(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await other.query<{ waiting: number }>(
          `SELECT count(*)::int AS "waiting" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows[0]?.waiting;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
}

test('nobody waits for a whole inference: while it goes on, chips that it has told of are confirmed and submitted', async () => {
  await labelled(nth(0));
  const { job, result } = await inferred();
  const letGo = await hold(nth(-1));
  const complete = runner.complete(job, result);
  await untilHeldUp();
  expect(await stored()).toBe(400);
  // the verdict and the submission of a second person are through before the inference is
  await confirm(at, nth(0));
  await labelled(nth(1));
  expect(await db().job.findUniqueOrThrow({ where: { id: job.id } })).toMatchObject({
    state: 'RUNNING',
  });
  await letGo();
  expect((await complete).status).toBe(200);
  expect(await stored()).toBe(chips.length);
  // the same answer again, and nothing twice
  expect((await runner.complete(job, result)).status).toBe(200);
  expect(await db().chipScore.count({ where: { versionId: version.id } })).toBe(chips.length);
});

test('an inference that is fenced off in between leaves what it has told; the next one tells the same and ends the job', async () => {
  const { job, result } = await inferred();
  const letGo = await hold(nth(60));
  const complete = runner.complete(job, result);
  await untilHeldUp();
  // it waits for the batch that is under way, and comes before a later one
  const fenced = expireLease(job.id);
  await letGo();
  await fenced;
  expect(await complete).toMatchObject({ status: 409, body: { code: 'lease_lost' } });
  const first = await stored();
  expect(first).toBeGreaterThanOrEqual(100);
  expect(first).toBeLessThan(chips.length);

  expect(await runner.claim()).toBeNull();
  await makeDue(job.id);
  const again = await runner.take();
  expect(again).toMatchObject({ id: job.id, attempt: 2 });
  expect((await runner.complete(job, result)).status).toBe(409);
  const probs = probsOf([1, 2, 3, 4].map(() => [0.2, 0.8, 0]));
  expect((await runner.complete(again, await upload(again, probs))).status).toBe(200);
  const all = await db().chipProposal.findMany({ where: { versionId: version.id } });
  expect(all).toHaveLength(chips.length);
  expect(new Set(all.map((one) => [...one.probs].join()))).toEqual(
    new Set([cellsOf(probs).join()]),
  );
});

test('one that is cancelled in between ends cancelled', async () => {
  const { job, result } = await inferred();
  const letGo = await hold(nth(60));
  const complete = runner.complete(job, result);
  await untilHeldUp();
  const cancelled = requestCancel(at.project.id, job.id);
  await letGo();
  await cancelled;
  expect(await complete).toMatchObject({ status: 409, body: { code: 'lease_lost' } });
  const { state } = await db().job.findUniqueOrThrow({ where: { id: job.id } });
  expect(state).toBe('CANCELLED');
  expect(await stored()).toBeLessThan(chips.length);
});

test('a line that breaks the contract is refused before anything is stored', async () => {
  const { job, result } = await inferred();
  const lines = chips.map(({ id: chip }, i) => {
    const cells = i === 410 ? [1, 2, 3] : [1, 2, 3, 4];
    return `${JSON.stringify({ chip, probs: probsOf(cells.map(() => [0.2, 0.8, 0])) })}\n`;
  });
  const text = lines.join('');
  await runner.put(job, sha256Of(text), Buffer.from(text));
  const reply = await runner.complete(job, { ...result, proposals: sha256Of(text) });
  expect(reply).toMatchObject({ status: 422, body: { code: 'invalid' } });
  expect(await stored()).toBe(0);
  // of a chip that comes twice the last line counts
  const twice = `${lines[0] ?? ''}${lines[0] ?? ''}`;
  await runner.put(job, sha256Of(twice), Buffer.from(twice));
  const good = await runner.complete(job, { ...result, proposals: sha256Of(twice) });
  expect(good.status).toBe(200);
  expect(await stored()).toBe(1);
});
