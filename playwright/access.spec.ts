import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { signInOn } from './people';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PROJECT = '/p/tree-crowns';

/** Screens by address; `ready` is what shows that a page has its content. */
const SCREENS: readonly { path: string; ready?: string }[] = [
  { path: '/' },
  { path: '/account' },
  { path: '/account/keys' },
  { path: '/admin' },
  { path: PROJECT },
  { path: `${PROJECT}/imagery` },
  { path: `${PROJECT}/dataset` },
  { path: `${PROJECT}/models` },
  { path: `${PROJECT}/models/1` },
  { path: `${PROJECT}/settings` },
  { path: `${PROJECT}/review` },
  { path: '/nothing/is/here' },
  { path: `${PROJECT}/label`, ready: 'footer' },
];

const LOOKS = [
  { name: 'light', scheme: 'light', contrast: 'system' },
  { name: 'dark', scheme: 'dark', contrast: 'system' },
  { name: 'high contrast', scheme: 'light', contrast: 'more' },
] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

/** What axe finds on the page as it is now, one line a rule with the first places. */
async function violations(page: Page): Promise<string[]> {
  // one transition or skeleton in between would be judged in a colour that nobody sees
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<AxeResults> };
    };
    const found = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? ''})`)
          .join('; ')}`,
    );
  });
}

async function open(page: Page, screen: (typeof SCREENS)[number]): Promise<void> {
  await page.goto(screen.path);
  await expect(page.locator('h1').first()).toBeVisible();
  if (screen.ready !== undefined) {
    await expect(page.locator(screen.ready).first()).toBeVisible({ timeout: 60_000 });
  }
  await expect(page.locator('.animate-pulse')).toHaveCount(0, { timeout: 60_000 });
}

async function look(
  context: BrowserContext,
  page: Page,
  { scheme, contrast }: (typeof LOOKS)[number],
): Promise<void> {
  const url = new URL(page.url()).origin;
  await context.addCookies([
    { name: 'quadrat-scheme', value: scheme, url },
    { name: 'quadrat-contrast', value: contrast, url },
  ]);
}

async function owner(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signInOn(page, 'owner');
  return { context, page };
}

for (const size of SIZES) {
  for (const choice of LOOKS) {
    test(`axe finds nothing on any screen: ${choice.name}, ${String(size.width)} wide`, async ({
      browser,
    }) => {
      const { context, page } = await owner(browser, { viewport: size });
      await look(context, page, choice);
      const found: string[] = [];
      for (const screen of SCREENS) {
        await open(page, screen);
        for (const line of await violations(page)) found.push(`${screen.path}: ${line}`);
      }
      await context.clearCookies({ name: /session/ });
      for (const path of ['/sign-in', '/invite/no-such-invitation']) {
        await open(page, { path });
        for (const line of await violations(page)) found.push(`${path}: ${line}`);
      }
      expect(found).toEqual([]);
      await context.close();
    });
  }
}

test('dialogs and menus are sound, and give the focus back', async ({ browser }) => {
  const { context, page } = await owner(browser);
  const found: string[] = [];
  const dialogs = [
    { path: '/', button: 'New project' },
    { path: '/account', button: 'New token' },
    { path: '/admin', button: 'New person' },
    { path: `${PROJECT}/settings`, button: 'Invite' },
    { path: `${PROJECT}/settings`, button: 'Add a class' },
  ];
  for (const { path, button } of dialogs) {
    await page.goto(path);
    const opener = page.getByRole('button', { name: button, exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    for (const line of await violations(page)) found.push(`${button}: ${line}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  const menu = page.getByRole('button', { name: /account and sign-out/ });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  for (const line of await violations(page)) found.push(`person menu: ${line}`);
  await page.getByRole('menuitemcheckbox', { name: 'More contrast' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  expect(found).toEqual([]);
  await context.close();
});

test('the first Tab leads past the bar, and every stop after it shows where the focus is', async ({
  browser,
}) => {
  const { context, page } = await owner(browser);
  for (const path of [PROJECT, `${PROJECT}/settings`]) {
    await page.goto(path);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.locator('#content')).toBeFocused();
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => {
        const at = document.activeElement;
        return at === null || at === document.body ? 'none' : getComputedStyle(at).outlineStyle;
      });
      if (outline === 'none') break;
      expect(outline).not.toBe('none');
    }
  }
  await context.close();
});

test('on a touch screen everything to press is at least 44 px high', async ({ browser }) => {
  const { context, page } = await owner(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const small: string[] = [];
  for (const screen of SCREENS) {
    await open(page, screen);
    const found = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, select, [role="button"]')]
        .map((element) => {
          const { width, height } = element.getBoundingClientRect();
          // a switch is pressed by its label too
          const label = element.closest('label')?.getBoundingClientRect();
          return {
            words: element.getAttribute('aria-label') ?? element.textContent.slice(0, 30),
            width: Math.max(width, label?.width ?? 0),
            height: Math.max(height, label?.height ?? 0),
            shown: element.checkVisibility() && width > 1,
          };
        })
        .filter(({ shown, width, height }) => shown && (height < 43.5 || width < 23.5))
        .map(({ words, width, height }) => `${words} ${width.toFixed(0)} x ${height.toFixed(0)}`),
    );
    for (const line of found) small.push(`${screen.path}: ${line}`);
  }
  expect(small).toEqual([]);
  await context.close();
});

test('the tour: five cards by keys alone, gone for good with Escape, back from the help', async ({
  browser,
}) => {
  const { context, page } = await owner(browser);
  await page.evaluate(() => {
    localStorage.clear();
  });
  await page.goto(`${PROJECT}/label`);
  const tour = page.getByRole('complementary', { name: 'Tour of the label page' });
  await expect(tour).toContainText('1 of 5', { timeout: 60_000 });
  // the hand stays with the picture
  expect(await tour.evaluate((card) => card.contains(document.activeElement))).toBe(false);
  const next = tour.getByRole('button', { name: 'Next' });
  await next.focus();
  for (const step of [2, 3, 4]) {
    await page.keyboard.press('Enter');
    await expect(tour).toContainText(`${String(step)} of 5`);
  }
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);
  await expect(page.locator('#content')).toBeFocused();
  await page.reload();
  await expect(page.locator('footer').first()).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(2500);
  await expect(tour).toHaveCount(0);
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Show the tour' }).click();
  await expect(tour).toContainText('1 of 5');
  await tour.getByRole('button', { name: 'Skip' }).click();
  await expect(tour).toHaveCount(0);
  await context.close();
});
