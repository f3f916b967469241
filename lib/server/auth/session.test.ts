import { afterEach, expect, test, vi } from 'vitest';

const PERSON = {
  sub: '123e4567-e89b-42d3-a456-426614174000',
  sid: '123e4567-e89b-42d3-a456-426614174001',
};

/** The module as an instance at this address has it; the environment is read once a process. */
async function sessionAt(url: string, secret = 'a secret of at least 32 characters') {
  vi.resetModules();
  vi.stubEnv('NEXTAUTH_URL', url);
  vi.stubEnv('NEXTAUTH_SECRET', secret);
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/none');
  return await import('@/lib/server/auth/session');
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test('the cookie is Secure where the instance is served by https, on any host and port', async () => {
  const { sessionCookieHeader, sessionCookieName } = await sessionAt(
    'https://quadrat.example:8443',
  );
  expect(sessionCookieName()).toBe('__Secure-next-auth.session-token');
  const header = await sessionCookieHeader(PERSON);
  expect(header).toMatch(/^__Secure-.*; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/);
});

test('and not where it is served by http, or nobody could sign in', async () => {
  const { sessionCookieHeader } = await sessionAt('http://192.168.1.20:4000');
  const header = await sessionCookieHeader(PERSON);
  expect(header).toMatch(/^next-auth\.session-token=/);
  expect(header).not.toContain('Secure');
});

test('a cookie is read by the instance that made it only', async () => {
  const one = await sessionAt('http://127.0.0.1:3000');
  const cookies = one.parseCookies((await one.sessionCookieHeader(PERSON)).split(';')[0] ?? '');
  expect(await one.readSession(cookies)).toEqual(PERSON);
  const other = await sessionAt(
    'http://127.0.0.1:3000',
    'another secret of 32 characters and more',
  );
  expect(await other.readSession(cookies)).toBeNull();
  expect(await other.readSession({})).toBeNull();
});

test('cookies are taken apart, malformed ones left out', async () => {
  const { parseCookies } = await sessionAt('http://127.0.0.1:3000');
  expect(parseCookies('a=1; b=x=y;c ; =z;d=')).toEqual({ a: '1', b: 'x=y', d: '' });
  expect(parseCookies(null)).toEqual({});
});
