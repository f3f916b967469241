import { expect, test } from 'vitest';
import { POST } from '@/app/api/v1/projects/route';
import { db } from '@/lib/server/db/client';
import { changeUser } from '@/lib/server/user/mutations';
import { createToken, createUser } from '@/tests/server/factories';

async function make(user: { id: string }, name: string): Promise<Response> {
  const authorization = `Bearer ${await createToken(['read', 'manage'], user)}`;
  const body = JSON.stringify({ name, cellPx: 32, classes: [{ name: 'Tree' }] });
  const headers = { authorization, 'content-type': 'application/json' };
  return await POST(
    new Request('http://127.0.0.1:3000/api/v1/projects', { method: 'POST', headers, body }),
    { params: Promise.resolve({}) },
  );
}

test('a person whom the owner lets makes projects and is their admin; others are refused', async () => {
  const [owner, user] = [await createUser({ isOwner: true }), await createUser()];
  const refused = await make(user, 'Not yet');
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ key: 'access.makersOnly' });
  const { user: allowed } = await changeUser(owner.id, user.id, { mayMakeProjects: true });
  expect(allowed.mayMakeProjects).toBe(true);
  expect((await make(user, 'Lichens')).status).toBe(200);
  const made = await db().project.findUniqueOrThrow({
    where: { slug: 'lichens' },
    include: { memberships: true },
  });
  expect(made.createdById).toBe(user.id);
  expect(made.memberships).toMatchObject([{ userId: user.id, role: 'ADMIN' }]);
  // the owner is admin everywhere without a row of their own
  await make(owner, 'Mosses');
  const own = await db().membership.count({ where: { userId: owner.id } });
  expect(own).toBe(0);
  await changeUser(owner.id, user.id, { mayMakeProjects: false });
  expect((await make(user, 'No longer')).status).toBe(403);
});
