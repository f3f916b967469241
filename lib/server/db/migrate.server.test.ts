import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { migrate } from '@/lib/server/db/migrate';
import { createDatabase, dropDatabase } from '@/scripts/setup/databases';

const adminUrl = inject('adminUrl');
let folder: string;
let database: string;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-migrations-'));
  database = `${inject('template')}_${crypto.randomUUID().slice(0, 8)}`;
  url = await createDatabase(adminUrl, database);
});
afterEach(async () => {
  await dropDatabase(adminUrl, database);
  await rm(folder, { recursive: true });
});

async function add(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
}

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('applies what is missing, in the order of the names, once', async () => {
  await add('2_second', 'INSERT INTO a VALUES (2);');
  await add('1_first', 'CREATE TABLE a (n int); INSERT INTO a VALUES (1);');
  expect(await migrate(url, folder)).toEqual(['1_first', '2_second']);
  await add('3_third', 'INSERT INTO a VALUES (3);');
  expect(await migrate(url, folder)).toEqual(['3_third']);
  expect(await migrate(url, folder)).toEqual([]);
  expect(await query('SELECT n FROM a ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('many at once apply each migration once', async () => {
  await add('1_first', 'CREATE TABLE a (n int); SELECT pg_sleep(0.1);');
  await add('2_second', 'INSERT INTO a VALUES (1);');
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(url, folder)));
  expect(applied.flat().sort()).toEqual(['1_first', '2_second']);
  expect(await query('SELECT n FROM a')).toHaveLength(1);
});

test('a migration that fails is rolled back whole and can be mended', async () => {
  await add('1_first', 'CREATE TABLE a (n int); INSERT INTO a VALUES (1); SELECT 1 / 0;');
  await expect(migrate(url, folder)).rejects.toThrow(/1_first failed and was rolled back.*zero/);
  expect(await query(`SELECT to_regclass('a') AS a`)).toEqual([{ a: null }]);
  await add('1_first', 'CREATE TABLE a (n int);');
  expect(await migrate(url, folder)).toEqual(['1_first']);
});

test('refuses an edited, an unfinished and an unknown migration, and changes nothing', async () => {
  await add('1_first', 'CREATE TABLE a (n int);');
  await migrate(url, folder);
  await add('2_second', 'INSERT INTO a VALUES (1);');

  await add('1_first', 'CREATE TABLE a (n bigint);');
  await expect(migrate(url, folder)).rejects.toThrow(/1_first was edited after/);
  await add('1_first', 'CREATE TABLE a (n int);');

  await query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(url, folder)).rejects.toThrow(/1_first was begun and never finished/);
  await query('UPDATE _prisma_migrations SET finished_at = now()');

  await rm(path.join(folder, '1_first'), { recursive: true });
  await expect(migrate(url, folder)).rejects.toThrow(/has migration 1_first.*newer version/);
  expect(await query('SELECT n FROM a')).toEqual([]);
});
