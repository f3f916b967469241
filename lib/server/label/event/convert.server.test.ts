// The migration that made one event of a save: a database with events of a row a cell keeps every change.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate } from '@/lib/server/db/migrate';
import { createDatabase, dropDatabase, withDatabase } from '@/scripts/setup/databases';

const MIGRATIONS = 'prisma/migrations';
const THIS = '_one_event_a_save';
const [A, B, S1, S2, S3, V1, V2, ADA] = Array.from({ length: 8 }, () => crypto.randomUUID());

const adminUrl = inject('adminUrl');
const database = `${inject('template')}_events`;
const client = new pg.Client({ connectionString: withDatabase(adminUrl, database) });
let folder: string;

beforeAll(async () => {
  await createDatabase(adminUrl, database);
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-migrations-'));
  const names = (await readdir(MIGRATIONS)).sort();
  const at = names.findIndex((name) => name.endsWith(THIS));
  for (const name of names.slice(0, at)) {
    await cp(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true });
  }
  await migrate(withDatabase(adminUrl, database), folder);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await rm(folder, { recursive: true });
  await dropDatabase(adminUrl, database);
});

const rowsOf = async (sql: string): Promise<unknown[]> =>
  (await client.query<Record<string, unknown>>(sql)).rows;

test('changes, their order and what was shown are the same; a save is one event', async () => {
  // two labellings whose events came in turns; their chip is not what is looked at
  const event = (labelling: string | undefined, rest: string): string =>
    `INSERT INTO "LabelEvent" ("labellingId", "actorId", "revision", "kind", "saveId", "cell", "before", "after", "source",
      "shownCode", "shownProbability", "shownThreshold", "versionId", "shown", "msSinceOpen", "seed", "note")
    VALUES ('${labelling ?? ''}', '${ADA ?? ''}', ${rest})`;
  const none = 'NULL, NULL, NULL, NULL, NULL';
  await client.query(`SET session_replication_role = replica`);
  await client.query(
    `INSERT INTO "User" ("id", "email", "name", "passwordHash") VALUES ($1, 'ada@example.org', 'Ada', '')`,
    [ADA],
  );
  for (const id of [A, B]) {
    await client.query(
      `INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells") VALUES ($1, $1, 'PERSON', $2, '\\x0000000000000000')`,
      [id, ADA],
    );
  }
  const save = (id: string | undefined, rest: string): string => `'CELL', '${id ?? ''}', ${rest}`;
  const old = [
    event(A, `1, 'SEED', NULL, NULL, NULL, NULL, 'import', ${none}, NULL, '\\x01', NULL`),
    event(
      A,
      `2, ${save(S1, `5, 0, 16, 'hand', 16, 0.45, 0.45, '${V1 ?? ''}', 'before', 9, NULL, NULL`)}`,
    ),
    event(B, `1, ${save(S2, `7, 0, 1, 'rest', ${none}, 40, NULL, NULL`)}`),
    event(A, `2, ${save(S1, `3, 0, 255, 'hand', 17, 0.1, NULL, NULL, 'after', 9, NULL, NULL`)}`),
    event(A, `2, ${save(S1, `3, 255, 1, 'undo', ${none}, 9, NULL, NULL`)}`),
    event(B, `1, ${save(S2, `6, 0, 1, 'rest', ${none}, 40, NULL, NULL`)}`),
    event(
      A,
      `2, ${save(S1, `9999, 0, 1, 'hand', 1, 0.9, 0.3, '${V2 ?? ''}', 'hidden', 9, NULL, NULL`)}`,
    ),
    event(A, `3, 'SUBMIT', '${S3 ?? ''}', NULL, NULL, NULL, NULL, ${none}, 50, NULL, NULL`),
    event(A, `4, 'RETURN', NULL, NULL, NULL, NULL, 'review', ${none}, NULL, NULL, 'edge'`),
  ];
  // events of one save have one time: they came in one transaction
  await client.query(['BEGIN', ...old, 'COMMIT'].join(';'));
  await client.query(`SET session_replication_role = origin`);
  const wanted =
    await rowsOf(`SELECT "labellingId", "revision", "actorId", "saveId", "cell", "before", "after", "source",
      "shownCode", "shownProbability", "shownThreshold", "versionId", "shown" AS "shownWhen", "msSinceOpen", "at"
    FROM "LabelEvent" WHERE "kind" = 'CELL' ORDER BY "labellingId", "id"`);
  const others = `SELECT "id", "labellingId", "revision", "kind", "actorId", "saveId", "source"::text, "seed", "note", "msSinceOpen", "at"
    FROM "LabelEvent" WHERE "kind" IN ('SEED', 'SUBMIT', 'RETURN') ORDER BY "id"`;
  const untouched = await rowsOf(others);

  await migrate(withDatabase(adminUrl, database));

  expect(
    await rowsOf(`SELECT "labellingId", "revision", "actorId", "saveId", "cell"::int, "before"::int, "after"::int, "source"::text,
        "shownCode"::int, "shownProbability", "shownThreshold", "versionId", "shownWhen"::text, "msSinceOpen", "at"
      FROM "LabelChange" ORDER BY "labellingId", "eventId", "place"`),
  ).toEqual(wanted);
  expect(await rowsOf(others)).toEqual(untouched);
  const saves = await rowsOf(
    `SELECT "cells", "source", "versionIds" FROM "LabelEvent" WHERE "kind" = 'SAVE' ORDER BY "id"`,
  );
  // the undo in the middle of a save stays where it was
  expect(saves).toEqual([
    { cells: [5, 3], source: 'hand', versionIds: [V1] },
    { cells: [7, 6], source: 'rest', versionIds: null },
    { cells: [3], source: 'undo', versionIds: null },
    { cells: [9999], source: 'hand', versionIds: [V2] },
  ]);
  await expect(client.query('DELETE FROM "LabelEvent"')).rejects.toThrow(/append-only/);
  // ids go on where they were
  await client.query(
    `INSERT INTO "LabelEvent" ("labellingId", "revision", "kind") VALUES ($1, 5, 'ACCEPT')`,
    [A],
  );
  expect(await rowsOf(`SELECT max("id")::int AS id FROM "LabelEvent"`)).toEqual([{ id: 10 }]);
});
