import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn } from './people';

/**
 * An admin chooses ground truth chips; a new labeler practises on some by keys and sees how they compare, then gets some among other
 * chips without being told; the admin reads how reliable they are.
 */

const CONFIRMED = 16;
const COLS = 8;

let slug = '';
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Ground truth', 48);
  // reviewed labels come in with a file: in each chip the first cell shows a tree, the others none
  const lines = Array.from({ length: CONFIRMED }, (_, i) =>
    ['noise.png', Math.floor(i / COLS), i % COLS, 0, 0, 'Tree'].join(','),
  );
  const csv = ['asset,chip_row,chip_col,cell_row,cell_col,class', ...lines].join('\n');
  const reply = await owner.page.request.post(
    `/api/v1/projects/${slug}/labels?rest=absent&confirm=true`,
    {
      headers: { origin: new URL(owner.page.url()).origin, 'content-type': 'text/csv' },
      data: csv,
    },
  );
  expect(reply.ok(), await reply.text()).toBe(true);
  await owner.page.context().close();
});

/** Leaves all cells absent and submits, by keys alone. */
async function submitAbsent(page: Page): Promise<void> {
  // a key before the page's script runs is nobody's
  await expect(async () => {
    await page.keyboard.press('r');
    await expect(page.getByText('64 of 64')).toBeVisible({ timeout: 3000 });
  }).toPass();
  await page.keyboard.press('s');
}

test('an admin chooses ground truth chips, a new labeler practises and gets one unknowingly, the admin reads the figure', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const admin = await signIn(browser, 'admin');
  await admin.page.goto(`/p/${slug}/ground-truth`);
  await expect(
    admin.page.getByRole('heading', { name: 'No ground truth chips yet' }),
  ).toBeVisible();
  await expect(async () => {
    await admin.page.getByLabel('Chips at random').fill('12');
    await admin.page.getByRole('button', { name: 'Add at random' }).click();
    await expect(admin.page.getByText('12 chips, 12 of them count')).toBeVisible({ timeout: 5000 });
  }).toPass();
  await admin.page.getByLabel('Share of a labeler’s chips, in percent').fill('20');
  await admin.page.getByLabel('Practice chips of a new labeler').fill('2');
  await admin.page.getByRole('button', { name: 'Save' }).click();
  await expect(admin.page.getByText('Saved', { exact: true })).toBeVisible();

  const { page, problems } = await signIn(browser, 'labeler');
  await page.goto(`/p/${slug}/label`);
  await expect(page.getByText('Practice chip 1 of 2. Label it')).toBeVisible({ timeout: 60_000 });
  await submitAbsent(page);
  const feedback = page.getByRole('dialog');
  await expect(feedback.getByText('Practice chip 1 of 2: 63 of 64 cells right')).toBeVisible();
  await expect(feedback.getByText('1 cell differs')).toBeVisible();
  await expect(feedback.getByRole('row', { name: /Row 1, column 1 absent Tree/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(feedback).toBeHidden();
  await expect(page.getByText('Practice chip 2 of 2. Label it')).toBeVisible();
  await submitAbsent(page);
  await expect(feedback.getByText('Practice is over: 126 of 128 cells right.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Chip \d/ })).toBeVisible();
  await expect(page.getByText('Practice chip')).toBeHidden();
  await page.goto(`/p/${slug}/practice`);
  await expect(page.getByText('Practice is over: 126 of 128 cells right.')).toBeVisible();

  // of 30 chips at 20 % at least one is ground truth, all but one time in 800
  const numbers = await handIn(page, slug, 30);
  const opened = numbers.find((number) => number <= CONFIRMED) ?? 0;
  expect(opened).toBeGreaterThan(0);
  await page.goto(`/p/${slug}/label/${String(opened)}`);
  const name = new RegExp(`^Chip ${String(opened)} `);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('confirmed', { exact: true })).toBeHidden();
  const told = await page.request.get(`/api/v1/projects/${slug}/chips/${String(opened)}`);
  expect(await told.json()).toMatchObject({ status: 'SUBMITTED' });

  await admin.page.goto(`/p/${slug}/agreement`);
  const line = admin.page.getByRole('row', { name: /^Demo labeler|labeler/i }).first();
  await expect(line.getByText(/more chips?/)).toBeVisible();
  await expect(line.getByText(/98\s?% of 128 cells/)).toBeVisible();
  expect([...problems, ...admin.problems]).toEqual([]);
});
