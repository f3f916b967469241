import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { makeProject } from './own-project';
import { signIn } from './people';

/** An admin makes a labelling link; two guests without an account label its chips, one on a phone; a reviewer settles them. */

let slug = '';
let link = '';
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const { page } = await signIn(browser, 'owner');
  slug = await makeProject(page, 'Labelling links', 6);
  await page.goto(`/p/${slug}/chips`);
  await page.getByRole('button', { name: 'Labelling link' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Field day');
  await dialog.getByLabel('What to do').fill('Mark the trees.');
  await dialog.getByLabel('Chip numbers').fill('1-2');
  await expect(dialog.getByText(/chips can go out: nobody has begun them/)).toBeVisible();
  await dialog.getByLabel('People at most').fill('2');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const made = await dialog.getByText(/\/guest\//).innerText();
  link = new URL(made).pathname;
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.context().close();
});

/** A browser that nobody has used, with what goes wrong on its page and what it asks of the server. */
async function guestBrowser(browser: Browser, width: number, height: number) {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: width < 500 });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('response', (reply) => {
    if (reply.status() >= 400) problems.push(`${String(reply.status())} ${reply.url()}`);
  });
  return { page, problems };
}

async function begin(page: Page, nickname: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Field day' })).toBeVisible();
  await page.getByLabel('Your name or nickname (optional)').fill(nickname);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('0 of 2')).toBeVisible({ timeout: 60_000 });
}

/** A key before the page's script runs is nobody's. */
async function press(page: Page, key: string, then: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(page.getByText(then)).toBeVisible({ timeout: 3000 });
  }).toPass();
}

test('guests label by a link, with keys and on a phone, and a reviewer settles what they say', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const mia = await guestBrowser(browser, 1440, 900);
  await begin(mia.page, 'Mia');
  // keys only: the first cell is a tree, the rest absent, handed in
  await press(mia.page, '1', '1 of 64 cells');
  await press(mia.page, 'r', '64 of 64 cells');
  await mia.page.keyboard.press('s');
  await expect(mia.page.getByText('1 of 2')).toBeVisible();
  // nothing leads to the project, and no command does either
  await expect(mia.page.getByRole('link')).toHaveCount(0);
  // a second visit goes on where it was
  await mia.page.goto(link);
  await expect(mia.page.getByText('1 of 2')).toBeVisible();

  const leo = await guestBrowser(browser, 390, 844);
  await begin(leo.page, '');
  for (const done of ['1 of 2', null]) {
    await expect(leo.page.getByText('0 of 64 cells')).toBeVisible();
    await expect(async () => {
      await leo.page.getByRole('button', { name: 'Rest absent' }).tap();
      await expect(leo.page.getByText('64 of 64 cells')).toBeVisible({ timeout: 3000 });
    }).toPass();
    await leo.page.getByRole('button', { name: 'Hand in' }).tap();
    if (done !== null) await expect(leo.page.getByText(done)).toBeVisible();
  }
  await expect(leo.page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await expect(leo.page.getByText('You handed 2 pictures in.')).toBeVisible();

  // a third one is one too many, and a member is told to use their account
  const late = await guestBrowser(browser, 390, 844);
  await late.page.goto(link);
  await expect(late.page.getByText('As many people as are needed have begun')).toBeVisible();

  const reviewer = await signIn(browser, 'reviewer');
  const { page } = reviewer;
  await page.goto(`/p/${slug}/review/1`);
  await expect(
    page.getByText(/Labels by Guest Mia, Guest 2, of unknown reliability/),
  ).toBeVisible();
  const accept = page.getByRole('button', { name: /^Accept/ });
  await expect(accept).toBeDisabled();
  // the cell in which they differ waits for the reviewer: it is a tree
  await expect(async () => {
    await page.keyboard.press('1');
    await expect(accept).toBeEnabled({ timeout: 3000 });
  }).toPass();
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { level: 1, name: /^Chip 1 / })).toBeHidden();

  const admin = await signIn(browser, 'admin');
  await admin.page.goto(`/p/${slug}/settings#links`);
  const row = admin.page.getByRole('row', { name: /Field day/ });
  await expect(row).toContainText('2 of 2');
  await row.getByRole('button', { name: 'Close the link Field day' }).click();
  await admin.page
    .getByRole('dialog')
    .getByText(/^Close( the link)?$/)
    .click();
  await expect(row).toContainText('closed');
  // a browser that is at it is told, and what waits there is not sent in silence
  await mia.page.keyboard.press('r');
  await expect(mia.page.getByRole('heading', { name: 'Labelling has ended' })).toBeVisible();
  await expect(mia.page.getByText('The picture that you handed in is kept.')).toBeVisible();
  await admin.page.goto(link);
  await expect(admin.page.getByText('The project has closed this link.')).toBeVisible();

  // what the link and its guests did is in the audit
  await admin.page.goto(`/p/${slug}/audit`);
  await expect(admin.page.getByText('Labelling link closed')).toBeVisible();
  await expect(
    admin.page.getByText('By labelling link: Guest Mia · Field day').first(),
  ).toBeVisible();

  const passing = mia.problems.filter((problem) => !problem.startsWith('410 '));
  expect([...passing, ...leo.problems, ...reviewer.problems, ...admin.problems]).toEqual([]);
});
