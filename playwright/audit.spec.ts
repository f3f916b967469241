import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { makeProject } from './own-project';
import { signIn } from './people';

/** An admin changes a role, a class and a setting, and reads who did it, before and after: by keys, filtered, and as a file. */

let slug = '';
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Audited', 1);
  await owner.page.context().close();
});

/** The line with these words; opened by keys, its rows of what was before and after. */
async function opened(page: Page, words: string | RegExp): Promise<Locator> {
  const line = page.getByRole('listitem').filter({ hasText: words }).first();
  const head = line.locator('summary');
  await expect(async () => {
    await head.focus();
    await page.keyboard.press('Enter');
    await expect(line.getByRole('table')).toBeVisible({ timeout: 1000 });
  }).toPass();
  return line;
}

const change = (line: Locator, name: string): Locator =>
  line.getByRole('row').filter({ has: line.page().getByRole('rowheader', { name, exact: true }) });

test('three changes are three lines with before and after; they are filtered and exported', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'admin');
  const { name: me } = (await (await page.request.get('/api/v1/me')).json()) as { name: string };

  await page.goto(`/p/${slug}/settings`);
  await page.getByLabel('Role of Lena Labeler').selectOption('REVIEWER');
  await expect(page.getByText('Lena Labeler is reviewer now.')).toBeVisible();
  await page.getByRole('button', { name: 'Change Tree' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Oak');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Change Oak' })).toBeVisible();
  const share = page.getByLabel('Share of control chips, in percent');
  await share.fill('15');
  await share.press('Enter');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Audit', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
  const settings = await opened(page, 'Settings changed');
  await expect(settings.locator('summary')).toContainText(me);
  await expect(change(settings, 'Control chips in %').getByRole('cell')).toHaveText(['0', '15']);
  await expect(settings).toContainText('signed in (session');
  await expect(settings).toContainText('address 127.0.0.1');
  await expect(change(await opened(page, 'Class renamed'), 'Name').getByRole('cell')).toHaveText([
    'Tree',
    'Oak',
  ]);
  const role = await opened(page, 'Role changed');
  await expect(role.locator('summary')).toContainText('Lena Labeler');
  await expect(change(role, 'Role').getByRole('cell')).toHaveText(['Labeler', 'Reviewer']);

  await page.getByLabel('About').selectOption('Classes');
  await expect(page.getByRole('listitem').filter({ hasText: 'Role changed' })).toHaveCount(0);
  await expect(page).toHaveURL(/topic=class/);
  await page.getByLabel('Names, emails, addresses').fill('oak');
  await expect(page.locator('summary')).toHaveCount(1);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trimEnd().split('\r\n')).toHaveLength(2);
  expect(file).toContain('class.rename');

  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await page.getByLabel('About').selectOption('Audit');
  await expect(page.getByRole('listitem').filter({ hasText: 'Audit exported' })).toHaveCount(1);
  await page.getByLabel('Names, emails, addresses').fill('nobody has this name');
  await expect(page.getByText('Nothing matches the filter.')).toBeVisible();
  expect(problems).toEqual([]);
});

test('the owner sees sign-ins and their addresses; an admin has no such page', async ({
  browser,
}) => {
  const owner = await signIn(browser, 'owner');
  await owner.page.goto('/admin');
  await owner.page.getByRole('link', { name: 'Audit', exact: true }).click();
  await owner.page.getByLabel('About').selectOption('Sign-ins');
  await expect(owner.page.locator('summary').first()).toContainText('Signed in');
  expect(owner.problems).toEqual([]);
  const admin = await signIn(browser, 'admin');
  expect((await admin.page.goto('/admin/audit'))?.status()).toBe(404);
});
