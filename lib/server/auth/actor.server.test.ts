import { describe, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { AppError } from '@/lib/server/app-error';
import { resolveActor } from '@/lib/server/auth/actor';
import { decide, gate } from '@/lib/server/auth/gate';
import type { Access } from '@/lib/server/auth/gate';
import { readSession, parseCookies, sessionCookieHeader } from '@/lib/server/auth/session';
import { db } from '@/lib/server/db/client';
import { changePassword, changeUser } from '@/lib/server/user/mutations';
import { endSession } from '@/lib/server/session/mutations';
import {
  PASSWORD,
  cookieOf,
  createMember,
  createProject,
  createToken,
  createUser,
} from '@/tests/server/factories';

function ask(headers: Record<string, string>, method = 'GET') {
  return resolveActor(
    new Request('http://127.0.0.1:3000/api/v1/me', {
      method,
      headers: { host: '127.0.0.1:3000', ...headers },
    }),
  );
}

describe('a session', () => {
  test('names its person, with what the database says now', async () => {
    const user = await createUser();
    const cookie = await cookieOf(user);
    expect(await ask({ cookie })).toMatchObject({
      kind: 'person',
      userId: user.id,
      via: 'session',
    });
    await db().user.update({ where: { id: user.id }, data: { name: 'New Name', isOwner: true } });
    expect(await ask({ cookie: `a=b; ${cookie}; c` })).toMatchObject({
      name: 'New Name',
      isOwner: true,
    });
  });

  test('is a cookie that scripts of the page cannot read and other sites do not send', async () => {
    const header = await sessionCookieHeader({ sub: newId(), sid: newId() });
    expect(header).toMatch(/; HttpOnly; SameSite=Lax$/);
  });

  test('ends when the password changes; the new cookie works', async () => {
    const user = await createUser();
    const cookie = await cookieOf(user);
    await changePassword(user.id, { current: PASSWORD, next: 'a new password' });
    expect(await ask({ cookie })).toBeNull();
    expect(await ask({ cookie: await cookieOf(user) })).not.toBeNull();
  });

  test('is dead once it is signed out, and the others of the person go on', async () => {
    const user = await createUser();
    const [here, elsewhere] = [await cookieOf(user), await cookieOf(user)];
    expect(await ask({ cookie: here })).not.toBeNull();
    await endSession((await readSession(parseCookies(here)))?.sid ?? '');
    expect(await ask({ cookie: here })).toBeNull();
    expect(await ask({ cookie: elsewhere })).not.toBeNull();
  });

  test('is dead once it has expired, whatever the cookie says, and is swept out by the next sign-in', async () => {
    const user = await createUser();
    const cookie = await cookieOf(user);
    await db().session.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(0) } });
    expect(await ask({ cookie })).toBeNull();
    await cookieOf(await createUser());
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  });

  test('ends when the owner resets the password or disables the account, and stays ended', async () => {
    const owner = await createUser({ isOwner: true });
    const user = await createUser();
    const cookie = await cookieOf(user);
    await changeUser(owner.id, user.id, { disabled: true });
    expect(await ask({ cookie })).toBeNull();
    await changeUser(owner.id, user.id, { disabled: false });
    expect(await ask({ cookie })).toBeNull();
  });

  test('cannot be forged or reused under another secret', async () => {
    const user = await createUser();
    const cookie = await cookieOf(user);
    expect(await ask({ cookie: `${cookie.slice(0, -4)}AAAA` })).toBeNull();
    expect(await ask({ cookie: 'next-auth.session-token=nonsense' })).toBeNull();
    // the session's value is no API token
    const value = cookie.slice(cookie.indexOf('=') + 1);
    expect(await ask({ authorization: `Bearer ${value}` })).toBeNull();
  });
});

describe('a write by cookie', () => {
  const FOREIGN: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://elsewhere.example' },
    { origin: 'http://127.0.0.1:3001' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:3000' },
  ];
  const OWN: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: 'http://quadrat.lab:8080', host: 'quadrat.lab:8080' },
  ];

  test.each(FOREIGN)('from elsewhere is refused: %o', async (headers) => {
    const cookie = await cookieOf(await createUser());
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      await expect(ask({ cookie, ...headers }, method)).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    expect(await ask({ cookie, ...headers }, 'GET')).not.toBeNull();
  });

  test.each(OWN)('from our own pages passes: %o', async (headers) => {
    const cookie = await cookieOf(await createUser());
    expect(await ask({ cookie, ...headers }, 'POST')).not.toBeNull();
  });

  test('by token needs no origin', async () => {
    const token = await createToken(['read'], await createUser());
    expect(await ask({ authorization: `Bearer ${token}` }, 'POST')).not.toBeNull();
  });
});

describe('a token', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  test('acts as its person with its scopes only, or as a machine', async () => {
    const user = await createUser();
    const token = await createToken(['read', 'label'], user);
    expect(await ask(bearer(token))).toMatchObject({
      kind: 'person',
      userId: user.id,
      via: 'token',
      scopes: ['read', 'label'],
    });
    expect(await ask(bearer(await createToken(['runner'])))).toMatchObject({
      kind: 'machine',
      scopes: ['runner'],
    });
  });

  test('goes before a cookie, and a wrong one does not fall back to the cookie', async () => {
    const cookie = await cookieOf(await createUser());
    expect(await ask({ cookie, ...bearer('qd_unknown') })).toBeNull();
  });

  test('stops when it is revoked, expired, or its person is disabled', async () => {
    for (const data of [{ revokedAt: new Date(0) }, { expiresAt: new Date(0) }]) {
      const token = await createToken(['read'], await createUser());
      expect(await ask(bearer(token))).not.toBeNull();
      await db().apiToken.updateMany({ data });
      expect(await ask(bearer(token))).toBeNull();
    }
    const user = await createUser();
    const token = await createToken(['read'], user);
    await db().user.update({ where: { id: user.id }, data: { disabledAt: new Date(0) } });
    expect(await ask(bearer(token))).toBeNull();
  });

  test('ends with its person’s password, changed or reset; a machine’s goes on', async () => {
    const machine = await createToken(['runner']);
    const owner = await createUser({ isOwner: true });
    const endings = [
      (id: string) => changePassword(id, { current: PASSWORD, next: 'a new password' }),
      (id: string) => changeUser(owner.id, id, { resetPassword: true }),
    ];
    for (const end of endings) {
      const user = await createUser();
      const token = await createToken(['read'], user);
      await end(user.id);
      expect(await ask(bearer(token))).toBeNull();
    }
    expect(await ask(bearer(machine))).not.toBeNull();
  });

  test('notes its use at most once a minute', async () => {
    const token = await createToken(['read'], await createUser());
    const used = async () =>
      (await db().apiToken.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })).lastUsedAt;
    await ask(bearer(token));
    const first = await used();
    expect(first).not.toBeNull();
    await ask(bearer(token));
    expect(await used()).toEqual(first);
    await db().apiToken.updateMany({ data: { lastUsedAt: new Date(0) } });
    await ask(bearer(token));
    expect((await used())?.getTime()).toBeGreaterThan(0);
  });
});

describe('the gate', () => {
  const admin = { kind: 'project', role: 'ADMIN', scope: 'manage' } as const;

  async function gateAs(
    user: { id: string },
    key: string,
    access: Exclude<Access, { kind: 'guest' }> = admin,
  ) {
    return decide(await ask({ cookie: await cookieOf(user) }), access, key);
  }

  test('opens a project by slug or id to its members, with their role', async () => {
    const project = await createProject();
    const user = await createMember(project, 'ADMIN');
    for (const key of [project.slug, project.id]) {
      expect((await gateAs(user, key)).project).toEqual(project.scope);
    }
  });

  test('answers alike for a project of others and one that is not there', async () => {
    const project = await createProject();
    const stranger = await createMember(await createProject(), 'ADMIN');
    const texts = new Set<string>();
    for (const key of [project.slug, project.id, 'no-such-project', crypto.randomUUID()]) {
      const error: unknown = await gateAs(stranger, key).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'not_found' });
      texts.add((error as AppError).message);
    }
    expect(texts.size).toBe(1);
  });

  test('lets a page opened as one person do nothing as another who signed in since', async () => {
    const project = await createProject();
    const [ada, ben] = [
      await createMember(project, 'LABELER'),
      await createMember(project, 'LABELER'),
    ];
    const cookie = await cookieOf(ben);
    const asMeant = (meant: string) =>
      gate(
        new Request('http://127.0.0.1:3000/', { headers: { cookie, 'x-quadrat-person': meant } }),
        { kind: 'project', role: 'LABELER', scope: 'label' },
        project.slug,
      );
    await expect(asMeant(ada.id)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await asMeant(ben.id)).actor).toMatchObject({ userId: ben.id });
  });

  test('refuses a role that is too low, and follows the database at once', async () => {
    const project = await createProject();
    const user = await createMember(project, 'REVIEWER');
    await expect(gateAs(user, project.slug)).rejects.toMatchObject({ code: 'forbidden' });
    await db().membership.updateMany({ where: { userId: user.id }, data: { role: 'ADMIN' } });
    expect((await gateAs(user, project.slug)).project?.role).toBe('ADMIN');
    await db().membership.deleteMany({ where: { userId: user.id } });
    await expect(gateAs(user, project.slug)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('counts the owner as admin of every project without a membership', async () => {
    const project = await createProject();
    const owner = await createUser({ isOwner: true });
    expect((await gateAs(owner, project.slug)).project).toEqual(project.scope);
    await expect(gateAs(owner, 'no-such-project')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('keeps a one-time password to the account alone, but lets tokens work', async () => {
    const project = await createProject();
    const user = await createMember(
      project,
      'ADMIN',
      await createUser({ mustChangePassword: true }),
    );
    await expect(gateAs(user, project.slug)).rejects.toThrow(/one-time password/);
    const me: Access = { kind: 'person', scope: 'read', oneTimePassword: true };
    expect((await gateAs(user, '', me)).actor).not.toBeNull();
    const token = await createToken(['manage'], user);
    const actor = await ask({ authorization: `Bearer ${token}` });
    expect((await decide(actor, admin, project.slug)).project).not.toBeNull();
  });
});
