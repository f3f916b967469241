import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { POST as leaveLink } from '@/app/api/v1/guest/[link]/leave/route';
import { POST as beginByLink } from '@/app/api/v1/labelling-links/[token]/route';
import { POST as changePassword } from '@/app/api/v1/me/password/route';
import { PATCH as changeProject } from '@/app/api/v1/projects/[project]/route';
import { PUT as setMember } from '@/app/api/v1/projects/[project]/members/[user]/route';
import { newId } from '@/lib/core/ids';
import { AUDIT_ACTIONS } from '@/lib/domain/audit/schema';
import { actAs } from '@/lib/server/audit/acting';
import { AUDITED_TABLES } from '@/lib/server/audit/tables';
import { authorize } from '@/lib/server/auth/options';
import { db } from '@/lib/server/db/client';
import { pool } from '@/lib/server/db/pool';
import { createInvitation } from '@/lib/server/invitation/mutations';
import { closeLink } from '@/lib/server/labelling-link/links';
import { createToken } from '@/lib/server/token/mutations';
import { changeUser, createUser as createAccount } from '@/lib/server/user/mutations';
import {
  cookieOf,
  createChips,
  createMember,
  createProject,
  createUser,
  idOf,
  scopeOf,
} from '@/tests/server/factories';
import { createGuest, createLabellingLink } from '@/tests/server/guests';
import { LEFT_OUT, NOT_AUDITED } from '@/tests/server/not-audited';
import { withOwner } from '@/tests/server/owner';
import { personOf } from '@/tests/server/people';

interface Trigger {
  table: string;
  columns: string[];
}

async function triggers(): Promise<Trigger[]> {
  const rows = await db().$queryRaw<{ table: string; definition: string }[]>`
    SELECT c.relname AS "table", pg_get_triggerdef(t.oid) AS "definition"
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE p.proname IN ('audit_row', 'audit_link', 'audit_removed_chips')`;
  return rows.map(({ table, definition }) => {
    const given = /\(([^()]*)\)$/.exec(definition)?.[1] ?? '';
    return { table, columns: [...given.matchAll(/'([^']*)'/g)].map(([, name = '']) => name) };
  });
}

test('every table is audited, or there is a reason why not', async () => {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT relname AS "name" FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
  const audited = new Set((await triggers()).map(({ table }) => table));
  expect([...audited].sort()).toEqual([...AUDITED_TABLES]);
  const missing = tables
    .map(({ name }) => name)
    .filter((name) => !audited.has(name) && !(name in NOT_AUDITED));
  expect(missing).toEqual([]);
});

test('every column of an audited table is kept, or there is a reason why not; never one with a secret', async () => {
  const kept = (await triggers()).flatMap(({ table, columns }) =>
    columns.map((column) => `${table}.${column}`),
  );
  const columns = await db().$queryRaw<{ table: string; name: string }[]>`
    SELECT c.relname AS "table", a.attname AS "name" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (${[...AUDITED_TABLES]}) AND c.relname <> 'Chip'
      AND a.attnum > 0 AND NOT a.attisdropped`;
  const missing = columns
    .map(({ table, name }) => ({ name, full: `${table}.${name}` }))
    .filter(({ name, full }) => !kept.includes(full) && !(name in LEFT_OUT) && !(full in LEFT_OUT));
  expect(missing.map(({ full }) => full)).toEqual([]);
  expect(kept.filter((name) => /hash|secret|salt|leaseToken|\.password/i.test(name))).toEqual([]);
});

test('the check of actions knows what the code knows', async () => {
  const [check] = await db().$queryRaw<{ definition: string }[]>`
    SELECT pg_get_constraintdef("oid") AS "definition" FROM pg_constraint WHERE conname = 'AuditEvent_action'`;
  const known = [...(check?.definition ?? '').matchAll(/'([^']*)'/g)].map(([, value]) => value);
  expect(known.sort()).toEqual([...AUDIT_ACTIONS].sort());
  // and each is written by something
  const [first = '', links = ''] = await Promise.all(
    ['20261127220200_audit', '20261127232500_labelling_link_audit'].map((name) =>
      readFile(`prisma/migrations/${name}/migration.sql`, 'utf8'),
    ),
  );
  const written = `${first.split('-- Nobody changes a line')[1] ?? ''}${links.split('-- As before')[1] ?? ''}`;
  expect(AUDIT_ACTIONS.filter((action) => !written.includes(`'${action}'`))).toEqual([]);
});

let since = 0n;
beforeEach(async () => {
  const last = await db().auditEvent.findFirst({ orderBy: { id: 'desc' } });
  since = last?.id ?? 0n;
});
const lines = async () =>
  await db().auditEvent.findMany({ where: { id: { gt: since } }, orderBy: { id: 'asc' } });

const ORIGIN = 'http://127.0.0.1:3000';
const requestBy = (cookie: string, method: string, body: unknown, headers = {}): Request =>
  new Request(`${ORIGIN}/api/v1/x`, {
    method,
    body: JSON.stringify(body),
    headers: {
      ...{ cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...headers,
    },
  });

describe('a change', () => {
  test('says who, how, from where, what, before and after', async () => {
    const project = await createProject();
    const admin = await createMember(project, 'ADMIN');
    const member = await createMember(project, 'LABELER');
    const cookie = await cookieOf(admin);
    since = (await db().auditEvent.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n;
    const from = { 'x-forwarded-for': '203.0.113.7', 'user-agent': `Browser ${'x'.repeat(500)}` };
    const reply = await setMember(requestBy(cookie, 'PUT', { role: 'REVIEWER' }, from), {
      params: Promise.resolve({ project: project.slug, user: member.id }),
    });
    expect(reply.status).toBeLessThan(300);
    const [line, ...others] = await lines();
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      ...{ actor: 'PERSON', actorId: admin.id, actorName: admin.name, actorEmail: admin.email },
      ...{ via: 'session', address: '203.0.113.7', projectId: project.id },
      ...{ action: 'member.role', topic: 'member', thingKind: 'user', thingId: member.id },
      ...{ thingName: member.name, before: { role: 'LABELER' }, after: { role: 'REVIEWER' } },
    });
    expect(line?.credentialId).not.toBeNull();
    expect(line?.requestId).not.toBeNull();
    expect(line?.agent).toHaveLength(200);
  });

  test('keeps only what changed; the same again leaves no line', async () => {
    const project = await createProject({ name: 'Before' });
    const cookie = await cookieOf(await createMember(project, 'ADMIN'));
    const put = async (body: unknown): Promise<void> => {
      const params = Promise.resolve({ project: project.slug });
      expect((await changeProject(requestBy(cookie, 'PATCH', body), { params })).status).toBe(200);
    };
    since = (await db().auditEvent.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n;
    await put({ name: 'After', controlPercent: 20 });
    await put({ name: 'After', controlPercent: 20 });
    expect(await lines()).toMatchObject([
      {
        action: 'project.settings',
        before: { name: 'Before', controlPercent: 0 },
        after: { name: 'After', controlPercent: 20 },
      },
    ]);
  });

  test('and its line are there together or not at all', async () => {
    const project = await createProject();
    since = (await db().auditEvent.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n;
    const failing = db().$transaction(async (tx) => {
      await tx.project.update({ where: { id: project.id }, data: { name: 'Never' } });
      expect(await tx.auditEvent.count({ where: { id: { gt: since } } })).toBe(1);
      throw new Error('and back');
    });
    await expect(failing).rejects.toThrow('and back');
    expect(await lines()).toEqual([]);
  });

  test('long values are cut', async () => {
    const project = await createProject();
    await db().project.update({ where: { id: project.id }, data: { rule: 'x'.repeat(20_000) } });
    const after = (await lines()).at(-1)?.after as { rule: string };
    expect(after.rule).toMatch(/^x{2000}…$/);
  });

  test('by nobody that said so is the system’s', async () => {
    await createProject();
    expect((await lines()).map(({ actor, actorId }) => [actor, actorId])).toContainEqual([
      'SYSTEM',
      null,
    ]);
  });
});

test('many at once on few connections: each line names who did it', async () => {
  const people = await Promise.all(Array.from({ length: 60 }, () => createUser()));
  const projects = await Promise.all(people.map(() => createProject()));
  since = (await db().auditEvent.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n;
  await Promise.all(
    people.map(async (person, i) => {
      const id = projects[i]?.id ?? '';
      await actAs({ kind: 'PERSON', id: person.id, name: person.name }, async () => {
        await db().project.update({ where: { id }, data: { name: person.id } });
        await pool().query(`UPDATE "Project" SET "rule" = $1 WHERE "id" = $2`, [person.id, id]);
        await db().$transaction(async (tx) => {
          await tx.labelClass.create({
            data: { id: newId(), projectId: id, index: 40, name: person.id, colour: '#000000' },
          });
          await tx.project.update({ where: { id }, data: { description: person.id } });
        });
        await db().$executeRaw`UPDATE "Project" SET "threshold" = 0.5 WHERE "id" = ${id}::uuid`;
      });
      // and on the same connections somebody who said nothing
      await db().project.update({ where: { id }, data: { overlapPercent: 33 } });
    }),
  );
  const found = await lines();
  expect(found).toHaveLength(60 * 6);
  for (const line of found) {
    const owner = people[projects.findIndex(({ id }) => id === line.projectId)];
    const byNobody = JSON.stringify(line.after).includes('overlapPercent');
    expect([line.actor, line.actorId]).toEqual(byNobody ? ['SYSTEM', null] : ['PERSON', owner?.id]);
  }
  const left = await pool().query<{ acting: string | null }>(
    `SELECT nullif(current_setting('quadrat.audit', true), '') AS "acting"`,
  );
  expect(left.rows).toEqual([{ acting: null }]);
});

test('no line has a password, a token or a hash of one', async () => {
  const owner = await createUser({ isOwner: true });
  const project = await createProject();
  const person = { ...personOf(owner.id, owner), isOwner: true };
  const made = await createAccount({ name: 'New', email: `${newId()}@example.org` });
  const reset = await changeUser(null, made.user.id, { resetPassword: true });
  const token = await createToken(person, {
    name: 'T',
    scopes: ['read'],
    machine: false,
    expiresInDays: null,
  });
  const invitation = await createInvitation(scopeOf(project, 'ADMIN'), person, {
    ...{ role: 'LABELER', note: 'n', expiresInDays: 3 },
  });
  const link = await createLabellingLink(project, 1);
  const guest = await createGuest(link, 'Mia');
  const cookie = await cookieOf(owner);
  const wrong = `wrong ${newId()}`;
  await changePassword(requestBy(cookie, 'POST', { current: wrong, next: wrong }), {
    params: Promise.resolve({}),
  });
  await authorize({ email: owner.email, password: wrong }, { address: '203.0.113.9', cookies: {} });
  const secrets = await withOwner(async (client) => {
    const { rows } = await client.query<{ secret: string }>(
      `SELECT "passwordHash" AS "secret" FROM "User" UNION SELECT "tokenHash" FROM "ApiToken" UNION SELECT "tokenHash" FROM "Invitation"
       UNION SELECT "splitSalt" FROM "Project" UNION SELECT "tokenHash" FROM "LabellingLink"
       UNION SELECT "sessionHash" FROM "Guest" WHERE "linkId" IS NOT NULL`,
    );
    return rows.map(({ secret }) => secret);
  });
  secrets.push(token.secret, invitation.secret, made.oneTimePassword ?? '', wrong, cookie);
  secrets.push(reset.oneTimePassword ?? '', link.secret, guest.split('=')[1] ?? '');
  const all = JSON.stringify(await db().auditEvent.findMany(), (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  expect(secrets.length).toBeGreaterThan(12);
  for (const secret of secrets.filter((s) => s.length > 6)) expect(all).not.toContain(secret);
  const actions = (await lines()).map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining([
      'password.reset',
      'token.create',
      'invitation.create',
      'signin.failed',
      'link.create',
      'guest.begin',
    ]),
  );
});

test('a labelling link, its guests and its end are lines, each of who did it', async () => {
  const project = await createProject();
  const link = await createLabellingLink(project, 1);
  expect((await lines()).filter(({ topic }) => topic === 'link')).toMatchObject([
    {
      ...{ action: 'link.create', projectId: project.id, thingId: link.id, thingName: 'Field day' },
      ...{ before: null, after: { name: 'Field day', maxPeople: 500, perChip: 2 } },
    },
  ]);
  since = (await db().auditEvent.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n;
  const from = { 'x-forwarded-for': '203.0.113.8' };
  const begun = await beginByLink(requestBy('', 'POST', { nickname: 'Mia' }, from), {
    params: Promise.resolve({ token: link.secret }),
  });
  expect(begun.status).toBe(204);
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const left = await leaveLink(requestBy(cookie, 'POST', {}, from), {
    params: Promise.resolve({ link: link.id }),
  });
  expect(left.status).toBe(204);
  await closeLink(project.scope, link.id);

  const { userId } = await db().guest.findFirstOrThrow({ where: { linkId: link.id } });
  const [began, went, closed, back, ...more] = await lines();
  for (const line of [began, went]) {
    expect(line).toMatchObject({
      ...{ actor: 'GUEST', actorId: userId, actorName: 'Guest Mia · Field day', actorEmail: '' },
      ...{ via: 'link', credentialId: link.id, address: '203.0.113.8', projectId: project.id },
      ...{ thingKind: 'user', thingId: userId, thingName: 'Guest Mia' },
    });
  }
  expect(began).toMatchObject({ action: 'guest.begin', after: { linkId: link.id } });
  expect(went).toMatchObject({ action: 'guest.leave', before: { leftAt: null } });
  expect(closed).toMatchObject({ action: 'link.close', thingId: link.id, thingName: 'Field day' });
  expect(back).toMatchObject({ action: 'chip.include', before: { skippedReason: 'link' } });
  expect(more).toEqual([]);
});

test('that a guest is none any more is a line', async () => {
  const link = await createLabellingLink(await createProject(), 1);
  await createGuest(link);
  const { userId } = await db().guest.findFirstOrThrow({ where: { linkId: link.id } });
  await db().user.update({ where: { id: userId }, data: { isGuest: false } });
  expect((await lines()).at(-1)).toMatchObject({
    ...{ action: 'user.change', thingId: userId },
    ...{ before: { isGuest: true }, after: { isGuest: false } },
  });
});

test('who is disabled keeps their lines', async () => {
  const project = await createProject();
  const admin = await createMember(project, 'ADMIN');
  await actAs({ kind: 'PERSON', id: admin.id, name: admin.name, email: admin.email }, () =>
    db().project.update({ where: { id: project.id }, data: { name: 'Mine' } }),
  );
  await changeUser(null, idOf(admin), { disabled: true });
  const mine = await db().auditEvent.findMany({ where: { actorId: admin.id } });
  expect(mine).toMatchObject([{ action: 'project.settings', actorName: admin.name }]);
});

test('chips that are deleted are a line an asset, whoever deletes them', async () => {
  const project = await createProject();
  const chips = await createChips(project, 3);
  const ids = chips.map(({ id }) => id);
  await db().chip.deleteMany({ where: { id: { in: ids } } });
  const removed = (await lines()).filter(({ action }) => action === 'chip.remove');
  expect(removed).toMatchObject([
    { projectId: project.id, thingKind: 'asset', before: { chips: 3, begun: 0, confirmed: 0 } },
  ]);
});
