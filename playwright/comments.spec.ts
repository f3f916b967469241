import { expect, test } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn } from './people';

/** A labeler asks about a cell and flags the chip, a reviewer is told, answers and resolves; all by keys, and all in the history. */

let slug = '';
let chip = 0;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Talked about', 2);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  [chip = 0] = await handIn(labeler.page, slug, 1);
  await labeler.page.context().close();
});

test('a comment on a cell names a reviewer, is answered where it stands, and is resolved and opened again', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const labeler = await signIn(browser, 'labeler');
  const reviewer = await signIn(browser, 'reviewer');
  const { page } = labeler;
  const { name } = (await (await reviewer.page.request.get('/api/v1/me')).json()) as {
    name: string;
  };

  await page.goto(`/p/${slug}/label/${String(chip)}`);
  await expect(page.getByText(/^\d+ of 64 cells labelled/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: /^Comments on chip \d+, row 1, column 2$/ });
  const field = dialog.getByRole('textbox', { name: 'Your comment' });
  await field.pressSequentially(`Is this a tree, @${name.slice(0, 4)}`);
  await expect(dialog.getByRole('option', { name })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(`Is this a tree, @${name} `);

  // what cannot be sent stays, and says so
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Your words are kept here.', { exact: false })).toBeVisible();
  await page.context().setOffline(false);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Is this a tree, @${name}`)).toBeVisible();
  await page.keyboard.press('f');
  await expect(page.getByText(/^Chip \d+ is flagged/)).toBeVisible();

  await reviewer.page.goto('/notices');
  const notice = reviewer.page.getByRole('link', { name: /named you on chip \d+$/ }).first();
  await expect(reviewer.page.getByRole('link', { name: /^Notices, \d+ unread$/ })).toBeVisible();
  await notice.click();
  const there = reviewer.page.getByRole('dialog', { name: /row 1, column 2$/ });
  await there.getByRole('button', { name: 'Answer' }).click();
  await there.getByRole('textbox', { name: 'Answer' }).fill('Yes, a crown.');
  await reviewer.page.keyboard.press('Control+Enter');
  await expect(there.getByText('Yes, a crown.')).toBeVisible();
  await there.getByRole('button', { name: 'Resolve' }).click();
  await expect(there.getByText(/^Resolved by /)).toBeVisible();
  await there.getByRole('button', { name: 'Open again' }).click();
  await expect(there.getByText(/^Resolved by /)).toBeHidden();

  await page.goto('/notices');
  await expect(page.getByRole('link', { name: /answered on chip \d+$/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByRole('link', { name: 'Notices, none unread' })).toBeVisible();

  await reviewer.page.goto(`/p/${slug}`);
  await reviewer.page
    .getByRole('listitem')
    .filter({ hasText: 'open comments' })
    .getByRole('link')
    .click();
  const line = reviewer.page.getByRole('listitem').filter({ hasText: `Chip ${String(chip)}` });
  await expect(line.getByText('2 threads')).toBeVisible();
  expect([...labeler.problems, ...reviewer.problems]).toEqual([]);
});

test('a returned chip is in a list of its own, and its history is stepped through by arrows', async ({
  browser,
}) => {
  const reviewer = await signIn(browser, 'reviewer');
  await reviewer.page.goto(`/p/${slug}/review/${String(chip)}`);
  await expect(reviewer.page.getByRole('button', { name: /^Accept the/ })).toBeEnabled();
  await reviewer.page.keyboard.press('e');
  await reviewer.page.getByRole('dialog').getByRole('textbox').fill('Look at the edge.');
  await reviewer.page.keyboard.press('Control+Enter');
  await expect(reviewer.page.getByText(/ is returned$/)).toBeVisible();

  const { page, problems } = await signIn(browser, 'labeler');
  await page.goto(`/p/${slug}/comments?list=returned`);
  const line = page.getByRole('listitem').filter({ hasText: 'Look at the edge.' });
  await line.getByRole('link', { name: 'History' }).click();
  const step = page.getByText(/^Step \d of 3: /);
  await expect(step).toHaveText(/^Step 3 of 3: .* returned the chip: Look at the edge\.$/);
  await page.keyboard.press('ArrowLeft');
  await expect(step).toHaveText(/^Step 2 of 3: .* submitted the chip$/);
  await page.keyboard.press('Home');
  await expect(step).toHaveText(/^Step 1 of 3: .* changed 1 cell$/);
  await expect(page.getByText(/^Row 1, column 1: .*, then Tree\.$/)).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: 'Before this step' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect([...problems, ...reviewer.problems]).toEqual([]);
});
