import { expect, test } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { z } from 'zod';
import { handIn } from './own-chips';
import { makeProject } from './own-project';
import { signInOn } from './people';
import { barEnd, focused, inEveryLook, tooSmall, violations } from './soundness';

// Every screen in every look and at two widths: nothing for axe to find, no error on the console, and what a finger
// presses is large enough. One sign-in for all; a project of its own has what waits for review.
const DEMO = '/p/tree-crowns';

interface Screen {
  path: string;
  /** what shows that the page has its content */
  ready?: string;
  /** the reply of the address itself, where it is none of the good ones */
  status?: number;
}

type Stored = Awaited<ReturnType<BrowserContext['storageState']>>;
let stored: Stored;
let own: { path: string; waiting: number[] };
let job: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInOn(page, 'owner');
  const slug = await makeProject(page, `Access ${String(Date.now())}`, 8);
  own = { path: `/p/${slug}`, waiting: await handIn(page, slug, 3) };
  const jobs = await page.request.get('/api/v1/projects/tree-crowns/jobs');
  const { items } = z
    .object({ items: z.array(z.object({ id: z.uuid() })).min(1) })
    .parse(await jobs.json());
  job = items[0]?.id ?? '';
  stored = await context.storageState();
  await context.close();
});

/** Groups of screens by what they are about; the addresses are known once the own project is there. */
const GROUPS: Readonly<Record<string, () => readonly Screen[]>> = {
  'a person and the instance': () => [
    { path: '/' },
    { path: '/account' },
    { path: '/account/keys' },
    { path: '/admin' },
    { path: '/nothing/is/here', status: 404 },
  ],
  'a project': () => [
    { path: DEMO },
    { path: `${DEMO}/imagery` },
    { path: `${DEMO}/dataset` },
    { path: `${DEMO}/models` },
    { path: `${DEMO}/models/1` },
    { path: `${DEMO}/models/jobs/${job}` },
    { path: `${DEMO}/settings` },
  ],
  'labelling and review': () => [
    { path: `${own.path}/review`, ready: '[role=gridcell] img' },
    { path: `${own.path}/review/list`, ready: 'li a[href*="/review/"]' },
    { path: `${own.path}/review/${String(own.waiting[0])}`, ready: 'footer' },
    { path: `${DEMO}/label`, ready: 'footer' },
  ],
  'who is not signed in': () => [{ path: '/sign-in' }, { path: '/invite/no-such-invitation' }],
};

const SIZES = [
  { name: '1440 wide', options: { viewport: { width: 1440, height: 900 } } },
  {
    name: '390 wide, by touch',
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  },
] as const;

async function open(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path);
  await expect(page.locator('h1').first()).toBeVisible();
  if (screen.ready !== undefined) {
    await expect(page.locator(screen.ready).first()).toBeVisible({ timeout: 60_000 });
  }
  await expect(page.locator('.animate-pulse')).toHaveCount(0, { timeout: 60_000 });
}

/** A page of its own; what its console calls an error, what its script throws and what is not found ends up in `troubles`. */
async function fresh(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page; troubles: string[] }> {
  // a transition or skeleton in between would be judged in a colour that nobody sees
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`thrown: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    troubles.push(`console: ${message.text()} ${message.location().url}`);
  });
  return { context, page, troubles };
}

const owner = (browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) =>
  fresh(browser, { storageState: stored, ...options });

for (const { name, options } of SIZES) {
  for (const [group, screens] of Object.entries(GROUPS)) {
    test(`screens of ${group}, ${name}: sound in every look, quiet on the console`, async ({
      browser,
    }) => {
      const start = group === 'who is not signed in' ? fresh : owner;
      const { context, page, troubles } = await start(browser, options);
      const found: string[] = [];
      for (const screen of screens()) {
        await open(page, screen);
        const lines = [...(await inEveryLook(page))];
        if ('hasTouch' in options) {
          for (const small of await tooSmall(page)) lines.push(`too small: ${small}`);
        }
        // a page that is not there says so on the console too
        const told = (line: string) =>
          screen.status !== undefined && line.includes(String(screen.status));
        lines.push(...troubles.splice(0).filter((line) => !told(line)));
        for (const line of lines) found.push(`${screen.path}: ${line}`);
      }
      expect(found).toEqual([]);
      await context.close();
    });
  }
}

test('on a phone: picture, sheet, three acts of 48 px; the panels behind the button are sound', async ({
  browser,
}) => {
  const { context, page, troubles } = await owner(browser, SIZES[1].options);
  await open(page, { path: `${DEMO}/label`, ready: 'footer' });
  const picture = await page.locator('main').boundingBox();
  const labelling = await page.getByRole('region', { name: 'Classes' }).boundingBox();
  // beside them the menu of the rest, which has no words
  const acts = page.locator('footer').getByRole('button').filter({ hasText: /\S/ });
  await expect(acts).toHaveCount(3);
  expect(picture?.height).toBeGreaterThan(844 / 2);
  expect(labelling?.y).toBeGreaterThanOrEqual((picture?.y ?? 0) + (picture?.height ?? 0));
  for (const act of await acts.all()) {
    const box = await act.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
    expect(box?.y).toBeGreaterThanOrEqual((labelling?.y ?? 0) + (labelling?.height ?? 0));
  }
  expect(await barEnd(page)).toBeLessThanOrEqual(390);

  await page.getByRole('button', { name: 'Cell, picture and overlay' }).click();
  const panel = page.getByRole('group', { name: 'Classes, cell, picture and overlay' });
  const found: string[] = [];
  const sections = panel.locator('button[aria-pressed]');
  expect(await sections.count()).toBeGreaterThan(3);
  // what is there only until the model has looked leaves meanwhile
  for (let place = 0; place < (await sections.count()); place += 1) {
    const section = sections.nth(place);
    await section.click();
    await expect(section).toHaveAttribute('aria-pressed', 'true');
    found.push(...(await violations(page)), ...(await tooSmall(page)));
  }
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);
  expect([...found, ...troubles]).toEqual([]);
  await context.close();
});

test('a folded section of the panel stays folded on this machine', async ({ browser }) => {
  const { context, page } = await owner(browser);
  await open(page, { path: `${DEMO}/label`, ready: 'footer' });
  const heading = page.getByRole('button', { name: 'Overlay', exact: true });
  const inside = page.getByRole('switch', { name: 'Colour proposals by confidence' });
  await expect(inside).toBeVisible();
  await heading.focus();
  await page.keyboard.press('Enter');
  await expect(inside).toHaveCount(0);
  await page.reload();
  await expect(heading).toHaveAttribute('aria-expanded', 'false', { timeout: 60_000 });
  await heading.click();
  await expect(inside).toBeVisible();
  await context.close();
});

test('dialogs and menus are sound, and give the focus back', async ({ browser }) => {
  const { context, page, troubles } = await owner(browser);
  const found: string[] = [];
  const dialogs = [
    { path: '/', button: 'New project' },
    { path: '/account', button: 'New token' },
    { path: '/admin', button: 'New person' },
    { path: `${DEMO}/settings`, button: 'Invite' },
    { path: `${DEMO}/settings`, button: 'Add a class' },
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
  expect([...found, ...troubles]).toEqual([]);
  await context.close();
});

test('the first Tab leads past the bar, and every stop after it shows where the focus is', async ({
  browser,
}) => {
  const { context, page } = await owner(browser);
  for (const path of [DEMO, `${DEMO}/settings`, `${own.path}/review`]) {
    await open(page, { path });
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.locator('#content')).toBeFocused();
    const stops: string[] = [];
    while (stops.length < 200) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      // past the last one the browser's own bar has the focus
      if (stop === null || (stops.length > 0 && stop.isFirst)) break;
      stops.push(stop.words);
      expect(`${stop.words}: ${stop.shown}`).toBe(`${stop.words}: shown`);
    }
    // the page itself has something to press, and the walk came to its end
    expect(stops.length).toBeGreaterThan(1);
    expect(stops.length).toBeLessThan(200);
  }
  await context.close();
});

test('a chip that is returned with a reason is left; without one it is not', async ({
  browser,
}) => {
  const { context, page, troubles } = await owner(browser);
  const number = own.waiting[2] ?? 0;
  await open(page, { path: `${own.path}/review/${String(number)}`, ready: 'footer' });
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toContainText(`Chip ${String(number)} `);
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Write in a sentence')).toBeVisible();
  await page.keyboard.type('The crown lies in the next cell.');
  const returned = page.waitForResponse((reply) => reply.url().endsWith('/review/return'));
  await page.keyboard.press('Control+Enter');
  expect((await returned).status()).toBe(200);
  await expect(dialog).toHaveCount(0);
  await expect(title).not.toContainText(`Chip ${String(number)} `);
  await page.goto(`${own.path}/review/list`);
  await expect(page.locator('a[href*="/review/"] img').first()).toBeVisible();
  await expect(page.locator(`a[href$="/review/${String(number)}"]`)).toHaveCount(0);
  // every thumbnail of the list is a picture
  const blank = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('li img')].filter(
          (img) => (img as HTMLImageElement).naturalWidth === 0,
        ).length,
    );
  await expect.poll(blank).toBe(0);
  expect(troubles).toEqual([]);
  await context.close();
});

test('the tour: five cards by keys alone, gone for good with Escape, back from the help', async ({
  browser,
}) => {
  const { context, page } = await owner(browser);
  await page.goto('/');
  await page.evaluate(() => {
    localStorage.clear();
  });
  await page.goto(`${DEMO}/label`);
  const tour = page.getByRole('dialog', { name: 'Tour of the label page' });
  await expect(tour).toContainText('1 of 5', { timeout: 60_000 });
  // Enter means the card, not the workbench's proposals behind it
  await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused();
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
  // the stage is drawn by the page's script: a tour that starts by itself has set its timer, and a timer set now ends after that
  await expect(page.getByRole('img', { name: /^Chip \d+ of/ })).toBeVisible({ timeout: 60_000 });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1000)));
  await expect(tour).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('button', { name: 'Show the tour' })).toBeVisible();
  await expect(tour).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the tour' }).click();
  await expect(tour).toContainText('1 of 5');
  await tour.getByRole('button', { name: 'Skip' }).click();
  await expect(tour).toHaveCount(0);
  await context.close();
});

test('an address that cannot be read is refused, not a fault', async ({ request }) => {
  for (const path of ['/p/%ff', '/%E0%A4%A', '/api/v1/projects/%ff', '/api/auth/%ff']) {
    const reply = await request.get(path);
    expect([path, reply.status()]).toEqual([path, 400]);
  }
  const problem: unknown = await (await request.get('/api/v1/projects/%ff')).json();
  expect(problem).toMatchObject({ status: 400, code: 'bad_request', key: 'address' });
  expect((await request.get('/p/%C3%A9')).status()).toBe(200);
});
