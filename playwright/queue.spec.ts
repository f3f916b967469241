import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { LeaseView, QueueReply } from '@/lib/domain/queue/schema';
import { makeProject } from './own-project';
import { readyChip, signIn } from './people';

/** What to label next: the menu, an area, a skip with its undoing, a control chip, and what the admin sees of it. */

const menu = (page: Page) => page.getByRole('button', { name: /^What to label next/ });
const chip = (page: Page) => page.getByRole('heading', { level: 1, name: /^Chip \d+/ });

/** Calls the API as the page's person. */
async function call(page: Page, method: string, path: string, data?: unknown): Promise<unknown> {
  const headers = { origin: new URL(page.url()).origin };
  const body = data === undefined ? {} : { data };
  const reply = await page.request.fetch(`/api/v1${path}`, { method, headers, ...body });
  expect(reply.ok(), `${method} ${path}: ${String(reply.status())}`).toBe(true);
  const text = await reply.text();
  return text === '' ? null : JSON.parse(text);
}

test('the queue by keys: an area, a skip and its undoing, a control chip, automation bias in words', async ({
  browser,
}) => {
  const owner = await signIn(browser, 'owner');
  const slug = await makeProject(owner.page, 'What comes next', 24);
  const { page, problems } = await signIn(browser, 'labeler');

  await page.goto(`/p/${slug}/label`);
  await expect(chip(page)).toBeVisible();
  await expect(menu(page)).toHaveAccessibleName(/Recommended · \d+ left/);

  // the second row of chips, by keys alone; the choice outlives the page
  await page.keyboard.press('Shift+W');
  await page.getByRole('radio', { name: /An area/ }).check();
  await page.getByLabel('Row from').fill('2');
  await page.getByLabel('to row').fill('2');
  await page.getByLabel('Column from').fill('1');
  await page.getByLabel('to column').fill('8');
  await page.getByRole('button', { name: 'Use this' }).click();
  await expect(menu(page)).toHaveAccessibleName(/An area/);
  await page.goto(`/p/${slug}/label`);
  await expect(menu(page)).toHaveAccessibleName(/An area · \d+ left/);
  const inArea = QueueReply.parse(
    await call(page, 'POST', `/projects/${slug}/queue/next`, {
      mode: 'area',
      area: {
        kind: 'grid',
        asset: await assetOf(page, slug),
        rows: [1, 1],
        cols: [0, 7],
      },
      count: 8,
    }),
  );
  expect(inArea.items.map((item) => item.chip.gridRow)).toEqual(Array<number>(8).fill(1));

  // a skip for everybody: one key and a reason's key; the toast takes it back
  await expect(chip(page)).toBeVisible();
  const before = await chip(page).textContent();
  await expect(page.getByRole('button', { name: /Rest are absent/ })).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByRole('dialog', { name: 'Skip this chip' })).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByText(/is excluded from labelling until/)).toBeVisible();
  await expect(chip(page)).not.toHaveText(before ?? '');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(chip(page)).toHaveText(before ?? '');

  // once more, and this time the admin puts it back
  await page.keyboard.press('w');
  const skipped = page.waitForResponse((reply) => reply.url().endsWith('/skip'));
  await page.keyboard.press('1');
  expect((await skipped).ok()).toBe(true);
  await expect(page.getByText(/is excluded from labelling until/)).toBeVisible();
  await expect(chip(page)).not.toHaveText(before ?? '');
  await owner.page.goto(`/p/${slug}`);
  await owner.page.getByRole('button', { name: /^Put back/ }).click();
  await expect(
    owner.page.getByText('No chip is excluded from labelling or checked out.'),
  ).toBeVisible();

  // half of all chips are control chips: of the ones that come now some are
  await owner.page.goto(`/p/${slug}/settings`);
  await owner.page.getByLabel('Share of control chips, in percent').fill('50');
  const saved = owner.page.waitForResponse((reply) => reply.request().method() === 'PATCH');
  await owner.page
    .locator('form', { has: owner.page.getByLabel('Share of control chips, in percent') })
    .getByRole('button', { name: 'Save' })
    .click();
  expect((await saved).ok()).toBe(true);
  const more = QueueReply.parse(
    await call(page, 'POST', `/projects/${slug}/queue/next`, { mode: 'sequential', count: 24 }),
  );
  const control = more.items.find((item) => item.control);
  if (!control)
    throw new Error('of some twenty chips at a share of one half none is a control chip');
  await page.goto(`/p/${slug}/label/${String(control.chip.number)}`);
  await expect(page.getByText('control chip', { exact: true })).toBeVisible();

  await owner.page.goto(`/p/${slug}/models`);
  await expect(owner.page.getByText('How far people follow the model')).toBeVisible();
  await expect(owner.page.getByText('50 % of the chips are control chips.')).toBeVisible();
  expect(problems).toEqual([]);
  expect(owner.problems).toEqual([]);
});

test('a control chip: nothing the model says is drawn, listed, counted, accepted or read out, and events say hidden', async ({
  browser,
}) => {
  const open = await signIn(browser, 'labeler');
  await open.page.goto('/p/tree-crowns/label');
  const number = await readyChip(open.page);
  const told = (on: Page) => on.getByRole('listitem').filter({ hasText: /[01]\.\d\d$/ });
  await expect(told(open.page).first()).toBeVisible();
  await open.page.context().close();

  // the same chip in another browser, and this time it is a control chip
  const { page, problems } = await signIn(browser, 'labeler');
  await page.route(`**/chips/${String(number)}/lease`, async (route) => {
    const reply = await route.fetch();
    const lease = LeaseView.parse(await reply.json());
    await route.fulfill({ response: reply, json: { ...lease, control: true } });
  });
  await page.goto(`/p/tree-crowns/label/${String(number)}`);
  await expect(
    page.getByText('Control chip: no proposals are shown before you submit.'),
  ).toBeVisible();
  await expect(page.getByText('control chip', { exact: true })).toBeVisible();
  const inspector = page.getByText(
    'The model’s proposals for this chip are shown once you have decided.',
  );
  // the model has looked at the chip: it is withheld, not missing
  await expect(inspector).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/shown, \d+ below/)).toBeHidden();
  await expect(told(page)).toHaveCount(0);
  await expect(page.getByText(/, model says/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Accept proposals (0)' })).toBeDisabled();
  const stage = page.getByRole('img', { name: /^Chip \d+ of/ });
  await stage.hover();
  await expect(page.locator('[data-hover-note]')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('proposals');
  await expect(page.getByText('No proposal is shown on this chip.').first()).toBeVisible();
  await page.keyboard.press('Escape');

  const saved = page.waitForRequest(/labelling\/changes$/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('u');
  const { changes } = (await saved).postDataJSON() as {
    changes: { source: string; shown: { code: number; when: string } | null }[];
  };
  expect(changes.map(({ source, shown }) => [source, shown?.when])).toEqual([['hand', 'hidden']]);
  expect(changes[0]?.shown?.code).toBeGreaterThan(0);
  await page.keyboard.press('Control+z');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.locator('body').innerText()).not.toMatch(/model: |, model says/);
  expect(problems).toEqual([]);
});

async function assetOf(page: Page, slug: string): Promise<string> {
  const reply = (await call(page, 'GET', `/projects/${slug}/assets`)) as {
    items: { id: string }[];
  };
  const [first] = reply.items;
  if (!first) throw new Error('no picture');
  return first.id;
}
