// What stands before every page (proxy.ts): no posts, a database or words, a policy, and nothing left of a session that ended.
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '@/lib/server/db/embedded';
import { pool } from '@/lib/server/db/pool';
import { proxy } from '@/proxy';

const holder = globalThis as { quadratPool?: pg.Pool };
const SITE = 'http://127.0.0.1:3000';

function ask(path: string, init: { method?: string; cookie?: string } = {}): Promise<Response> {
  const headers = init.cookie === undefined ? {} : { cookie: init.cookie };
  return proxy(new NextRequest(`${SITE}${path}`, { method: init.method ?? 'GET', headers }));
}

describe('while the database is away', () => {
  const there = pool();
  afterEach(() => {
    holder.quadratPool = there;
  });

  /** Nobody listens where the database was. */
  async function away(): Promise<void> {
    const port = await freePort();
    holder.quadratPool = new pg.Pool({ host: '127.0.0.1', port, user: 'nobody', database: 'none' });
  }

  test('a page is 503 with the time to come back, in words, without a script', async () => {
    await away();
    const reply = await ask('/p/x/label');
    expect(reply.status).toBe(503);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('content-type')).toContain('text/html');
    const html = await reply.text();
    expect(html).toContain('<html lang="en">');
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/ECONNREFUSED|postgres/i);
    const policy = reply.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(nonce).toBeTruthy();
  });

  test('it is in the language of the browser', async () => {
    await away();
    const reply = await ask('/', { cookie: 'quadrat-locale=de' });
    expect(await reply.text()).toContain('<html lang="de">');
  });

  test('afterwards pages come again, under another nonce each time', async () => {
    await away();
    expect((await ask('/')).status).toBe(503);
    holder.quadratPool = there;
    const [one, two] = [await ask('/'), await ask('/')];
    expect(one.status).toBe(200);
    expect(one.headers.get('x-middleware-next')).toBe('1');
    const policies = [one, two].map((reply) => reply.headers.get('content-security-policy'));
    expect(policies[0]).toContain("'nonce-");
    expect(policies[0]).not.toBe(policies[1]);
  });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  'pages are only looked at: %s is 405 and its body is not read',
  async (method) => {
    const reply = await ask('/sign-in', { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, HEAD');
    expect(reply.headers.get('connection')).toBe('close');
  },
);

describe('the sign-in page', () => {
  const cleared = async (path: string, cookie?: string) =>
    (await ask(path, cookie === undefined ? {} : { cookie })).headers.get('clear-site-data');

  test("clears the browser's cache where a session has ended, and nowhere else", async () => {
    for (const name of ['next-auth.session-token', '__Secure-next-auth.session-token']) {
      expect(await cleared('/sign-in', `${name}=whatever`)).toBe('"cache"');
      expect(await cleared('/sign-in?callbackUrl=%2Fp%2Fx', `${name}=whatever`)).toBe('"cache"');
      expect(await cleared('/p/x', `${name}=whatever`)).toBeNull();
    }
    expect(await cleared('/sign-in')).toBeNull();
  });
});
