import { expect, test } from '@playwright/test';
import type { Browser, Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { ChipView } from '@/lib/domain/chip/schema';
import { LabellingView } from '@/lib/domain/label/schema';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** Every act by its words, its keys, a menu, or keys of one's own; and every tool, with and without a mouse. */

interface Workbench {
  chip: ChipView;
  cells: () => Promise<number[]>;
  status: () => Promise<string>;
}

let slug = '';
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const { page } = await signIn(browser, 'owner');
  slug = await makeProject(page, 'Commands', 16);
  await page.context().close();
});

/** A chip that nobody has begun, on the label page, with its picture there to be judged. */
async function openFresh(page: Page): Promise<Workbench> {
  const reply: unknown = await (
    await page.request.get(`/api/v1/projects/${slug}/chips?status=UNTOUCHED`)
  ).json();
  const { items: fresh } = z.object({ items: z.array(ChipView) }).parse(reply);
  const chip = fresh.find(({ status }) => status === 'UNTOUCHED');
  if (!chip) throw new Error('no chip is untouched');
  await page.goto(`/p/${slug}/label/${String(chip.number)}`);
  await expect(page.getByRole('heading', { name: `Chip ${String(chip.number)} of` })).toBeVisible();
  await expect(page.getByRole('button', { name: /Rest.*absent/ }).first()).toBeEnabled();
  const base = `/api/v1/projects/${slug}/chips/${String(chip.number)}`;
  const labelling = async () =>
    LabellingView.parse(await (await page.request.get(`${base}/labelling`)).json());
  return {
    chip,
    cells: async () => [...Buffer.from((await labelling()).cells, 'base64')],
    status: async () => ChipView.parse(await (await page.request.get(base)).json()).status,
  };
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The middle of a cell on screen, with the whole chip fitted (lib/editor/view.ts). */
async function middleOf(page: Page, chip: ChipView, row: number, col: number) {
  const box = await page.getByRole('img', { name: /^Chip \d+ of/ }).boundingBox();
  if (!box) throw new Error('the stage is not on screen');
  const margin = 2 * Math.min(32, box.width * 0.05);
  const scale = Math.min((box.width - margin) / chip.width, (box.height - margin) / chip.height);
  const at = (start: number, room: number, size: number, index: number): number =>
    start + (room - size * scale) / 2 + (index + 0.5) * chip.cellPx * scale;
  return {
    x: at(box.x, box.width, chip.width, col),
    y: at(box.y, box.height, chip.height, row),
  };
}

const rail = (page: Page, name: string): Locator =>
  page.getByRole('navigation').getByRole('button', { name, exact: true });

test('the palette opens on every page, and leads to projects, pages and chips', async ({
  page,
}) => {
  await signInOn(page, 'owner');
  const field = page.getByRole('combobox', { name: 'Find commands, chips, pictures and pages' });
  const openOn = async (path: string): Promise<void> => {
    await page.goto(path);
    // a key before the page's script runs is nobody's
    await expect(async () => {
      await press(page, 'Control+k');
      await expect(field).toBeVisible({ timeout: 2000 });
    }).toPass();
    await expect(field).toBeFocused();
  };
  const own = ['', '/imagery', '/review', '/dataset', '/models', '/settings'];
  for (const path of [
    '/account',
    '/account/keys',
    '/admin',
    ...own.map((to) => `/p/${slug}${to}`),
  ]) {
    await openOn(path);
    await press(page, 'Escape');
    await expect(field).toBeHidden();
  }
  await openOn(`/p/${slug}/models`);
  await page.keyboard.type('chip 3');
  await press(page, 'Enter');
  await expect(page.getByRole('heading', { name: 'Chip 3 of' })).toBeVisible();
  await openOn('/');
  await page.keyboard.type('Commands');
  await press(page, 'Enter');
  await expect(page).toHaveURL(`/p/${slug}`);
  await openOn(`/p/${slug}/settings`);
  await page.keyboard.type('noise');
  await page.getByRole('option', { name: /^noise\.png/ }).click();
  const list = page.getByRole('dialog', { name: 'All chips' });
  await list.getByRole('button', { name: /^Chip 5/ }).click();
  await expect(page.getByRole('heading', { name: 'Chip 5 of' })).toBeVisible();
});

test.describe('with a mouse at hand', () => {
  test.beforeEach(async ({ page }) => {
    await signInOn(page, 'labeler');
  });

  test('finds commands by words, says why not, and opens the menu of a cell', async ({ page }) => {
    const { chip, cells } = await openFresh(page);
    // at once: the palette is still being fetched
    await press(page, 'Control+k');
    await page.keyboard.type('redo');
    const redo = page.getByRole('option', { name: /^Redo/ });
    await expect(redo).toContainText('There is nothing to redo.');
    await expect(redo).toContainText('Ctrl Y');
    await page.getByRole('combobox').fill('eraser');
    await press(page, 'Enter');
    await expect(rail(page, 'Eraser')).toHaveAttribute('aria-pressed', 'true');

    await press(page, 'ArrowDown', 'ArrowRight', 'Shift+F10');
    await expect(page.getByRole('menu', { name: 'Row 2, column 2' })).toBeVisible();
    await page.keyboard.type('unsu');
    await press(page, 'Enter');
    await expect.poll(async () => (await cells())[chip.cols + 1]).toBe(2);

    const at = await middleOf(page, chip, 2, 3);
    await page.mouse.click(at.x, at.y, { button: 'right' });
    const menu = page.getByRole('menu', { name: 'Row 3, column 4' });
    await menu.getByRole('menuitem', { name: /^Absent/ }).click();
    await expect.poll(async () => (await cells())[2 * chip.cols + 3]).toBe(1);
    // a right drag moves the picture instead
    await page.mouse.move(at.x, at.y);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(at.x + 60, at.y + 20, { steps: 4 });
    await page.mouse.up({ button: 'right' });
    await expect(page.getByRole('menu')).toBeHidden();
  });

  test('finds chips, pictures and pages by what is typed at once, and a chip in the list, by keys', async ({
    page,
  }) => {
    await openFresh(page);
    await press(page, 'Control+k');
    await page.keyboard.type('chip 12');
    await press(page, 'Enter');
    const heading = page.getByRole('heading', { name: 'Chip 12 of' });
    await expect(heading).toBeVisible();

    await press(page, 'Control+k');
    await page.keyboard.type('noise');
    await expect(page.getByRole('option', { name: /^noise\.png/ })).toBeVisible();
    await page.getByRole('combobox').fill('models');
    await expect(page.getByRole('option', { name: /^Models/ })).toBeVisible();
    await press(page, 'Escape');

    await heading.getByRole('button').click();
    const list = page.getByRole('dialog', { name: 'All chips' });
    await expect(list.getByRole('button', { name: /^Chip 12/ })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await page.keyboard.type('3');
    await expect(list.getByRole('listitem').first()).toContainText('Chip 3');
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    await expect(page.getByRole('heading', { name: 'Chip 4 of' })).toBeVisible();
  });

  test('uses each tool with keys; each is one step to undo', async ({ page }) => {
    const { chip, cells } = await openFresh(page);
    const { rows, cols } = chip;
    const marked = async () => (await cells()).filter((code) => code === 16).length;
    const at = (row: number, col: number): number => row * cols + col;
    // without proposals in sight a fill takes all that is undecided
    await press(page, 'h');

    // brush of 3 x 3, from the second row and column
    await press(page, 'd', '.', '.', 'ArrowDown', 'ArrowRight', 'Space');
    await expect.poll(marked).toBe(9);
    await press(page, 'Control+z');
    await expect.poll(marked).toBe(0);
    await press(page, ',', ',');

    // rectangle, corner to corner
    await press(page, 'v', 'Space', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Space');
    await expect.poll(marked).toBe(6);

    // eraser takes one of them off, undo puts it back
    await press(page, 'q', 'Space');
    await expect.poll(async () => (await cells())[at(2, 3)]).toBe(0);
    await press(page, 'Control+z');
    await expect.poll(marked).toBe(6);

    // pick: the rectangle's class becomes the active one again
    await press(page, '0', 'ArrowLeft', 'i', 'Space');
    await expect.poll(async () => (await cells())[at(2, 3)]).toBe(1);
    await press(page, 'Control+z');
    await expect.poll(marked).toBe(6);

    // polygon around the rectangle, from corner to corner of cells: its upper left, and what lies right of it
    await press(page, 'y', 'ArrowUp', 'ArrowUp', 'ArrowLeft', 'ArrowLeft', 'Home');
    await press(page, 'ArrowRight', 'ArrowRight', 'PageUp', 'ArrowDown', 'PageDown', 'Backspace');
    await press(page, 'PageDown', 'ArrowLeft', 'ArrowLeft', 'End', 'Enter');
    await expect.poll(async () => (await cells())[at(0, 0)]).toBe(16);
    await expect.poll(async () => (await cells())[at(0, 2)]).toBe(16);
    await press(page, 'Control+z');
    await expect.poll(marked).toBe(6);

    // fill from the corner: everything that hangs together and is undecided
    await press(page, 'l', 'ArrowUp', 'ArrowUp', 'ArrowLeft', 'ArrowLeft', 'Space');
    await expect.poll(marked).toBe(rows * cols);
    await press(page, 'Control+z');
    await expect.poll(marked).toBe(6);
    await press(page, 'Control+z');
    await expect.poll(marked).toBe(0);
  });

  test('draws a polygon with the mouse', async ({ page }) => {
    const { chip, cells } = await openFresh(page);
    await rail(page, 'Polygon').click();
    for (const [row, col] of [
      [0, 0],
      [0, 3],
      [3, 3],
      [3, 0],
    ] as const) {
      const { x, y } = await middleOf(page, chip, row, col);
      await page.mouse.click(x, y);
    }
    await press(page, 'Enter');
    // its sides halve the outer cells, which count; of the four at the corners a quarter is covered
    await expect.poll(async () => (await cells()).filter((code) => code === 16).length).toBe(12);
    await press(page, 'Control+z');
    await expect.poll(async () => (await cells()).every((code) => code === 0)).toBe(true);
  });
});

test('takes a key over from another command, and the new key holds in the workbench', async ({
  page,
}) => {
  // nobody who labels beside this may find other keys
  await signInOn(page, 'admin');
  await page.goto('/account/keys');
  await page.getByRole('button', { name: 'Add a key for Unsure', exact: true }).click();
  await press(page, 'F5');
  await expect(page.getByText('F5 is used by the browser and cannot be assigned.')).toBeVisible();
  await press(page, '0');
  await expect(page.getByText('0 is the key of “Absent”.')).toBeVisible();
  const kept = page.waitForResponse((reply) => reply.url().endsWith('/me/preferences/keys'));
  await page.getByRole('button', { name: 'Take it over' }).click();
  expect((await kept).status()).toBe(200);
  await expect(page.getByText('2 commands changed')).toBeVisible();

  const { cells } = await openFresh(page);
  await expect(page.getByRole('button', { name: /Unsure/ }).first()).toBeVisible();
  await press(page, '0');
  await expect.poll(async () => (await cells())[0]).toBe(2);

  await page.goto('/account/keys');
  const reset = page.waitForResponse((reply) => reply.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Reset all keys' }).click();
  expect((await reset).status()).toBe(200);
  await expect(page.getByText('nothing changed')).toBeVisible();
});

test('a chip is labelled and reviewed with keys alone', async ({ browser }) => {
  const labeler = await pageOf(browser, 'labeler');
  const { chip, cells, status } = await openFresh(labeler);
  await press(labeler, '1', 'ArrowRight', 'Shift+ArrowDown', 'r');
  await expect.poll(async () => (await cells()).includes(0)).toBe(false);
  await press(labeler, 's');
  await expect.poll(status).toBe('SUBMITTED');
  await labeler.close();

  const reviewer = await pageOf(browser, 'reviewer');
  await reviewer.goto(`/p/${slug}/review/${String(chip.number)}`);
  await expect(reviewer.getByRole('button', { name: /Accept the chip/ })).toBeEnabled();
  await press(reviewer, 'ArrowDown', 'ArrowDown', 'u', 'Control+z', 'j');
  await press(reviewer, 'Control+k');
  await reviewer.getByRole('combobox').fill('accept the chip');
  await press(reviewer, 'Enter');
  const chipOf = async () =>
    ChipView.parse(
      await (
        await reviewer.request.get(`/api/v1/projects/${slug}/chips/${String(chip.number)}`)
      ).json(),
    ).status;
  await expect.poll(chipOf).toBe('CONFIRMED');
  await reviewer.close();
});

test('a chip is labelled by touch alone', async ({ browser }) => {
  const page = await pageOf(browser, 'labeler', {
    ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  const { chip, cells, status } = await openFresh(page);
  const tap = await middleOf(page, chip, 1, 1);
  await page.touchscreen.tap(tap.x, tap.y);
  await expect.poll(async () => (await cells())[chip.cols + 1]).toBe(16);
  // a long press opens the cell's menu, and marks nothing
  const hold = await middleOf(page, chip, 3, 2);
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [hold] });
  const menu = page.getByRole('menu', { name: 'Row 4, column 3' });
  await expect(menu).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await menu.getByRole('menuitem', { name: /^Unusable/ }).tap();
  await expect.poll(async () => (await cells())[3 * chip.cols + 2]).toBe(3);
  await page.getByRole('button', { name: /^Rest/ }).tap();
  await expect.poll(async () => (await cells()).includes(0)).toBe(false);
  await page.getByRole('button', { name: /^Submit/ }).tap();
  await expect.poll(status).toBe('SUBMITTED');
  await page.close();
});

async function pageOf(
  browser: Browser,
  role: 'labeler' | 'reviewer',
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await signInOn(page, role);
  return page;
}
