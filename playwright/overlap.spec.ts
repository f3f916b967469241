import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn } from './people';

/** A chip of the share goes to a second person, who sees nothing of the first one's labels, and then to review with both. */

let slug = '';
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Overlap', 1);
  // here the demo's admin is a labeler: there must be a second one
  await change(owner.page, 'PUT', '/members/admin@quadrat.local', { role: 'LABELER' });
  await change(owner.page, 'PATCH', '', { overlapPercent: 100 });
  await owner.page.context().close();
});

async function change(page: Page, method: string, path: string, data: unknown): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const reply = await page.request.fetch(`/api/v1/projects/${slug}${path}`, {
    ...{ method, headers, data },
  });
  expect(reply.ok(), await reply.text()).toBe(true);
}

test('two people label one chip apart, the reviewer sees both and how far people agree', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const first = await signIn(browser, 'labeler');
  const handedIn = await handIn(first.page, slug, 8);
  await first.page.goto(`/p/${slug}/label`);
  await expect(
    first.page.getByRole('heading', { name: 'No chip is waiting for you' }),
  ).toBeVisible();

  const second = await signIn(browser, 'admin');
  const { page } = second;
  await page.goto(`/p/${slug}/label`);
  const title = page.getByRole('heading', { level: 1, name: /^Chip \d/ });
  await expect(title).toBeVisible({ timeout: 60_000 });
  const number = Number(/\d+/.exec(await title.innerText())?.[0]);
  expect(handedIn).toContain(number);
  const name = new RegExp(`^Chip ${String(number)} `);
  // nothing of the first one's labels is there: all cells become absent
  // a key before the page's script runs is nobody's
  await expect(async () => {
    await page.keyboard.press('r');
    await expect(page.getByText('64 of 64')).toBeVisible({ timeout: 3000 });
  }).toPass();
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { level: 1, name })).toBeHidden({ timeout: 30_000 });

  const reviewer = await signIn(browser, 'reviewer');
  await reviewer.page.goto(`/p/${slug}/review/${String(number)}`);
  await expect(reviewer.page.getByText('Settled by')).toBeVisible();
  await expect(reviewer.page.getByText('waits for you')).toBeVisible();
  await expect(reviewer.page.getByRole('button', { name: /^Accept the/ })).toBeDisabled();
  await reviewer.page.goto(`/p/${slug}/agreement`);
  await expect(reviewer.page.getByText('n too small: 20 chips are needed').first()).toBeVisible();
  await expect(reviewer.page.getByText('1 chip, 1 cell').first()).toBeVisible();
  expect([...first.problems, ...second.problems, ...reviewer.problems]).toEqual([]);
});
