import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** The chip table: filters with their counts, columns and order, a walk from chip to chip and back, and views under a name. */

const CHIPS = 8;
const HANDED = 3;
let slug = '';
let waiting: number[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Chips', CHIPS);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  waiting = await handIn(labeler.page, slug, HANDED);
  await labeler.page.context().close();
});

const rows = (page: Page): Locator => page.getByRole('row').filter({ has: page.locator('img') });
const current = (page: Page): Locator => page.locator('[role=row][aria-selected=true]');
const numbers = async (page: Page): Promise<number[]> =>
  (await rows(page).locator('a').allInnerTexts()).map((words) => Number(/\d+/.exec(words)?.[0]));

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`/p/${slug}/chips${query}`);
  await expect(rows(page).first()).toBeVisible();
}

test('by keys alone: a filter by its count, a chip opened, on to the next and back to its row', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await open(page);
  await expect(rows(page)).toHaveCount(CHIPS);
  await expect(page.getByText(`${String(CHIPS)} chips`)).toBeVisible();
  const state = page.getByRole('combobox', { name: 'State' });
  await expect(state).toContainText(`Waiting for review (${String(HANDED)})`);
  await state.focus();
  await page.keyboard.type('Waiting');
  await expect(rows(page)).toHaveCount(HANDED);
  expect(await numbers(page)).toEqual(waiting.toSorted((a, b) => a - b));
  expect(page.url()).toContain('state=waiting');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await expect(current(page)).toContainText(`Chip ${String(waiting[1])}`);
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/review/${String(waiting[1])}\\?`));
  await expect(page.getByRole('button', { name: 'Next chip' })).toBeEnabled();
  // a key before the page's script runs is nobody's
  await expect(async () => {
    await page.keyboard.press('n');
    await page.waitForURL(new RegExp(`/review/${String(waiting[2])}\\?`), { timeout: 5000 });
  }).toPass();
  await expect(page.getByRole('button', { name: 'Next chip' })).toBeDisabled();
  await page.getByRole('link', { name: 'Back to the table' }).press('Enter');
  await expect(current(page)).toContainText(`Chip ${String(waiting[2])}`);
  // what comes before the row is there too
  await expect(rows(page)).toHaveCount(HANDED);
  await page.keyboard.press('ArrowUp');
  await expect(current(page)).toContainText(`Chip ${String(waiting[1])}`);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('by mouse: an order turned round, a column less, kept as a view, shared, opened by its address and deleted', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await open(page);
  await page.getByRole('columnheader', { name: 'Chip', exact: true }).getByRole('button').click();
  await expect.poll(async () => (await numbers(page))[0]).toBe(CHIPS);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Picture' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Picture' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Last first');
  await dialog.getByRole('switch').click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Last first' })).toBeVisible();
  const id = new URL(page.url()).searchParams.get('view') ?? '';

  // somebody else has it by its address, and under its name in the gallery's menu too
  const labeler = await signIn(browser, 'labeler');
  await open(labeler.page, `?view=${id}`);
  expect((await numbers(labeler.page))[0]).toBe(CHIPS);
  await expect(labeler.page.getByRole('columnheader', { name: 'Suspicion' })).toHaveCount(0);
  expect(labeler.problems).toEqual([]);
  await labeler.page.context().close();

  await page.getByRole('button', { name: 'Last first' }).click();
  await page.getByRole('menuitem', { name: 'Delete “Last first”' }).click();
  await expect(page.getByText('The view “Last first” is deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Last first' })).toBeVisible();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a labeler walks what is not labelled yet on the label page', async ({ browser }) => {
  const { page, problems } = await signIn(browser, 'labeler');
  await open(page, '?state=untouched');
  await expect(rows(page)).toHaveCount(CHIPS - HANDED);
  const [first, second] = await numbers(page);
  await rows(page).first().click();
  await page.waitForURL(new RegExp(`/label/${String(first)}\\?`));
  await page.getByRole('button', { name: 'Next chip' }).click();
  await page.waitForURL(new RegExp(`/label/${String(second)}\\?`));
  await page.getByRole('link', { name: 'Back to the table' }).click();
  await expect(current(page)).toContainText(`Chip ${String(second)}`);
  expect(problems).toEqual([]);
  await page.context().close();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('rows are blocks, filters open by a button, nothing scrolls sideways', async ({ page }) => {
    await signInOn(page, 'reviewer');
    await open(page);
    await expect(rows(page).first()).toContainText('Cells by class');
    await page.getByRole('button', { name: 'Filters' }).tap();
    await page.getByRole('combobox', { name: 'State' }).selectOption('waiting');
    await expect(rows(page)).toHaveCount(HANDED);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
    await page.screenshot({ path: 'test-results/chips-390.png' });
    await rows(page).first().tap();
    await page.waitForURL(/\/review\/\d+\?/);
  });
});
