// The application's role cannot undo what it did: tests run as it (tests/server/setup.ts).
import { beforeAll, expect, test } from 'vitest';
import { LIMITED_TABLES } from '@/lib/server/db/application-role';
import { db } from '@/lib/server/db/client';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
} from '@/tests/server/factories';
import { asOwner, withOwner } from '@/tests/server/owner';

beforeAll(async () => {
  const project = await createProject();
  const [chip] = await createChips(project, 1);
  if (!chip) throw new Error('there is no chip');
  const cells = Array.from({ length: chip.rows * chip.cols }, () => 0);
  await createLabelling(chip, { cells, user: await createMember(project, 'LABELER') });
});

const linesOf = async (): Promise<number> => await db().auditEvent.count();

test('the tests work as a role that owns nothing', async () => {
  const [role] = await db().$queryRaw<{ super: boolean; owns: number; member: number }[]>`
    SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication AS "super",
      (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) + (SELECT count(*)::int FROM pg_proc WHERE proowner = r.oid) AS "owns",
      (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS "member"
    FROM pg_roles r WHERE rolname = current_user`;
  expect(role).toEqual({ super: false, owns: 0, member: 0 });
});

test.each([
  `UPDATE "AuditEvent" SET "actorName" = 'somebody else'`,
  'DELETE FROM "AuditEvent"',
  'TRUNCATE "AuditEvent"',
  'DROP TABLE "AuditEvent"',
  'ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL',
  'ALTER TABLE "AuditEvent" OWNER TO CURRENT_USER',
  'ALTER TABLE "AuditEvent" ADD COLUMN "x" int',
  `INSERT INTO "AuditEvent" ("actor", "topic", "action", "thingKind", "thingId") VALUES ('SYSTEM', 'user', 'user.create', 'user', '')`,
  'SELECT 1 FROM "AuditEvent" FOR UPDATE',
  'DROP TRIGGER "AuditEvent_append_only" ON "AuditEvent"',
  'ALTER TABLE "Membership" DISABLE TRIGGER "Membership_audit"',
  'DROP TRIGGER "Membership_audit" ON "Membership"',
  'CREATE OR REPLACE FUNCTION "audit_row"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  'ALTER FUNCTION "audit_row"() RENAME TO "audit_nothing"',
  'CREATE TABLE public."Mine" ("x" int)',
  'DROP SCHEMA public CASCADE',
  `SELECT "audit_write"('user.create', NULL, 'user', '', '', NULL, NULL, NULL)`,
  `SELECT "audit_note"('member.role', NULL, 'user', '', '', NULL)`,
  'SET session_replication_role = replica',
  'UPDATE "LabelEvent" SET "note" = \'x\'',
  'DELETE FROM "LabelEvent"',
  'TRUNCATE "LabelEvent"',
  'ALTER TABLE "LabelEvent" DISABLE TRIGGER ALL',
  'DELETE FROM "Labelling"',
  'DELETE FROM "LabellingLink"',
  'DELETE FROM "Guest"',
  'DELETE FROM "_prisma_migrations"',
])('the application may not: %s', async (sql) => {
  const before = await linesOf();
  expect(before).toBeGreaterThan(0);
  await expect(db().$executeRawUnsafe(sql)).rejects.toThrow(
    /permission denied|must be owner|must be able to|written by the change itself/,
  );
  expect(await linesOf()).toBe(before);
});

test('nor become the owner again', async () => {
  const owner = await withOwner(async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_user AS "name"');
    return rows[0]?.name ?? '';
  });
  for (const sql of [`SET ROLE "${owner}"`, `SET SESSION AUTHORIZATION "${owner}"`]) {
    await expect(db().$executeRawUnsafe(sql)).rejects.toThrow(/permission denied/);
  }
  await expect(db().$executeRawUnsafe(`GRANT "${owner}" TO CURRENT_USER`)).rejects.toThrow(
    /permission denied|must be superuser|must have admin option/,
  );
  await db().$executeRawUnsafe('RESET ROLE');
  await expect(db().$executeRawUnsafe('DELETE FROM "AuditEvent"')).rejects.toThrow(/permission/);
});

test('the owner cannot change a line either, as long as its triggers are there', async () => {
  for (const sql of [
    `UPDATE "AuditEvent" SET "actorName" = 'x'`,
    'DELETE FROM "AuditEvent"',
    'TRUNCATE "AuditEvent"',
  ]) {
    await expect(asOwner(sql)).rejects.toThrow(/append-only/);
  }
});

test('of every table the application has all it needs, and of those on the list no more', async () => {
  const rows = await db().$queryRaw<{ name: string; rights: string }[]>`
    SELECT c.relname AS "name", (SELECT string_agg(r, ', ') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
      'REFERENCES', 'TRIGGER']) r WHERE has_table_privilege(c.oid, r)) AS "rights"
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
  expect(rows.length).toBeGreaterThan(40);
  for (const { name, rights } of rows) {
    expect(rights, name).toBe(LIMITED_TABLES[name] ?? 'SELECT, INSERT, UPDATE, DELETE');
  }
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(LIMITED_TABLES)));
});
