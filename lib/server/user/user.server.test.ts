import { describe, expect, test } from 'vitest';
import { newSecret } from '@/lib/core/ids';
import type { Person } from '@/lib/server/auth/person';
import { resolveActor } from '@/lib/server/auth/actor';
import { authorize } from '@/lib/server/auth/options';
import { db } from '@/lib/server/db/client';
import { createToken, ensureMachineToken, revokeToken } from '@/lib/server/token/mutations';
import { listTokens } from '@/lib/server/token/data';
import {
  changePassword,
  changeUser,
  createUser,
  ensureFirstPeople,
  resetPasswordByEmail,
} from '@/lib/server/user/mutations';
import { NewToken } from '@/lib/domain/token/schema';
import { SCOPES } from '@/lib/domain/token/scope';
import {
  PASSWORD,
  createProject,
  createToken as testToken,
  createUser as testUser,
  idOf,
} from '@/tests/server/factories';
import { callRoute, endpointsOf } from '@/tests/server/routes';

const from = (address: string) => ({ address, cookies: {} });

// first: it needs an instance without accounts
test('the first start makes the owner and three demo people, once, even when started twice at once', async () => {
  const [one, two] = await Promise.all([ensureFirstPeople(), ensureFirstPeople()]);
  const people = one.length > 0 ? one : two;
  expect([one.length, two.length].sort()).toEqual([0, 4]);
  expect(people.map((p) => p.role)).toEqual(['OWNER', 'LABELER', 'REVIEWER', 'ADMIN']);
  for (const { email, password, role, userId } of people) {
    expect(await authorize({ email, password }, from('first'))).toMatchObject({ id: userId });
    const row = await db().user.findUniqueOrThrow({ where: { id: userId } });
    expect(row.mustChangePassword).toBe(true);
    expect(row.isOwner).toBe(role === 'OWNER');
    expect(JSON.stringify(row)).not.toContain(password);
  }
  expect(await ensureFirstPeople()).toEqual([]);
});

describe('accounts', () => {
  test('begin with a one-time password that must be replaced', async () => {
    const { user, oneTimePassword } = await createUser({ email: 'new@example.org', name: 'New' });
    const password = oneTimePassword ?? '';
    expect(await authorize({ email: user.email, password }, from('a'))).toMatchObject({
      id: user.id,
    });
    expect(user.mustChangePassword).toBe(true);
    await changePassword(user.id, { current: password, next: 'my own password' });
    expect(await authorize({ email: user.email, password }, from('a'))).toBeNull();
    const row = await db().user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.mustChangePassword).toBe(false);
  });

  test('have one email each', async () => {
    await createUser({ email: 'twice@example.org', name: 'One' });
    await expect(createUser({ email: 'twice@example.org', name: 'Two' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('can be reset, disabled and enabled by the owner, who cannot disable themself', async () => {
    const owner = await testUser({ isOwner: true });
    const user = await testUser();
    const { oneTimePassword } = await changeUser(owner.id, user.id, { resetPassword: true });
    expect(await authorize({ email: user.email, password: PASSWORD }, from('b'))).toBeNull();
    const password = oneTimePassword ?? '';
    expect(await authorize({ email: user.email, password }, from('b'))).not.toBeNull();
    await changeUser(owner.id, user.id, { disabled: true });
    expect(await authorize({ email: user.email, password }, from('b'))).toBeNull();
    await changeUser(owner.id, user.id, { disabled: false });
    expect(await authorize({ email: user.email, password }, from('b'))).not.toBeNull();
    for (const change of [{ disabled: true }, { resetPassword: true }] as const) {
      await expect(changeUser(owner.id, owner.id, change)).rejects.toMatchObject({
        code: 'conflict',
      });
    }
    await expect(
      changeUser(owner.id, crypto.randomUUID(), { disabled: true }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('are let in again from the command line of the machine', async () => {
    const user = await testUser({ disabledAt: new Date(0) });
    const password = await resetPasswordByEmail(user.email.toUpperCase());
    expect(await authorize({ email: user.email, password }, from('c'))).not.toBeNull();
    await expect(resetPasswordByEmail('nobody@example.org')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a password change', () => {
  test('asks for the current password and is limited like a sign-in', async () => {
    const user = await testUser();
    const attempt = () => changePassword(user.id, { current: 'wrong', next: 'another password' });
    for (let i = 0; i < 10; i += 1) {
      await expect(attempt()).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(attempt()).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await authorize({ email: user.email, password: PASSWORD }, from('d'))).not.toBeNull();
  });
});

describe('tokens', () => {
  async function person(isOwner: boolean, scopes: readonly string[]): Promise<Person> {
    const user = await testUser({ isOwner });
    return {
      kind: 'person',
      userId: idOf(user),
      email: user.email,
      name: user.name,
      isOwner,
      mayMakeProjects: false,
      mustChangePassword: false,
      via: 'session',
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    };
  }
  const ALL = ['read', 'label', 'review', 'manage', 'owner'];
  const wanted = (values: object) => NewToken.parse({ name: 'a script', ...values });

  test('make no tokens, accounts, passwords or invitations: what they let in would outlive them', async () => {
    const owner = await testUser({ isOwner: true });
    const other = await testUser();
    const project = await createProject();
    const authorization = `Bearer ${await testToken(
      SCOPES.filter((scope) => scope !== 'runner'),
      owner,
    )}`;
    const calls = [
      ['/app/api/v1/tokens/route.ts', 'POST', {}, { name: 'x', scopes: ['read'] }],
      ['/app/api/v1/users/route.ts', 'POST', {}, { name: 'X', email: 'x@example.org' }],
      ['/app/api/v1/users/[user]/route.ts', 'PATCH', { user: other.id }, { resetPassword: true }],
      ['/app/api/v1/me/password/route.ts', 'POST', {}, { current: 'a', next: 'b' }],
      [
        '/app/api/v1/projects/[project]/invitations/route.ts',
        ...(['POST', { project: project.slug }, { role: 'ADMIN', expiresInDays: 7 }] as const),
      ],
    ] as const;
    for (const [file, method, params, body] of calls) {
      const endpoint = (await endpointsOf(file)).find((one) => one.method === method);
      if (!endpoint) throw new Error(`no ${method} in ${file}`);
      const headers = { authorization };
      const { status, text } = await callRoute(endpoint, params, {
        headers,
        body: JSON.stringify(body),
      });
      expect(status, file).toBe(403);
      expect(JSON.parse(text), file).toMatchObject({ key: 'access.sessionOnly' });
    }
  });

  test('show their secret once and are kept as a hash', async () => {
    const me = await person(false, ALL);
    const { secret, token } = await createToken(me, wanted({ scopes: ['read', 'read'] }));
    expect(secret).toMatch(/^qd_[\w-]{43}$/);
    expect(token.scopes).toEqual(['read']);
    expect(token.expiresAt).not.toBeNull();
    const rows = await db().apiToken.findMany({ where: { userId: me.userId } });
    expect(JSON.stringify(rows)).not.toContain(secret.slice(3));
    expect(await listTokens(me.userId, false)).toHaveLength(1);
  });

  test('never widen what their maker may do', async () => {
    const narrow = await person(false, ['read', 'manage']);
    for (const [who, scopes] of [
      [narrow, ['label']],
      [await person(false, ALL), ['owner']],
    ] as const) {
      await expect(createToken(who, wanted({ scopes }))).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    const machine = wanted({ scopes: ['runner'], machine: true });
    await expect(createToken(await person(false, ALL), machine)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await createToken(await person(true, ALL), machine)).token.machine).toBe(true);
  });

  test('for machines have the scope runner, and nobody else has it', () => {
    const parse = (values: object) => NewToken.safeParse({ name: 'x', ...values }).success;
    expect(parse({ scopes: ['runner'], machine: true })).toBe(true);
    expect(parse({ scopes: ['runner'] })).toBe(false);
    expect(parse({ scopes: ['read'], machine: true })).toBe(false);
    expect(parse({ scopes: ['read', 'runner'], machine: true })).toBe(false);
    expect(parse({ scopes: [] })).toBe(false);
  });

  test('are revoked by their person or, for machines, by the owner', async () => {
    const me = await person(false, ALL);
    const owner = await person(true, ALL);
    const mine = await createToken(me, wanted({ scopes: ['read'] }));
    await expect(revokeToken(owner, mine.token.id)).rejects.toMatchObject({ code: 'not_found' });
    await revokeToken(me, mine.token.id);
    const machine = await createToken(owner, wanted({ scopes: ['runner'], machine: true }));
    await expect(revokeToken(me, machine.token.id)).rejects.toMatchObject({ code: 'not_found' });
    await revokeToken(owner, machine.token.id);
  });

  test('of the local runner come from a given secret, as often as one asks', async () => {
    const secret = `qd_${newSecret()}`;
    const input = { name: 'local runner', secret, scopes: ['runner'] as const };
    await ensureMachineToken(input);
    await ensureMachineToken(input);
    const request = new Request('http://127.0.0.1:3000/', {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(await resolveActor(request)).toMatchObject({ kind: 'machine', name: 'local runner' });
    await expect(ensureMachineToken({ ...input, secret: 'short' })).rejects.toThrow(/qd_/);
  });
});
