import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { newSecret } from '@/lib/core/ids';
import { applicationAccess } from '@/lib/server/db/application-role';
import { migrate } from '@/lib/server/db/migrate';
import { withSession } from '@/lib/server/db/session';
import { createDatabase, dropDatabase, runSql, withDatabase } from '@/scripts/setup/databases';

const adminUrl = inject('adminUrl');
let database: string;
let url: string;
/** roles that a test made */
let roles: string[];

beforeEach(async () => {
  database = `${inject('template')}_${crypto.randomUUID().slice(0, 8)}`;
  url = await createDatabase(adminUrl, database, inject('template'));
  roles = [];
});
afterEach(async () => {
  await dropDatabase(adminUrl, database);
  for (const role of roles.reverse()) await runSql(adminUrl, `DROP ROLE IF EXISTS ${role}`);
});

const asked = async (address: string, sql: string): Promise<unknown[]> =>
  await withSession(address, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  });

/** A role that owns a new database and all that lies in it, as a hoster gives one out. */
async function hosted(attributes: string): Promise<string> {
  const role = `hosted_${crypto.randomUUID().slice(0, 8)}`;
  roles.push(role);
  await runSql(adminUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'hosted' ${attributes}`);
  await dropDatabase(adminUrl, database);
  await runSql(adminUrl, `CREATE DATABASE ${database} OWNER ${role}`);
  // an extension is the server's administrator's to make
  await runSql(withDatabase(adminUrl, database), 'CREATE EXTENSION pg_trgm');
  const own = new URL(withDatabase(adminUrl, database));
  own.username = role;
  own.password = 'hosted';
  return own.href;
}

test('the role is named after the database, and made once; a later start sets its password', async () => {
  roles.push(`${database}_app`);
  const first = await applicationAccess(url, { password: newSecret() });
  const password = newSecret();
  const second = await applicationAccess(url, { password });
  expect([first.why, second.why]).toEqual([null, null]);
  expect(new URL(second.url).username).toBe(`${database}_app`);
  expect(decodeURIComponent(new URL(second.url).password)).toBe(password);
  expect(await asked(second.url, 'SELECT current_user::text AS "user"')).toEqual([
    { user: `${database}_app` },
  ]);
});

test('an instance of before gets its role and its rights, and new tables theirs with the next start', async () => {
  roles.push(`${database}_app`);
  const access = await applicationAccess(url, { password: 'one' });
  await runSql(url, 'CREATE TABLE "Newer" ("x" serial)');
  await expect(asked(access.url, 'SELECT * FROM "Newer"')).rejects.toThrow(/permission denied/);
  await applicationAccess(url, { password: 'one' });
  expect(await asked(access.url, 'INSERT INTO "Newer" DEFAULT VALUES RETURNING "x"')).toEqual([
    { x: 1 },
  ]);
  await expect(asked(access.url, 'DELETE FROM "AuditEvent"')).rejects.toThrow(/permission denied/);
});

test('an owner who may make roles but is no superuser migrates, makes the role and gives it its rights', async () => {
  const own = await hosted('CREATEROLE');
  await migrate(own);
  const access = await applicationAccess(own, { password: 'one' });
  roles.push(`${database}_app`);
  expect(access.why).toBeNull();
  const again = await applicationAccess(own, { password: 'two' });
  expect(await asked(again.url, 'SELECT count(*)::int AS "n" FROM "User"')).toEqual([{ n: 0 }]);
  // and what its triggers write is written as the owner
  await asked(
    again.url,
    `INSERT INTO "User" ("id", "email", "name", "passwordHash") VALUES (gen_random_uuid(), 'a@example.org', 'A', 'x')`,
  );
  expect(await asked(again.url, 'SELECT "action" FROM "AuditEvent"')).toEqual([
    { action: 'user.create' },
  ]);
});

test('an owner who may not is told what to do, and Quadrat goes on as before', async () => {
  const own = await hosted('');
  await migrate(own);
  const access = await applicationAccess(own, { password: 'one' });
  expect(access.url).toBe(own);
  expect(access.why).toMatch(/CREATE ROLE ".*_app" LOGIN PASSWORD .* QUADRAT_APP_DATABASE_URL/);
  // which they do
  const name = `${database}_given`;
  roles.push(name);
  await runSql(adminUrl, `CREATE ROLE ${name} LOGIN PASSWORD 'given'`);
  const given = new URL(own);
  given.username = name;
  given.password = 'given';
  const settled = await applicationAccess(own, { password: 'one', given: given.href });
  expect(settled).toEqual({ url: given.href, why: null });
  expect(await asked(settled.url, 'SELECT count(*)::int AS "n" FROM "User"')).toEqual([{ n: 0 }]);
  await expect(asked(settled.url, 'TRUNCATE "AuditEvent"')).rejects.toThrow(/permission denied/);
});

test('the role must not be the owner', async () => {
  await expect(applicationAccess(url, { password: 'one', given: url })).rejects.toThrow(
    /must be another one/,
  );
});
