import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { ChipView } from '@/lib/domain/chip/schema';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn } from './people';

/** Review tells the truth: one verdict a chip, each can be taken back. */

let slug = '';
let waiting: number[] = [];
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Reviewed', 8);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  waiting = await handIn(labeler.page, slug, 5);
  await labeler.page.context().close();
});

/** Status of the chips that were handed in, in their order. */
async function statuses(page: Page): Promise<string[]> {
  const reply: unknown = await (
    await page.request.get(`/api/v1/projects/${slug}/chips?limit=200`)
  ).json();
  const { items } = z.object({ items: z.array(ChipView) }).parse(reply);
  return waiting.map((number) => items.find((chip) => chip.number === number)?.status ?? '');
}

const confirmed = async (page: Page) =>
  (await statuses(page)).filter((status) => status === 'CONFIRMED').length;

async function open(page: Page, number: number): Promise<void> {
  await page.goto(`/p/${slug}/review/${String(number)}`);
  await ready(page, number);
}

/** The chip is on screen and was seen: it can be accepted. */
async function ready(page: Page, number?: number): Promise<void> {
  const name = number === undefined ? /^Chip \d+ / : new RegExp(`^Chip ${String(number)} `);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled();
}

/** The notice stands in the bar; rail and sheet have a button of the same name for strokes. */
function undoInNotice(page: Page): Locator {
  return page.locator('footer').getByRole('button', { name: 'Undo', exact: true });
}

test('Enter held down confirms one chip; accepted and returned chips come back by notice, Ctrl+Z and P', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  const [first = 0] = waiting;
  await open(page, first);
  // Playwright repeats a key that is already down
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await expect(page.getByText(`Chip ${String(first)} is confirmed`)).toBeVisible();
  await ready(page);
  for (let i = 0; i < 20; i += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  expect(await confirmed(page)).toBe(1);

  await undoInNotice(page).click();
  await ready(page, first);
  expect(await confirmed(page)).toBe(0);

  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Chip ${String(first)} is confirmed`)).toBeVisible();
  await ready(page);
  expect(await confirmed(page)).toBe(1);
  await page.keyboard.press('Control+z');
  await ready(page, first);
  expect(await confirmed(page)).toBe(0);

  await page.keyboard.press('e');
  await page.getByRole('dialog').getByRole('textbox').fill('Look at the edge again.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`Chip ${String(first)} is returned`)).toBeVisible();
  await ready(page);
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Undo the return' }).click();
  await ready(page, first);
  expect(await statuses(page)).toEqual(waiting.map(() => 'SUBMITTED'));
  expect(problems).toEqual([]);
  await page.context().close();
});

test('on the phone the notice takes a verdict back', async ({ browser }) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await page.setViewportSize({ width: 390, height: 844 });
  const [, second = 0] = waiting;
  await open(page, second);
  await page.getByRole('button', { name: /^Accept/ }).click();
  await undoInNotice(page).click();
  await expect(page.getByText(`Chip ${String(second)} waits for review again`)).toBeVisible();
  await ready(page, second);
  expect(await confirmed(page)).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('the review list says why a chip stands where it does, and has the model’s doubt as another order', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await page.goto(`/p/${slug}/review/list`);
  await expect(page.getByText('No model is deployed: oldest first.').first()).toBeVisible();
  const pages = page.waitForResponse((reply) => reply.url().includes('order=uncertainty'));
  await page.getByLabel('Chips first').selectOption('uncertainty');
  expect((await pages).status()).toBe(200);
  await expect(page.getByText('uncertainty of the model').first()).toBeVisible();
  expect(problems).toEqual([]);
  await page.context().close();
});
