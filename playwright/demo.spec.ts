import { expect, test } from '@playwright/test';
import { DEMO, openUntouched } from './demo-chips';
import { signIn } from './people';

/** What a first start shows each of the three roles, before anybody has done anything: this runs first in the demo project. */

test('a labeler has chips to label, with proposals on them', async ({ browser }) => {
  const { page, problems } = await signIn(browser, 'labeler');
  await page.goto(DEMO);
  await expect(page.getByRole('link', { name: 'Label next chip' })).toBeVisible();
  await openUntouched(page);
  await expect(page.getByRole('button', { name: /^Accept proposals \([1-9]\d*\)/ })).toBeEnabled();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a reviewer has chips of three people, and is told how many of their labels are likely wrong', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const { page, problems } = await signIn(browser, 'reviewer');
  await page.goto(`${DEMO}/review/list`);
  const chips = page.getByRole('listitem').filter({ has: page.locator('a[href*="/review/"]') });
  await expect(chips.first()).toBeVisible();
  await page.goto(`${DEMO}/review?by=person`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  const reply = await page.request.get(
    '/api/v1/projects/tree-crowns/review/gallery/groups?by=person&state=waiting',
  );
  const { items } = (await reply.json()) as { items: { key: string; cells: number }[] };
  expect(items.filter(({ cells }) => cells > 0).length).toBeGreaterThanOrEqual(3);
  // the check began by itself at the first start; a runner may still be at it
  await page.getByRole('button', { name: 'Show them first' }).click({ timeout: 240_000 });
  await expect(page).toHaveURL(/order=issue/);
  await expect(
    page.getByText(/\d+ labels of [\d,]+ in the project are likely wrong/),
  ).toBeVisible();
  await expect(page.getByText(/\d+ left to look at, 0 corrected, 0 kept/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check again' })).toBeEnabled();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('an admin has a candidate to compare and deploy, with intervals drawn or the reason why not', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'admin');
  await page.goto(DEMO);
  await expect(page.getByText(/Model v\d+ waits for a decision/)).toBeVisible();
  await page.getByRole('link', { name: 'Decide' }).first().click();
  await page.getByRole('link', { name: /^Candidates/ }).click();
  await expect(page).toHaveURL(/versions=candidate/);
  await page
    .getByRole('link', { name: /^v\d+$/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Deploy v\d+$/ }).first()).toBeEnabled();
  const macroF1 = page.getByRole('row', { name: /^Macro F1/ });
  await expect(macroF1).toContainText(/0\.\d{3} 0\.\d\d to 0\.\d\d/);
  await expect(macroF1.locator('svg')).toBeVisible();
  expect(problems).toEqual([]);
  await page.context().close();
});
