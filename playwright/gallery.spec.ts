import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { GalleryGroupsReply } from '@/lib/domain/gallery/schema';
import { ReviewView } from '@/lib/domain/review/schema';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** The gallery: many labels at once, decided by keys or mouse, saved together, taken back, and left for a chip and come back to. */

const CHIPS = 12;
let slug = '';
let waiting: number[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Gallery', CHIPS);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  waiting = await handIn(labeler.page, slug, CHIPS);
  await labeler.page.context().close();
});

const crops = (page: Page): Locator => page.locator('[role=gridcell]:has(img)');
const selected = (page: Page): Locator => page.locator('[role=gridcell][aria-selected=true]');

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`/p/${slug}/review${query}`);
  await expect(crops(page).first()).toBeVisible();
}

/** Labels of the project by code. */
async function counts(page: Page, state = 'waiting'): Promise<Record<string, number>> {
  const reply: unknown = await (
    await page.request.get(`/api/v1/projects/${slug}/review/gallery/groups?state=${state}`)
  ).json();
  return Object.fromEntries(
    GalleryGroupsReply.parse(reply).items.map(({ key, cells }) => [key, cells]),
  );
}

test('by keys alone: a range is set to absent, one cell confirmed, all saved and taken back', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await open(page, '?group=16');
  await expect(crops(page)).toHaveCount(CHIPS);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(selected(page)).toHaveCount(3);
  await page.keyboard.press('0');
  await expect(page.getByRole('gridcell', { name: /, absent$/ })).toHaveCount(3);
  // the next one without a verdict has the cursor
  await page.keyboard.press('Enter');
  await expect(page.getByRole('gridcell', { name: /, Confirmed$/ })).toHaveCount(1);
  expect(await counts(page)).toEqual({ '16': CHIPS });
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('gridcell', { name: /, Confirmed$/ })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('s');
  await expect(page.getByText('4 decisions are saved.')).toBeVisible();
  await expect(crops(page)).toHaveCount(CHIPS - 4);
  expect(await counts(page)).toEqual({ '1': 3, '16': CHIPS - 3 });
  await page.keyboard.press('Control+z');
  await expect(crops(page)).toHaveCount(CHIPS);
  expect(await counts(page)).toEqual({ '16': CHIPS });
  expect(problems).toEqual([]);
  await page.context().close();
});

test('by mouse: a range by Shift, a chip opened at its cell, and back to the same place and order', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await open(page, '?group=16&order=random');
  const names = await crops(page).evaluateAll((all) => all.map((one) => one.ariaLabel));
  await crops(page).nth(1).click();
  await crops(page)
    .nth(4)
    .click({ modifiers: ['Shift'] });
  await expect(selected(page)).toHaveCount(4);
  await crops(page)
    .nth(2)
    .click({ modifiers: ['Control'] });
  await expect(selected(page)).toHaveCount(3);
  await page.getByRole('button', { name: /^Unsure/ }).click();
  await expect(page.getByRole('gridcell', { name: /, unsure$/ })).toHaveCount(3);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  const third = crops(page).nth(3);
  await third.click();
  const number = Number(/chip (\d+)/i.exec((await third.getAttribute('aria-label')) ?? '')?.[1]);
  await expect(
    page.getByRole('heading', { level: 2, name: `Chip ${String(number)}` }),
  ).toBeVisible();
  await third.dblclick();
  await page.waitForURL(new RegExp(`/review/${String(number)}`));
  await expect(page.getByText('Cell, row 1, column 1')).toBeVisible();
  await page.getByRole('link', { name: 'All chips that wait for review' }).click();
  await expect(crops(page).first()).toBeVisible();
  expect(page.url()).toContain('group=16&order=random');
  expect(await crops(page).evaluateAll((all) => all.map((one) => one.ariaLabel))).toEqual(names);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('whole chips are accepted and returned, and one that somebody else took holds no other up', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await open(page, '?unit=chips&group=16');
  await expect(crops(page)).toHaveCount(CHIPS);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('e');
  await page.getByRole('dialog').getByRole('textbox').fill('Look at the edge again.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('gridcell', { name: /, Returned$/ })).toHaveCount(1);
  // another reviewer is quicker with one of the accepted chips
  const accepted = page.getByRole('gridcell', { name: /, Accepted$/ }).first();
  const number = Number(/chip (\d+)/i.exec((await accepted.getAttribute('aria-label')) ?? '')?.[1]);
  await acceptAs(page, number);
  await page.keyboard.press('Control+Enter');
  await expect(
    page.getByText(new RegExp(`2 decisions are saved.*Chip ${String(number)}:`)),
  ).toBeVisible();
  expect(await counts(page, 'confirmed')).toEqual({ '16': 2 });
  expect(await counts(page)).toEqual({ '16': CHIPS - 3 });
  expect(problems).toEqual([]);
  await page.context().close();
});

async function acceptAs(page: Page, number: number): Promise<void> {
  const path = `/api/v1/projects/${slug}/chips/${String(number)}/review`;
  const view = ReviewView.parse(await (await page.request.get(path)).json());
  const { revision } = view.consensus;
  const reply = await page.request.post(`${path}/accept`, {
    headers: { origin: new URL(page.url()).origin },
    data: { revision, basis: view.basis },
  });
  expect(z.object({ status: z.string() }).parse(await reply.json()).status).toBe('CONFIRMED');
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('three crops a row are tapped, confirmed and saved', async ({ page }) => {
    await signInOn(page, 'reviewer');
    await open(page, '?group=16');
    const [first, , third, fourth] = await crops(page).evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect().top),
    );
    expect(third).toBe(first);
    expect(fourth).not.toBe(first);
    const before = await crops(page).count();
    await crops(page).nth(0).tap();
    await crops(page).nth(1).tap();
    await expect(selected(page)).toHaveCount(2);
    await page.screenshot({ path: 'test-results/gallery-390.png' });
    await page.getByRole('button', { name: 'Confirm 2' }).tap();
    await page.getByRole('button', { name: 'Save 2' }).tap();
    await expect(page.getByText('2 decisions are saved.')).toBeVisible();
    await expect(crops(page)).toHaveCount(before - 2);
    await page.locator('footer').getByRole('button', { name: 'Undo' }).tap();
    await expect(crops(page)).toHaveCount(before);
    expect(waiting).toHaveLength(CHIPS);
  });
});
