import { expect, test } from 'vitest';
import { GET, PUT } from '@/app/api/v1/me/preferences/[key]/route';
import { DEFAULT_KEYS } from '@/lib/domain/preference/schema';
import { db } from '@/lib/server/db/client';
import { createToken, createUser } from '@/tests/server/factories';

const CHOICE = { preset: 'leftHanded', changed: { absent: ['Z'], clear: [] } };

async function caller() {
  const user = await createUser();
  const authorization = `Bearer ${await createToken(['read', 'manage'], user)}`;
  const call = async (method: 'GET' | 'PUT', key: string, body?: unknown) => {
    const request = new Request(`http://127.0.0.1:3000/api/v1/me/preferences/${key}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const route = method === 'GET' ? GET : PUT;
    const reply = await route(request, { params: Promise.resolve({ key }) });
    return { status: reply.status, body: (await reply.json()) as unknown };
  };
  return { user, call };
}

test('a preference is the initial one until it is kept, and each person has their own', async () => {
  const [one, other] = [await caller(), await caller()];
  expect(await one.call('GET', 'keys')).toEqual({ status: 200, body: DEFAULT_KEYS });
  expect(await one.call('PUT', 'keys', CHOICE)).toEqual({ status: 200, body: CHOICE });
  expect((await one.call('GET', 'keys')).body).toEqual(CHOICE);
  expect((await other.call('GET', 'keys')).body).toEqual(DEFAULT_KEYS);
  await one.call('PUT', 'keys', DEFAULT_KEYS);
  expect((await one.call('GET', 'keys')).body).toEqual(DEFAULT_KEYS);
});

test('an unknown preference, and a value of another shape, are refused', async () => {
  const { call } = await caller();
  expect((await call('GET', 'colours')).status).toBe(404);
  expect((await call('PUT', 'colours', {})).status).toBe(404);
  expect((await call('PUT', 'keys', { preset: 'mine', changed: {} })).status).toBe(422);
  expect((await call('PUT', 'keys', { ...CHOICE, more: 1 })).status).toBe(422);
  expect((await call('GET', 'keys')).body).toEqual(DEFAULT_KEYS);
});

test('a kept value that means nothing to this version counts as none', async () => {
  const { user, call } = await caller();
  await db().userPreference.create({
    data: { userId: user.id, key: 'keys', value: { old: true }, updatedAt: new Date(0) },
  });
  expect(await call('GET', 'keys')).toEqual({ status: 200, body: DEFAULT_KEYS });
});
