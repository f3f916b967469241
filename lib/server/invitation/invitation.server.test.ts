import { describe, expect, test } from 'vitest';
import { GET, POST } from '@/app/api/v1/invitations/[token]/route';
import { NewInvitation } from '@/lib/domain/invitation/schema';
import { personOfCookies } from '@/lib/server/auth/actor';
import type { Person } from '@/lib/server/auth/person';
import { parseCookies } from '@/lib/server/auth/session';
import { db } from '@/lib/server/db/client';
import {
  createInvitation,
  joinByInvitation,
  revokeInvitation,
} from '@/lib/server/invitation/mutations';
import { cookieOf, createMember, createProject, createUser, idOf } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';

function personFrom(user: { id: string; isOwner: boolean }): Person {
  return {
    kind: 'person',
    userId: idOf(user),
    email: '',
    name: '',
    isOwner: user.isOwner,
    mayMakeProjects: false,
    mustChangePassword: false,
    via: 'session',
    scopes: ['read'],
  };
}

async function invite(project: TestProject, values: object = {}) {
  const admin = personFrom(await createUser());
  const input = NewInvitation.parse({ role: 'REVIEWER', ...values });
  return await createInvitation(project.scope, admin, input);
}

const ORIGIN = 'http://127.0.0.1:3000';
function context(secret: string) {
  return { params: Promise.resolve({ token: secret }) };
}
const OWN = { 'sec-fetch-site': 'same-origin' };
function accept(
  secret: string,
  body: object,
  headers: Record<string, string> = OWN,
): Promise<Response> {
  const request = new Request(`${ORIGIN}/api/v1/invitations/x`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return POST(request, context(secret));
}
const look = (secret: string) => GET(new Request(ORIGIN), context(secret));

let serial = 0;
function account() {
  serial += 1;
  return { name: 'Iris', email: `iris${String(serial)}@example.org`, password: 'ten letters' };
}

describe('an invitation', () => {
  test('lets a signed-in person join with its role, once', async () => {
    const project = await createProject();
    const { secret } = await invite(project);
    const one = await createUser();
    expect(await joinByInvitation(secret, personFrom(one))).toEqual({ slug: project.slug });
    const row = await db().membership.findFirstOrThrow({ where: { userId: one.id } });
    expect(row).toMatchObject({ projectId: project.id, role: 'REVIEWER' });
    const two = personFrom(await createUser());
    await expect(joinByInvitation(secret, two)).rejects.toMatchObject({ code: 'gone' });
    expect((await look(secret)).status).toBe(410);
  });

  test('of two people at once lets one in', async () => {
    const project = await createProject();
    const { secret } = await invite(project);
    const people = await Promise.all(
      Array.from({ length: 6 }, async () => personFrom(await createUser())),
    );
    const done = await Promise.allSettled(people.map((p) => joinByInvitation(secret, p)));
    expect(done.filter((d) => d.status === 'fulfilled')).toHaveLength(1);
    expect(await db().membership.count({ where: { projectId: project.id } })).toBe(1);
  });

  test('makes an account, signs it in and joins', async () => {
    const project = await createProject();
    const { secret } = await invite(project, { role: 'LABELER' });
    const reply = await accept(secret, { account: account() });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ project: { slug: project.slug } });
    const cookie = reply.headers.get('set-cookie') ?? '';
    const person = await personOfCookies(parseCookies(cookie));
    expect(person).toMatchObject({ name: 'Iris', mustChangePassword: false });
    expect((await accept(secret, { account: account() })).status).toBe(410);
  });

  test('makes no account for another site, nor over somebody who is signed in', async () => {
    const { secret } = await invite(await createProject());
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://a.example' },
      {},
    ]) {
      const reply = await accept(secret, { account: account() }, headers);
      expect(reply.status).toBe(403);
      expect(reply.headers.get('set-cookie')).toBeNull();
    }
    const cookie = await cookieOf(await createUser({ email: 'here@example.org' }));
    const over = await accept(secret, { account: account() }, { ...OWN, cookie });
    expect(over.status).toBe(409);
    expect(await over.json()).toMatchObject({ values: { email: 'here@example.org' } });
    expect(over.headers.get('set-cookie')).toBeNull();
    expect((await look(secret)).status).toBe(200);
  });

  test('is not used up by a short password, a taken email or a member', async () => {
    const project = await createProject();
    const { secret } = await invite(project);
    const short = await accept(secret, { account: { ...account(), password: 'too short' } });
    expect(short.status).toBe(422);
    const taken = await createUser();
    const clash = await accept(secret, { account: { ...account(), email: taken.email } });
    expect(clash.status).toBe(409);
    for (const user of [
      await createMember(project, 'LABELER'),
      await createUser({ isOwner: true }),
    ]) {
      await expect(joinByInvitation(secret, personFrom(user))).rejects.toMatchObject({
        code: 'conflict',
      });
    }
    expect((await accept(secret, {})).status).toBe(401);
    expect((await look(secret)).status).toBe(200);
  });

  test('ends when it expires or is withdrawn', async () => {
    const project = await createProject();
    const late = await invite(project);
    await db().invitation.updateMany({ data: { expiresAt: new Date(0) } });
    const withdrawn = await invite(project);
    await revokeInvitation(project.scope, withdrawn.invitation.id);
    for (const { secret } of [late, withdrawn]) {
      expect((await look(secret)).status).toBe(410);
      expect((await accept(secret, { account: account() })).status).toBe(410);
    }
    expect((await look('unknown')).status).toBe(404);
    await expect(revokeInvitation(project.scope, withdrawn.invitation.id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is kept as a hash', async () => {
    const { secret } = await invite(await createProject());
    expect(JSON.stringify(await db().invitation.findMany())).not.toContain(secret);
  });
});
