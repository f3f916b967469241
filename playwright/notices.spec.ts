import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** What the workbench says covers nothing that one works with, and moves nothing. */

const NAME = 'A project with a rather long name, as projects have';
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];
let slug = '';
let reviewed: number[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, NAME, 16);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  reviewed = await handIn(labeler.page, slug, 3);
  await labeler.page.context().close();
});

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} is not on screen`);
  return box;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const stage = (page: Page) => page.getByRole('img', { name: /^Chip \d+ of/ });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** The notice covers neither picture, chip number nor a button that ends a chip; it is dark and can be read. */
async function coversNothing(page: Page): Promise<void> {
  const notice = page.locator('[data-notice]');
  await expect(notice).toBeVisible();
  const box = await boxOf(notice);
  for (const other of [
    stage(page),
    heading(page),
    ...(await page.locator('footer button:visible').all()),
  ]) {
    expect(overlap(box, await boxOf(other)), String(other)).toBe(false);
  }
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
  expect(box.width).toBeGreaterThan(80);
  const light = await notice.evaluate((element) => {
    const [r = 0, g = 0, b = 0] = (getComputedStyle(element).color.match(/\d+/g) ?? []).map(Number);
    return (r + g + b) / 3;
  });
  expect(light).toBeGreaterThan(180);
}

/** The whole chip number is in sight. */
async function numberIsWhole(page: Page): Promise<void> {
  const cut = await heading(page).evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(cut).toBeLessThanOrEqual(0);
  const [number, bar] = [await boxOf(heading(page)), await boxOf(page.getByRole('banner'))];
  expect(number.x + number.width).toBeLessThanOrEqual(bar.x + bar.width);
  for (const other of await page
    .getByRole('banner')
    .locator(':is(button, a):visible:not(h1 *)')
    .all()) {
    expect(overlap(number, await boxOf(other)), String(other)).toBe(false);
  }
}

for (const size of SIZES) {
  test.describe(`${String(size.width)} x ${String(size.height)}`, () => {
    test.use({ viewport: size });

    test('on the label page', async ({ page }) => {
      await signInOn(page, 'labeler');
      let load: () => void = () => undefined;
      const mayLoad = new Promise<void>((resolve) => (load = resolve));
      await page.context().route('**/models/*/files/**', async (route) => {
        await mayLoad;
        await route.continue();
      });
      await page.goto(`/p/${slug}/label`);
      const rest = page.getByRole('button', { name: /^Rest/ });
      await expect(rest).toBeEnabled();
      await numberIsWhole(page);
      const saved = page.getByRole('status').filter({ hasText: /^Sav/ });
      const places = async () => [
        await boxOf(heading(page)),
        ...(await Promise.all(
          (await page.getByRole('banner').locator('button:visible').all()).map(boxOf),
        )),
      ];
      await expect(saved).toHaveText(/^Saved/);
      await expect(page.getByRole('button', { name: 'Work offline' })).toBeVisible();
      await expect(page.getByRole('banner')).toContainText(/Model \d+ %/);
      const before = await places();
      load();
      await expect(page.getByRole('banner')).toContainText('checked', { timeout: 60_000 });
      expect(await places()).toEqual(before);
      const asked = page.waitForRequest(/labelling\/changes$/);
      // the answer comes late: the state is looked at while it is out
      await page.route('**/labelling/changes', async (route) => {
        await expect(saved).toContainText('Saving');
        expect(await places()).toEqual(before);
        await route.continue();
      });
      await page.keyboard.press('Space');
      await asked;
      await expect(saved).toContainText(/^Saved \d\d:\d\d/);
      expect(await places()).toEqual(before);
      await page.unroute('**/labelling/changes');
      await page.keyboard.press('r');
      await page.keyboard.press('s');
      await coversNothing(page);
      await page.screenshot({ path: `test-results/notices-label-${String(size.width)}.png` });
    });

    test('in review: a banner leaves the first row of cells free', async ({ page }) => {
      const number = reviewed[SIZES.indexOf(size)] ?? 0;
      await signInOn(page, 'reviewer');
      await page.goto(`/p/${slug}/review/${String(number)}`);
      await expect(page.getByRole('button', { name: /^Accept/ })).toBeVisible();
      await expect(stage(page)).toBeVisible();
      await numberIsWhole(page);
      const origin = new URL(page.url()).origin;
      const back = `/api/v1/projects/${slug}/chips/${String(number)}/review/return`;
      const data = { reason: 'The shadow in the corner is no tree, please look at it again.' };
      const reply = await page.request.post(back, { headers: { origin }, data });
      expect(reply.status()).toBe(200);
      await page.reload();
      const banner = page.locator('main').getByRole('status').first();
      await expect(banner).toBeVisible();
      await expect(stage(page)).toBeVisible();
      expect(overlap(await boxOf(banner), await boxOf(stage(page)))).toBe(false);
      // it cannot be confirmed now: that is said
      await page.keyboard.press('Enter');
      await coversNothing(page);
      await page.screenshot({ path: `test-results/notices-review-${String(size.width)}.png` });
    });
  });
}
