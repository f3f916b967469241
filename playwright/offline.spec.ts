import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** Work is never lost: no network, a killed page, a killed server, an ended session, two windows, a change of mind. */

// of a project of these journeys' own: they use chips up
let PROJECT = '';
let API = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const { page } = await signIn(browser, 'owner');
  const slug = await makeProject(page, `Offline ${String(Date.now())}`, 32);
  await page.context().close();
  PROJECT = `/p/${slug}`;
  API = `/api/v1/projects/${slug}`;
});

interface Labelling {
  status: string;
  cells: number[];
}

/** A chip's labelling as the server has it, for the page's own person. */
async function labellingOf(page: Page, chip: number): Promise<Labelling> {
  const reply = await page.request.get(`${API}/chips/${String(chip)}/labelling`);
  const { status, cells } = (await reply.json()) as { status: string; cells: string };
  return { status, cells: [...Buffer.from(cells, 'base64')] };
}

const statusOf = async (page: Page, chip: number) => (await labellingOf(page, chip)).status;
const title = (page: Page) => page.getByRole('heading', { level: 1, name: /^Chip \d+/ });
const said = (page: Page, words: RegExp) =>
  expect(page.getByRole('status').filter({ hasText: words }).first()).toBeVisible({
    timeout: 60_000,
  });

/** The number of the chip on screen, once its picture can be judged. */
async function currentChip(page: Page, but = 0): Promise<number> {
  await expect(title(page)).toBeVisible({ timeout: 60_000 });
  await expect(title(page)).not.toHaveText(new RegExp(`^Chip ${String(but)} `));
  const number = Number(/Chip (\d+)/.exec(await title(page).innerText())?.[1]);
  await expect(page.getByRole('img', { name: `Chip ${String(number)} of` })).toBeVisible();
  const rest = page.getByRole('button', { name: /Rest are absent/ });
  // open, or closed because every cell is decided: not because the picture is still on its way
  const judged = rest
    .and(page.locator(':enabled'))
    .or(rest.and(page.getByTitle(/already has a label/)));
  await expect(judged).toBeVisible();
  return number;
}

/** Waits until the pictures of the chips held ahead are here. */
async function heldAhead(page: Page): Promise<void> {
  const pictures = () =>
    page.evaluate(
      () =>
        performance.getEntriesByType('resource').filter(({ name }) => name.includes('/image?'))
          .length,
    );
  await expect.poll(pictures, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
}

/** Labels the chip on screen and hands it in. The first cell gets the first class. */
async function labelAndSubmit(page: Page, but = 0): Promise<number> {
  const number = await currentChip(page, but);
  await page.keyboard.press('1');
  await page.keyboard.press('r');
  await page.keyboard.press('s');
  return number;
}

async function killServer(): Promise<void> {
  const home = process.env['QUADRAT_HOME'] ?? '';
  const pids = JSON.parse(await readFile(path.join(home, 'services.json'), 'utf8')) as {
    web: number;
  };
  process.kill(pids.web, 'SIGKILL');
}

/** A second page of the same browser. */
const another = async (context: BrowserContext): Promise<Page> => await context.newPage();

test.beforeEach(async ({ page }) => {
  await signInOn(page, 'labeler');
});

test('three chips are labelled and submitted without a network, and all of it arrives', async ({
  page,
  context,
}) => {
  await page.goto(`${PROJECT}/label`);
  await currentChip(page);
  await heldAhead(page);
  await context.setOffline(true);
  const chips: number[] = [];
  for (let done = 0; done < 3; done += 1) {
    chips.push(await labelAndSubmit(page, chips.at(-1)));
  }
  await currentChip(page, chips.at(-1));
  await said(page, /Offline, \d+ kept here · 1 chip left/);
  await context.setOffline(false);
  await said(page, /^Saved/);
  for (const chip of chips) {
    expect(await labellingOf(page, chip)).toMatchObject({ status: 'SUBMITTED' });
    expect((await labellingOf(page, chip)).cells).not.toContain(0);
  }
  expect(new Set(chips).size).toBe(3);
});

test('a page that is killed in the middle of a chip comes back with the strokes and what can be undone', async ({
  page,
  context,
}) => {
  await page.goto(`${PROJECT}/label`);
  const chip = await currentChip(page);
  const before = (await labellingOf(page, chip)).cells;
  let cut = true;
  await context.route('**/labelling/changes', (route) => (cut ? route.abort() : route.continue()));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('1');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await said(page, /Offline, 2 kept here/);
  await page.goto('chrome://crash').catch(() => undefined);
  cut = false;
  const again = await another(context);
  await again.goto(`${PROJECT}/label/${String(chip)}`);
  expect(await currentChip(again)).toBe(chip);
  await expect
    .poll(async () => (await labellingOf(again, chip)).cells.slice(1, 3))
    .toEqual([16, 1]);
  await again.keyboard.press('Control+z');
  await again.keyboard.press('Control+z');
  await expect.poll(async () => (await labellingOf(again, chip)).cells).toEqual(before);
});

test('the server dies while chips are submitted: they go out when it is up again', async ({
  page,
}) => {
  await page.goto(`${PROJECT}/label`);
  await currentChip(page);
  await heldAhead(page);
  await killServer();
  const first = await labelAndSubmit(page);
  const second = await labelAndSubmit(page, first);
  await currentChip(page, second);
  await expect
    .poll(async () => await statusOf(page, second).catch(() => 'no answer'), { timeout: 120_000 })
    .toBe('SUBMITTED');
  expect(await statusOf(page, first)).toBe('SUBMITTED');
  await said(page, /^Saved/);
});

test('the session ends: the person signs in over the page and goes on', async ({
  page,
  context,
}) => {
  await page.goto(`${PROJECT}/label`);
  const chip = await currentChip(page);
  await page.keyboard.press('1');
  await said(page, /^Saved/);
  await context.clearCookies();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Password').fill('a password chosen by a person');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await said(page, /^Saved/);
  expect((await labellingOf(page, chip)).cells.slice(0, 2)).toEqual([16, 1]);
  await page.keyboard.press('r');
  await page.keyboard.press('s');
  await currentChip(page, chip);
  await expect.poll(() => statusOf(page, chip)).toBe('SUBMITTED');
});

test('two windows of one person take different chips, and on one chip each shows what the other does', async ({
  page,
  context,
}) => {
  await page.goto(`${PROJECT}/label`);
  const chip = await currentChip(page);
  const second = await another(context);
  await second.goto(`${PROJECT}/label`);
  expect(await currentChip(second)).not.toBe(chip);
  await second.goto(`${PROJECT}/label/${String(chip)}`);
  await currentChip(second);
  await expect(second.getByText('also open in another window')).toBeVisible();
  const decided = async () =>
    Number(/(\d+) of/.exec(await second.getByText(/cells labelled/).innerText())?.[1]);
  const before = await decided();
  await page.bringToFront();
  const open = (await labellingOf(page, chip)).cells.indexOf(0);
  const { cols } = (await (await page.request.get(`${API}/chips/${String(chip)}`)).json()) as {
    cols: number;
  };
  for (let row = 0; row < Math.floor(open / cols); row += 1) await page.keyboard.press('ArrowDown');
  for (let col = 0; col < open % cols; col += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('1');
  await expect.poll(decided).toBe(before + 1);
  await expect.poll(async () => (await labellingOf(page, chip)).cells[open]).toBe(16);
});

test('undo reaches the chip before, through a submit and a reload; back and forth follow the session', async ({
  page,
}) => {
  await page.goto(`${PROJECT}/label`);
  const first = await labelAndSubmit(page);
  const second = await currentChip(page, first);
  await expect.poll(() => statusOf(page, first)).toBe('SUBMITTED');
  await page.reload();
  expect(await currentChip(page)).toBe(second);
  await page.keyboard.press('Control+z');
  expect(await currentChip(page, second)).toBe(first);
  await expect(page.getByText(`Back on chip ${String(first)}.`)).toBeVisible();
  expect(await statusOf(page, first)).toBe('SUBMITTED');
  await page.keyboard.press('Control+z');
  await expect.poll(() => statusOf(page, first)).toBe('IN_PROGRESS');
  await page.keyboard.press('Control+Shift+Z');
  await page.keyboard.press('n');
  expect(await currentChip(page, first)).toBe(second);
  await page.keyboard.press('p');
  expect(await currentChip(page, second)).toBe(first);
  await page.keyboard.press('s');
  await currentChip(page, first);
  await expect.poll(() => statusOf(page, first)).toBe('SUBMITTED');
});

test('the label page opens without a network, with the chips that were checked out', async ({
  page,
  context,
}) => {
  // the stored page and its stored policy name the same nonce
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  await page.goto(`${PROJECT}/label`);
  const chip = await currentChip(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('work offline');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Check out 10 chips for 12 hours' }).click();
  await expect(page.getByText(/10 chips are here with pictures/)).toBeVisible({ timeout: 60_000 });
  await context.setOffline(true);
  await page.reload();
  expect(await currentChip(page)).toBe(chip);
  // the model comes out of the browser's store, and looks at the stored pictures: it learns from them
  await expect(page.getByText('checked', { exact: true })).toBeVisible({ timeout: 60_000 });
  const learnt = page.getByText(/Learnt from \d+ chips?, \d+ cells/);
  const before = (await learnt.count()) === 0 ? null : await learnt.innerText();
  await labelAndSubmit(page);
  await expect(learnt).toBeVisible({ timeout: 60_000 });
  if (before !== null) await expect(learnt).not.toHaveText(before);
  const next = await labelAndSubmit(page, chip);
  await currentChip(page, next);
  await said(page, /Offline, \d+ kept here · 8 chips left/);
  await page.reload();
  await currentChip(page, next);
  await context.setOffline(false);
  await expect.poll(() => statusOf(page, next), { timeout: 60_000 }).toBe('SUBMITTED');
  expect(await statusOf(page, chip)).toBe('SUBMITTED');
  await page.getByRole('button', { name: 'Work offline' }).click();
  await page.getByRole('menuitem', { name: 'Give back what I have not begun' }).click();
  expect(refused).toEqual([]);
});
