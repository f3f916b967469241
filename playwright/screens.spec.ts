import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** On a phone no page runs off the edge, and what a labeler needs is in reach; dialogs begin in their first field. */

const PHONE = { width: 390, height: 844 };
let slug = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const owner = await signIn(browser, 'owner');
  slug = await makeProject(owner.page, 'Small screens', 8);
  await owner.page.context().close();
  const labeler = await signIn(browser, 'labeler');
  await handIn(labeler.page, slug, 2);
  await labeler.page.context().close();
});

/** What reaches past its right edge: the page, or a box that scrolls sideways. The pages of a project and a chart may. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const boxes = [document.documentElement, ...document.body.querySelectorAll('*')].filter(
      (box) => {
        const scrolls = ['auto', 'scroll'].includes(getComputedStyle(box).overflowX);
        return (scrolls || box === document.documentElement) && box.scrollWidth > box.clientWidth;
      },
    );
    return boxes
      .filter((box) => !box.matches('nav, :has(> div > svg)'))
      .map((box) => `${box.tagName} ${box.textContent.slice(0, 60)}`);
  });

test('no page runs off the edge of a phone', async ({ page }) => {
  await signInOn(page, 'owner');
  await page.setViewportSize(PHONE);
  const own = [
    '',
    '/imagery',
    '/chips',
    '/review',
    '/review/list',
    '/comments',
    '/dataset',
    '/models',
    '/settings',
    '/label',
  ];
  // the demo has what fills the tables
  const demo = [
    '',
    '/imagery',
    '/chips',
    '/review',
    '/review/list',
    '/comments',
    '/dataset',
    '/models',
    '/models/2',
    '/settings',
  ];
  const paths = [
    ...['/', '/admin', '/account', '/account/keys'],
    ...own.map((p) => `/p/${slug}${p}`),
    ...demo.map((p) => `/p/tree-crowns${p}`),
  ];
  for (const path of paths) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    expect.soft(await overflow(page), path).toEqual([]);
    await page.screenshot({
      path: `test-results/phone${path.replaceAll('/', '-')}.png`,
      fullPage: true,
    });
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

  test('a labeler skips in words of their own, goes to and fro, and finds the rule', async ({
    page,
    browser,
  }) => {
    await signInOn(page, 'labeler');
    await page.goto(`/p/${slug}/label`);
    const heading = page.getByRole('heading', { level: 1, name: /^Chip \d+/ });
    await expect(page.getByRole('button', { name: /^Rest/ })).toBeEnabled();
    const first = await heading.innerText();
    await page.getByRole('button', { name: 'Cell, picture and overlay' }).tap();
    await page.getByRole('button', { name: 'Classes', exact: true }).tap();
    await expect(page.getByText(/object/i).last()).toBeInViewport();
    await page.getByRole('button', { name: 'Close' }).tap();

    const more = async (name: string) => {
      await page.getByRole('button', { name: 'More' }).tap();
      await page.getByRole('menuitem', { name }).tap();
    };
    await more('Next chip');
    await expect(heading).not.toHaveText(first);
    await more('Previous chip');
    await expect(heading).toHaveText(first);
    await more('Skip');
    const dialog = page.getByRole('dialog', { name: 'Skip this chip' });
    await dialog.getByRole('button', { name: /Another reason/ }).tap();
    await expect(dialog.getByLabel('Why')).toBeFocused();
    await page.keyboard.type('2 shadows hide it');
    await dialog.getByRole('button', { name: 'Skip', exact: true }).tap();
    await expect(heading).not.toHaveText(first);

    const admin = await signIn(browser, 'admin');
    await expect(async () => {
      await admin.page.goto(`/p/${slug}`);
      await expect(admin.page.getByText('2 shadows hide it')).toBeVisible({ timeout: 5000 });
    }).toPass();
    await admin.page.context().close();
  });
});

test('who may make projects does; a dialog begins in its first field', async ({ browser }) => {
  const owner = await signIn(browser, 'owner');
  await owner.page.goto('/admin');
  const row = owner.page.getByRole('row', { name: /admin@/ });
  const allow = async (on: boolean) => {
    await row.getByRole('button').click();
    const entry = owner.page.getByRole('menuitemcheckbox', { name: 'May make projects' });
    await expect(entry).toHaveAttribute('aria-checked', String(!on));
    await entry.click();
    await expect(entry).toHaveAttribute('aria-checked', String(on));
    await owner.page.keyboard.press('Escape');
  };
  await allow(true);
  await expect(row.getByText('makes projects', { exact: true })).toBeVisible();
  const admin = await signIn(browser, 'admin');
  await admin.page.getByRole('button', { name: 'New project' }).click();
  await expect(admin.page.getByRole('dialog').getByLabel('Name', { exact: true })).toBeFocused();
  await admin.page.keyboard.press('Escape');
  await allow(false);
  await admin.page.reload();
  await expect(admin.page.getByRole('button', { name: 'New project' })).toBeHidden();
  await admin.page.context().close();
  await owner.page.context().close();
});
