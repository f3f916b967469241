// The worker as a process of its own: it is killed in the middle of a cut, and stopped politely.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { listChips } from '@/lib/server/chip/data';
import { db } from '@/lib/server/db/client';
import { env } from '@/lib/server/env';
import { findImport } from '@/lib/server/imagery/data';
import { importLocalFile } from '@/lib/server/imagery/import-local';
import { createProject } from '@/tests/server/factories';

const SIDE = 2400;
let folder: string;
let file: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-worker-'));
  file = path.join(folder, 'large.jpg');
  const noise = Buffer.from(Array.from({ length: 500 * 500 * 3 }, (_, i) => (i * 7919) % 253));
  const jpeg = await sharp(noise, { raw: { width: 500, height: 500, channels: 3 } })
    .resize(SIDE, SIDE)
    .jpeg()
    .toBuffer();
  await writeFile(file, jpeg);
});
afterEach(() => {
  for (const worker of running.splice(0)) worker.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, ['--import', 'tsx', 'lib/server/worker/main.ts'], {
    env: {
      ...process.env,
      QUADRAT_JOB_LEASE_SECONDS: '3',
      QUADRAT_JOB_HEARTBEAT_SECONDS: '1',
      NODE_OPTIONS: '',
    },
    stdio: 'ignore',
  });
  running.push(worker);
  return worker;
}

const ended = (worker: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => void worker.once('exit', resolve));

async function until<T>(what: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let i = 0; i < 600; i += 1) {
    const value = await what();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it never held: ${JSON.stringify(await what())}`);
}

test('killed in the middle of a cut it leaves nothing half, and the next worker makes it whole', async () => {
  const project = await createProject({ cellPx: 20, rows: 4, cols: 4 });
  const { id } = await importLocalFile(project.scope, file);
  const line = () => findImport(project.scope, id);

  const first = startWorker();
  await until(line, (now) => now.state === 'CUTTING' && (now.fraction ?? 0) > 0);
  first.kill('SIGKILL');
  await ended(first);
  expect(await db().asset.count({ where: { projectId: project.id } })).toBe(0);
  expect(await db().chip.count({ where: { projectId: project.id } })).toBe(0);

  startWorker();
  expect(await until(line, (now) => now.state === 'READY')).toMatchObject({ chips: 900 });
  const job = await db().job.findFirstOrThrow({ where: { projectId: project.id } });
  expect(job).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
  const chips = await listChips(project.scope, { userId: newId() }, { cursor: 400, limit: 500 });
  expect(chips.items.map((chip) => chip.number)).toEqual(
    Array.from({ length: 500 }, (_, i) => 401 + i),
  );
}, 90_000);

test('told to stop it gives its job back at once and leaves no scratch file; a cancelled cut ends', async () => {
  const project = await createProject({ cellPx: 10, rows: 4, cols: 4 });
  const { id } = await importLocalFile(project.scope, file);
  const line = () => findImport(project.scope, id);
  const left = new Set(await readdir(path.join(env().QUADRAT_HOME, 'cache/scratch')));

  const first = startWorker();
  await until(line, (now) => now.state === 'CUTTING' && (now.fraction ?? 0) > 0);
  first.kill('SIGTERM');
  expect(await ended(first)).toBe(0);
  const job = await db().job.findFirstOrThrow({ where: { projectId: project.id } });
  expect(job).toMatchObject({ state: 'QUEUED', attempt: 1, leaseToken: null });
  expect(await line()).toMatchObject({ state: 'WAITING' });
  const now = await readdir(path.join(env().QUADRAT_HOME, 'cache/scratch'));
  expect(now.filter((name) => !left.has(name))).toEqual([]);

  const { stopImport } = await import('@/lib/server/imagery/upload');
  startWorker();
  await until(line, (seen) => seen.state === 'CUTTING' && (seen.fraction ?? 0) > 0);
  await stopImport(project.scope, id);
  expect(await until(line, (seen) => seen.state === 'CANCELLED')).toMatchObject({
    reasonCode: 'CANCELLED',
    canRetry: true,
  });
  expect(await db().chip.count({ where: { projectId: project.id } })).toBe(0);
}, 90_000);
