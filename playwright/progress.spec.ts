import { expect, test } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn } from './people';

/** What people do is on the page Progress at once: as figures, as bars with a table, and as a file; a labeler sees their own row. */

let slug = '';
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const { page } = await signIn(browser, 'owner');
  slug = await makeProject(page, 'Progress', 24);
  await page.context().close();
});

test('chips that a labeler hands in and a reviewer confirms are counted, by keys alone, without anything blocked', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const labeler = await signIn(browser, 'labeler');
  await labeler.page.goto(`/p/${slug}/progress`);
  await expect(
    labeler.page.getByRole('heading', { name: 'Nobody labelled or reviewed anything' }),
  ).toBeVisible();
  await expect(labeler.page.getByText('Nobody confirmed a chip in the last 7 days')).toBeVisible();

  const [number] = await handIn(labeler.page, slug, 3);
  const reviewer = await signIn(browser, 'reviewer');
  const { page } = reviewer;
  const blocked: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) blocked.push(message.text());
  });
  await page.goto(`/p/${slug}/review/${String(number)}`);
  await expect(async () => {
    await page.keyboard.press('a');
    await expect(page).not.toHaveURL(new RegExp(`/review/${String(number)}$`), { timeout: 3000 });
  }).toPass();

  await page.goto(`/p/${slug}/progress`);
  await expect(page.getByText('Chips were confirmed on one of the last 7 days only')).toBeVisible();
  await expect(page.getByText('2 chips wait for review.')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: '1 confirmed, 0 returned' });
  await expect(row).toHaveCount(2);
  // three chips of one cell each
  await expect(row.first().or(row.last()).filter({ hasText: 'labeler' })).toContainText('3');
  // not that of a pattern
  await expect(page.locator('main svg :not(pattern) > rect').first()).toBeVisible();
  const chart = page.getByRole('img', { name: 'Chips labelled and reviewed by day, everybody' });
  await expect(chart).toBeVisible();

  // what the bars show, in words
  const figure = page.getByRole('figure').filter({ has: chart });
  const summary = figure.getByText('Figures as a table');
  await summary.focus();
  await page.keyboard.press('Enter');
  await expect(figure.getByRole('row').nth(1)).toContainText('3');
  await page.getByRole('button', { name: 'Cells', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('img', { name: 'Cells labelled and reviewed by day, everybody together' }),
  ).toBeVisible();

  const file = page.getByRole('link', { name: 'CSV by person' });
  const reply = await page.request.get((await file.getAttribute('href')) ?? '');
  expect(reply.headers()['content-type']).toBe('text/csv; charset=utf-8');
  expect((await reply.text()).split('\r\n')[0]).toContain('person,person_id,role,active_seconds');

  await labeler.page.goto(`/p/${slug}/progress?period=all`);
  await expect(labeler.page.getByRole('heading', { name: 'You', exact: true })).toBeVisible();
  await expect(labeler.page.getByRole('table').last().getByRole('row')).toHaveCount(2);
  await labeler.page.setViewportSize({ width: 390, height: 844 });
  const wide = await labeler.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  expect([...labeler.problems, ...reviewer.problems, ...blocked]).toEqual([]);
});
