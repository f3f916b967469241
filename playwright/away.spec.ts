import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** The database ends without warning, and so does a session. */

let PROJECT = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const { page } = await signIn(browser, 'owner');
  PROJECT = `/p/${await makeProject(page, `Away ${String(Date.now())}`, 8)}`;
  await page.context().close();
});

/** The process of the instance's built-in database. */
async function databasePid(): Promise<number> {
  const home = process.env['QUADRAT_HOME'] ?? '';
  const file = path.join(home, 'postgres/data/postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

async function openChip(page: Page): Promise<void> {
  await page.goto(`${PROJECT}/label`);
  await expect(page.getByRole('heading', { level: 1, name: /^Chip \d+/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Rest are absent/ })).toBeEnabled();
}

test('while the database is away pages say so and routes are 503; work waits and goes out', async ({
  page,
}) => {
  await signInOn(page, 'labeler');
  await openChip(page);
  const pid = await databasePid();
  process.kill(pid, 'SIGKILL');
  const seen: { status: number; after: string | undefined; text: string }[] = [];
  await expect
    .poll(
      async () => {
        for (const address of ['/account', '/api/v1/me']) {
          const reply = await page.request.get(address);
          const after = reply.headers()['retry-after'];
          seen.push({ status: reply.status(), after, text: await reply.text() });
        }
        return seen.filter(({ status }) => status === 503).length;
      },
      { intervals: [10], timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(2);
  for (const { after, text } of seen.filter(({ status }) => status === 503)) {
    expect(Number(after)).toBeGreaterThan(0);
    expect(text).not.toMatch(/ECONNREFUSED|Prisma/);
  }
  expect(seen.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);

  await page.keyboard.press('1');
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /^Saved/ })
      .first(),
  ).toBeVisible({ timeout: 120_000 });
  await page.goto('/account');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a post to a page is not taken', async ({ request }) => {
  const reply = await request.post('/sign-in', { data: 'x'.repeat(1000) });
  expect(reply.status()).toBe(405);
  expect(reply.headers()['allow']).toBe('GET, HEAD');
});

test('a session that the server has ended leaves nothing in the browser', async ({ page }) => {
  await signInOn(page, 'labeler');
  await openChip(page);
  const held = () =>
    page.evaluate(async () => ({
      keys: Object.keys(localStorage).filter((key) => !key.startsWith('quadrat-tour-')).length,
      caches: (await caches.keys()).length,
    }));
  expect((await held()).keys).toBeGreaterThan(0);
  // the same cookie signs out elsewhere: here it is still sent, and lets nobody in
  const origin = new URL(page.url()).origin;
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const csrf = cookies.find(({ name }) => name.includes('csrf-token'))?.value ?? '';
  const [csrfToken = ''] = decodeURIComponent(csrf).split('|');
  const left = await fetch(`${origin}/api/auth/signout`, {
    method: 'POST',
    headers: { cookie, origin },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  expect(left.headers.get('clear-site-data')).toBe('"cache"');

  await page.goto('/account');
  await page.waitForURL(/\/sign-in/);
  const shown = await page.request.get('/sign-in');
  expect(shown.headers()['clear-site-data']).toBe('"cache"');
  await expect.poll(held).toEqual({ keys: 0, caches: 0 });
});
