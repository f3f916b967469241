// The real runner and trainer against the real routes: train, deploy, propose, train again, cancel.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Split } from '@/generated/prisma/enums';
import { Manifest } from '@/lib/contracts/package';
import { TrainMetrics } from '@/lib/contracts/result';
import { systemClock } from '@/lib/core/clock';
import { hasEnded } from '@/lib/domain/job/schema';
import { db } from '@/lib/server/db/client';
import { env } from '@/lib/server/env';
import { requestCancel } from '@/lib/server/jobs/mutations';
import { deployVersion } from '@/lib/server/model/deploy';
import { registerBase } from '@/lib/server/model/register';
import { putObject } from '@/lib/server/objects/store';
import { startTraining } from '@/lib/server/training/start';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
  createToken,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { serveRunnerApi } from '@/tests/server/http';

const bin = (name: string) =>
  path.resolve(process.env['QUADRAT_TEST_VENV'] ?? '.quadrat/venv', 'bin', name);
const CELL = 32;
const SIDE = 4;

let server: Awaited<ReturnType<typeof serveRunnerApi>>;
let token: string;
let project: TestProject;

beforeAll(async () => {
  if (!existsSync(bin('quadrat-runner'))) {
    throw new Error(`${bin('quadrat-runner')} is missing; npm test makes it.`);
  }
  server = await serveRunnerApi();
  token = await createToken(['runner']);
  const folder = path.join(env().QUADRAT_HOME, 'base');
  await promisify(execFile)(bin('quadrat-trainer'), ['base', '--out', folder]);
  const bytes = await readFile(path.join(folder, 'manifest.json'));
  for (const file of Manifest.parse(JSON.parse(bytes.toString())).files) {
    await putObject(await readFile(path.join(folder, file.path)));
  }
  await registerBase(bytes);
  project = await createProject({ cellPx: CELL, rows: SIDE, cols: SIDE });
  await addChips(project, 'TRAIN', 8);
  await addChips(project, 'CALIBRATION', 3);
  await addChips(project, 'TEST', 4);
}, 120_000);

afterAll(async () => {
  await server.close();
});

/** Chips of green noise where every third cell or so holds a bright disc, labelled as class 16. */
async function addChips(on: TestProject, split: Split, count: number): Promise<void> {
  const chips = await createChips(on, count, { split, status: 'CONFIRMED' });
  for (const chip of chips) {
    const cells = Array.from({ length: SIDE * SIDE }, (_, i) =>
      (i * 7 + chip.number * 5) % 3 === 0 ? 16 : 1,
    );
    const image = await putObject(await picture(cells, chip.number));
    await db().chip.update({
      where: { id: chip.id },
      data: { imageSha: image.sha256, mediaType: 'image/png' },
    });
    await createLabelling(chip, { cells });
  }
}

async function picture(cells: readonly number[], seed: number): Promise<Buffer> {
  const width = CELL * SIDE;
  const pixels = Buffer.alloc(width * width * 3);
  let noise = seed * 7919 + 1;
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      noise = (noise * 1103515245 + 12345) % 2147483648;
      const grain = noise % 40;
      const code = cells[Math.floor(y / CELL) * SIDE + Math.floor(x / CELL)];
      const near = Math.hypot((x % CELL) - CELL / 2, (y % CELL) - CELL / 2) < 11;
      const colour = code === 16 && near ? [200, 190, 90] : [50, 95, 45];
      for (let band = 0; band < 3; band += 1) {
        pixels[(y * width + x) * 3 + band] = (colour[band] ?? 0) + grain;
      }
    }
  }
  return await sharp(pixels, { raw: { width, height: width, channels: 3 } })
    .png()
    .toBuffer();
}

function startRunner(): { child: ChildProcess; ended: Promise<string> } {
  const work = path.join(env().QUADRAT_HOME, 'runner');
  const child = spawn(
    bin('quadrat-runner'),
    [
      '--server',
      server.url,
      '--once',
      '--work',
      work,
      '--cache',
      `${work}-cache`,
      '--name',
      'real',
    ],
    { env: { ...process.env, QUADRAT_RUNNER_TOKEN: token } },
  );
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  return { child, ended: new Promise((resolve) => child.on('exit', () => resolve(said))) };
}

async function trained(): Promise<{ id: string; metrics: TrainMetrics; manifest: Manifest }> {
  const { job } = await startTraining(project.scope, null, { kind: 'TRAIN_HEAD' });
  const said = await startRunner().ended;
  const version = await db().modelVersion.findUnique({ where: { jobId: job.id } });
  if (!version) {
    const row = await db().job.findUniqueOrThrow({ where: { id: job.id } });
    throw new Error(`no version: ${JSON.stringify(row.error)}\n${said}`);
  }
  return {
    id: version.id,
    metrics: TrainMetrics.parse(version.metrics),
    manifest: Manifest.parse(version.manifest),
  };
}

test('train, deploy, propose, train again', { timeout: 240_000 }, async () => {
  const first = await trained();
  expect(first.metrics.test).toEqual({ chips: 4, cells: 64 });
  expect(first.metrics.candidate.macroF1.value).toBeGreaterThan(0.95);
  expect(first.metrics.deployed).toBeNull();
  expect(first.metrics.cache).toEqual({ hits: 0, misses: 15 });
  expect(first.manifest.outputs.map((output) => output.code)).toEqual([1, 16]);
  const logged = await db().jobLog.findMany({ orderBy: { id: 'asc' } });
  expect(logged.map((line) => line.text).join('\n')).toMatch(/Head trained on 8 chips, 128 cells/);

  const admin = await createMember(project, 'ADMIN');
  const [waiting] = await createChips(project, 1, { status: 'SUBMITTED' });
  if (!waiting) throw new Error('no chip');
  const truth = Array.from({ length: SIDE * SIDE }, (_, i) => (i % 5 === 0 ? 16 : 1));
  const image = await putObject(await picture(truth, 99));
  await db().chip.update({
    where: { id: waiting.id },
    data: { imageSha: image.sha256, mediaType: 'image/png' },
  });
  expect(await deployVersion(project.scope, admin.id, first.id, {})).toMatchObject({
    proposing: 1,
  });
  await startRunner().ended;
  const proposal = await db().chipProposal.findUniqueOrThrow({
    where: { chipId_versionId: { chipId: waiting.id, versionId: first.id } },
  });
  const crown = (cell: number) => (proposal.probs[cell * 2 + 1] ?? 0) / 255;
  expect(truth.map((_, cell) => (crown(cell) > 0.5 ? 16 : 1))).toEqual(truth);

  // the same chips again: nothing is extracted anew, and the deployed version is scored on the same cells
  const second = await trained();
  expect(second.metrics.cache).toEqual({ hits: 15, misses: 0 });
  expect(second.metrics.deployed?.macroF1).toEqual(first.metrics.candidate.macroF1);
  expect(second.metrics.paired).toMatchObject({ won: 0, lost: 0 });
  expect(await db().snapshot.count({ where: { projectId: project.id } })).toBe(1);
});

test(
  'a running job that is cancelled ends within 20 s and leaves no version',
  { timeout: 120_000 },
  async () => {
    const before = await db().modelVersion.count({ where: { projectId: project.id } });
    const { job } = await startTraining(project.scope, null, { kind: 'FINETUNE', steps: 100_000 });
    const runner = startRunner();
    const read = () => db().job.findUniqueOrThrow({ where: { id: job.id } });
    const training = await until(read, (row) => stageOf(row.progress) === 'finetune');
    expect(training.state).toBe('RUNNING');
    const asked = systemClock.now();
    await requestCancel(project.id, job.id);
    const end = await until(read, (row) => hasEnded(row.state));
    expect(end.state).toBe('CANCELLED');
    expect(systemClock.now() - asked).toBeLessThan(20_000);
    await runner.ended;
    expect(await db().modelVersion.count({ where: { projectId: project.id } })).toBe(before);
  },
);

function stageOf(progress: unknown): unknown {
  return (progress as { stage?: unknown } | null)?.stage;
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const value = await read();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited a minute: ${JSON.stringify(await read())}`);
}
