import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withSession } from '@/lib/server/db/session';
import { keepDatabase } from './database';
import type { KeptDatabase } from './database';

let folder: string;
let database: KeptDatabase;
let pids: number[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-database-'));
  pids = [];
  const watchdog = {
    watch: (pid: number) => pids.push(pid),
    forget: () => undefined,
    dismiss: () => undefined,
  };
  database = await keepDatabase(path.join(folder, 'postgres'), watchdog);
}, 120_000);

afterEach(async () => {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Ends the server as the kernel does when memory runs out. */
function kill(): void {
  const pid = pids.at(-1);
  if (pid === undefined) throw new Error('no server was started');
  process.kill(pid, 'SIGKILL');
}

async function answers(): Promise<boolean> {
  try {
    await withSession(database.url, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

test('a database that dies during set-up is told in words and not started again', async () => {
  expect(await answers()).toBe(true);
  // a step that it dies under fails like any other, whether it asks just then or later
  const step = withSession(database.url, async (client) => {
    kill();
    await database.lost.catch(() => undefined);
    await client.query('SELECT 1');
  });
  await expect(step).rejects.toThrow();
  await expect(database.lost).rejects.toMatchObject({
    name: 'SetupError',
    message: expect.stringMatching(
      /^The database ended by itself during set-up.*same command again/,
    ) as unknown,
  });
  expect(pids).toHaveLength(1);
}, 120_000);

test('one that dies afterwards is started again', async () => {
  database.keepRunning();
  kill();
  await expect.poll(() => pids.length, { timeout: 60_000 }).toBe(2);
  await expect.poll(answers, { timeout: 60_000 }).toBe(true);
}, 120_000);
