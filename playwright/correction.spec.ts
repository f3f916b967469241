import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn } from './people';

/** A confirmed chip is for looking at; a labeler who sees a mistake asks for a correction, and a reviewer decides. */

let slug = '';
let [settled, late] = [0, 0];
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Corrected', 6);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  [settled = 0, late = 0] = await handIn(labeler.page, slug, 2);
  await labeler.page.context().close();
  const reviewer = await signIn(browser, 'reviewer');
  await accept(reviewer.page, settled);
  await reviewer.page.context().close();
});

async function accept(page: Page, number: number): Promise<void> {
  await page.goto(`/p/${slug}/review/${String(number)}`);
  await expect(page.getByRole('button', { name: /^Accept the/ })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/ is confirmed$/)).toBeVisible();
}

async function openChip(page: Page, number: number): Promise<void> {
  await page.goto(`/p/${slug}/label/${String(number)}`);
  const name = new RegExp(`^Chip ${String(number)} `);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Corrects the first cell to absent and asks for it. */
async function ask(page: Page, reason: string): Promise<void> {
  await page.keyboard.press('Shift+E');
  await expect(page.getByText('Correction, no cell changed.')).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByText('Correction, 1 cell changed.')).toBeVisible();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Ask for a correction of 1 cell' });
  await dialog.getByRole('textbox').fill(reason);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('You asked for a correction of 1 cell.')).toBeVisible();
}

test('a labeler asks, a reviewer declines, then accepts, takes it back and accepts again', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const labeler = await signIn(browser, 'labeler');
  const reviewer = await signIn(browser, 'reviewer');
  const { page } = labeler;

  await openChip(page, settled);
  await expect(page.getByText('These labels count')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeHidden();
  // nothing happens by hand or key
  await page.keyboard.press('0');
  await page.getByRole('img', { name: /^Chip \d+ of/ }).click();
  await expect(page.getByText(/^1 of 64 cells labelled/)).toBeVisible();

  await page.getByRole('button', { name: 'Ask for a correction' }).first().click();
  await page.keyboard.press('0');
  await expect(page.getByText('Correction, 1 cell changed.')).toBeVisible();
  // what is changed and not asked for yet outlives the page
  await page.reload();
  await expect(page.getByText('Correction, 1 cell changed.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('These labels count')).toBeVisible();
  await ask(page, 'I was there: no tree.');

  await reviewer.page.goto(`/p/${slug}/review`);
  await reviewer.page.getByRole('link', { name: '1 correction asked for' }).click();
  const line = reviewer.page.getByRole('link', {
    name: /asks for a correction of 1 confirmed cell/,
  });
  await expect(line).toContainText('I was there: no tree.');
  await line.click();
  await expect(reviewer.page.getByText(/asks for a correction of 1 cell\./)).toBeVisible();
  await expect(reviewer.page.getByRole('button', { name: /^Accept the/ })).toBeEnabled();
  await reviewer.page.keyboard.press('e');
  const dialog = reviewer.page.getByRole('dialog', { name: 'Decline this correction' });
  await dialog.getByRole('textbox').fill('It is under the shadow.');
  await reviewer.page.keyboard.press('Control+Enter');
  await expect(reviewer.page.getByText(/^The correction of chip \d+ is declined$/)).toBeVisible();

  await page.goto(`/p/${slug}`);
  const answer = page.getByRole('listitem').filter({ hasText: 'Your correction was decided on' });
  await answer.getByRole('link', { name: 'Look' }).click();
  await expect(
    page.getByText(/declined your correction of 1 cell: It is under the shadow/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'OK' }).click();
  await expect(page.getByText(/declined your correction/)).toBeHidden();
  await ask(page, 'Look at the other date.');

  const takeOver = async (): Promise<void> => {
    await expect(reviewer.page.getByText(/asks for a correction of 1 cell\./)).toBeVisible();
    await expect(reviewer.page.getByRole('button', { name: /^Accept the/ })).toBeEnabled();
    await reviewer.page.keyboard.press('Enter');
    await expect(
      reviewer.page.getByText(/^The correction of chip \d+ is confirmed$/),
    ).toBeVisible();
  };
  await reviewer.page.goto(`/p/${slug}/review/${String(settled)}`);
  await takeOver();
  await reviewer.page.keyboard.press('Control+z');
  await expect(
    reviewer.page.getByText(/^The correction of chip \d+ waits for review again$/),
  ).toBeVisible();
  await takeOver();

  await openChip(page, settled);
  await expect(page.getByText(/accepted your correction of 1 cell/)).toBeVisible();
  expect([...labeler.problems, ...reviewer.problems]).toEqual([]);
});

test('a chip with a settled correction is opened again by who confirmed it, and its labels stay', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await page.goto(`/p/${slug}/review/${String(settled)}`);
  await page.getByRole('button', { name: 'Open again' }).click();
  await expect(page.getByText(`Chip ${String(settled)} waits for review again`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open again' })).toBeHidden();
  await accept(page, settled);
  expect(problems).toEqual([]);
});

test('a stroke on a chip that was confirmed meanwhile is kept here, the page says why it was not taken, and takes no more', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'labeler');
  await openChip(page, late);
  const reviewer = await signIn(browser, 'reviewer');
  await accept(reviewer.page, late);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await expect(page.getByText('1 stroke was not taken')).toBeVisible();
  await expect(page.getByText('These labels count')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeHidden();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await page.getByRole('button', { name: 'Look' }).click();
  // the second stroke was none
  const dialog = page.getByRole('dialog', { name: '1 stroke was not taken' });
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await expect(
    dialog.getByText(/This chip is confirmed: reviewers have settled its labels/),
  ).toBeVisible();
  expect(problems).toEqual([]);
});
