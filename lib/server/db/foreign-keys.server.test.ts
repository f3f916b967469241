// The migration that added the foreign keys: rows of before that name nobody come through it.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate } from '@/lib/server/db/migrate';
import { createDatabase, dropDatabase, withDatabase } from '@/scripts/setup/databases';

const MIGRATIONS = 'prisma/migrations';
const THIS = '_foreign_keys';
const GONE = crypto.randomUUID();

const adminUrl = inject('adminUrl');
const database = `${inject('template')}_foreign_keys`;
const client = new pg.Client({ connectionString: withDatabase(adminUrl, database) });
let folder: string;
let names: string[];

beforeAll(async () => {
  await createDatabase(adminUrl, database);
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-migrations-'));
  names = (await readdir(MIGRATIONS)).sort();
  const at = names.findIndex((name) => name.endsWith(THIS));
  await copy(names.slice(0, at));
  names = names.slice(at, at + 1);
  await migrate(withDatabase(adminUrl, database), folder);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await rm(folder, { recursive: true });
  await dropDatabase(adminUrl, database);
});

async function copy(migrations: readonly string[]): Promise<void> {
  for (const name of migrations) {
    await cp(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true });
  }
}

const rowsOf = async (sql: string): Promise<unknown[]> =>
  (await client.query<Record<string, unknown>>(sql)).rows;

test('what names nobody is emptied, what was theirs leaves, and nothing new can name nobody', async () => {
  const [project, user, asset, labelling] = Array.from({ length: 4 }, () => crypto.randomUUID());
  await client.query(`
    INSERT INTO "User" ("id", "email", "name", "passwordHash") VALUES ('${user ?? ''}', 'a@example.org', 'A', 'x');
    INSERT INTO "Project" ("id", "slug", "name", "rule", "cellPx", "rows", "cols", "splitSalt", "createdById")
      VALUES ('${project ?? ''}', 'p', 'P', 'r', 8, 4, 4, 's', '${GONE}');
    INSERT INTO "ImportFile" ("id", "projectId", "name", "bytes", "state", "provenance", "assetId", "createdById")
      VALUES ('${asset ?? ''}', '${project ?? ''}', 'f', 1, 'READY', '{}', '${GONE}', '${user ?? ''}');
    INSERT INTO "QueuePreference" ("projectId", "userId", "preference")
      VALUES ('${project ?? ''}', '${user ?? ''}', '{}'), ('${project ?? ''}', '${GONE}', '{}');
    SET session_replication_role = replica;
    INSERT INTO "LabelEvent" ("labellingId", "actorId", "revision", "kind")
      VALUES ('${labelling ?? ''}', '${user ?? ''}', 1, 'SUBMIT'), ('${labelling ?? ''}', '${GONE}', 2, 'RETURN');
    SET session_replication_role = DEFAULT;`);
  await copy(names);
  expect(await migrate(withDatabase(adminUrl, database), folder)).toEqual(names);

  expect(await rowsOf(`SELECT "createdById" FROM "Project"`)).toEqual([{ createdById: null }]);
  expect(await rowsOf(`SELECT "assetId", "createdById" FROM "ImportFile"`)).toEqual([
    { assetId: null, createdById: user },
  ]);
  expect(await rowsOf(`SELECT "userId" FROM "QueuePreference"`)).toEqual([{ userId: user }]);
  expect(await rowsOf(`SELECT "actorId" FROM "LabelEvent" ORDER BY "revision"`)).toEqual([
    { actorId: user },
    { actorId: null },
  ]);
  await expect(
    client.query(`UPDATE "Project" SET "createdById" = '${GONE}'`),
  ).rejects.toMatchObject({ constraint: 'Project_createdById_fkey' });
  await expect(client.query(`UPDATE "LabelEvent" SET "note" = 'x'`)).rejects.toThrow(/append-only/);
  await expect(client.query(`DELETE FROM "User"`)).rejects.toThrow(/foreign key/);
});
