import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '@/lib/server/db/embedded';
import type { EmbeddedDatabase } from '@/lib/server/db/embedded';

let folder: string;
const lines: string[] = [];
const start = (): Promise<EmbeddedDatabase> =>
  startEmbedded(folder, { onLog: (line) => lines.push(line) });

beforeAll(async () => {
  // closed to everybody else: under root PostgreSQL's own user has to get through to it
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-embedded-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function count(server: EmbeddedDatabase, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: server.url });
  // a server that is killed breaks the connection; the query tells
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

test('what was committed is there after a stop, a kill -9 and a strange postmaster.pid', async () => {
  const first = await start();
  await count(first, 'CREATE TABLE kept (n int)');
  await count(first, 'INSERT INTO kept VALUES (1)');
  await first.stop();

  const second = await start();
  expect(second.url).toBe(first.url);
  await count(second, 'INSERT INTO kept VALUES (2)');
  process.kill(second.pid, 'SIGKILL');
  await second.ended;

  // the number of a process that runs and is no server: this one
  const pidFile = path.join(folder, 'data', 'postmaster.pid');
  const left = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [String(process.pid), ...left.slice(1)].join('\n'));
  const third = await start();
  expect(await count(third, 'SELECT n FROM kept')).toBe(2);

  // a server that somebody forgot is stopped, not joined
  const fourth = await start();
  await third.ended;
  expect(fourth.pid).not.toBe(third.pid);
  expect(await count(fourth, 'SELECT n FROM kept')).toBe(2);
  await fourth.stop();
  expect(lines.filter((line) => line.includes('was left running'))).toHaveLength(1);
}, 90_000);
