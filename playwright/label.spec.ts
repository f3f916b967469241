import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ChipView } from '@/lib/domain/chip/schema';
import { LabellingView } from '@/lib/domain/label/schema';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** The labeler at work: keys only, with the mouse, and through a cut network and a closed tab. */

// of a project of these journeys' own: nobody else begins its chips
let slug = '';

test.beforeAll(async ({ browser }) => {
  const { page } = await signIn(browser, 'owner');
  slug = await makeProject(page, 'At work', 8);
  await page.context().close();
});

interface Workbench {
  chip: ChipView;
  labelling: () => Promise<LabellingView>;
  cells: () => Promise<number[]>;
}

/** Opens the label page and waits until its picture can be judged. */
async function openBench(page: Page, path: string): Promise<Workbench> {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: /^Chip \d+/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Rest are absent/ })).toBeEnabled();
  return await workbenchOf(page);
}

async function workbenchOf(page: Page): Promise<Workbench> {
  await page.waitForURL(/\/label\/\d+$/);
  const [, slug = '', number = ''] = /\/p\/([^/]+)\/label\/(\d+)$/.exec(page.url()) ?? [];
  const base = `/api/v1/projects/${slug}/chips/${number}`;
  const chip = ChipView.parse(await (await page.request.get(base)).json());
  const labelling = async () =>
    LabellingView.parse(await (await page.request.get(`${base}/labelling`)).json());
  return {
    chip,
    labelling,
    cells: async () => [...Buffer.from((await labelling()).cells, 'base64')],
  };
}

/** The middle of a cell on screen, with the whole chip fitted (lib/editor/view.ts). */
async function middleOf(page: Page, chip: ChipView, row: number, col: number) {
  const box = await page.getByRole('img', { name: /^Chip \d+ of/ }).boundingBox();
  if (!box) throw new Error('the stage is not on screen');
  const scale = Math.min((box.width - 64) / chip.width, (box.height - 64) / chip.height);
  const at = (start: number, room: number, size: number, index: number): number =>
    start + (room - size * scale) / 2 + (index + 0.5) * chip.cellPx * scale;
  return {
    x: at(box.x, box.width, chip.width, col),
    y: at(box.y, box.height, chip.height, row),
  };
}

test.beforeEach(async ({ page }) => {
  await signInOn(page, 'labeler');
});

test('labels a chip with keys only, undoes a stroke, submits and gets the next', async ({
  page,
}) => {
  const { chip, labelling, cells } = await openBench(page, `/p/${slug}/label`);
  for (const key of ['1', 'ArrowRight', '0', 'ArrowRight', 'u', 'ArrowRight', 'x']) {
    await page.keyboard.press(key);
  }
  const first = [16, 1, 2, 3];
  await expect.poll(async () => (await cells()).slice(0, 4)).toEqual(first);
  const unlabelled = async () => (await cells()).filter((c) => c === 0).length;
  const left = await unlabelled();
  expect(left).toBeGreaterThan(0);
  await page.keyboard.press('r');
  await expect.poll(unlabelled).toBe(0);
  await page.keyboard.press('Control+z');
  await expect.poll(unlabelled).toBe(left);
  await page.keyboard.press('Control+Shift+Z');
  await expect.poll(unlabelled).toBe(0);
  await page.keyboard.press('s');
  await expect.poll(async () => (await labelling()).status).toBe('SUBMITTED');
  await expect(page.getByRole('heading', { name: `Chip ${String(chip.number)} of` })).toBeHidden();
  expect((await workbenchOf(page)).chip.number).not.toBe(chip.number);
});

test('paints with the mouse: a click, a drag, a rectangle; each is one step to undo', async ({
  page,
}) => {
  const { chip, cells } = await openBench(page, `/p/${slug}/label`);
  const before = (await cells()).filter((c) => c === 16).length;
  const marked = async () => (await cells()).filter((c) => c === 16).length - before;
  const drag = async (from: [number, number], to: [number, number]) => {
    const [a, b] = [await middleOf(page, chip, ...from), await middleOf(page, chip, ...to)];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 3 });
    await page.mouse.up();
  };
  await drag([0, 0], [0, 0]);
  await expect.poll(marked).toBe(1);
  await drag([2, 0], [2, 3]);
  await expect.poll(marked).toBe(5);
  await page.keyboard.down('Alt');
  await drag([4, 1], [5, 3]);
  await page.keyboard.up('Alt');
  await expect.poll(marked).toBe(11);
  for (const left of [5, 1, 0]) {
    await page.keyboard.press('Control+z');
    await expect.poll(marked).toBe(left);
  }
});

test('keeps what is labelled without a network, through a closed tab', async ({
  page,
  context,
}) => {
  const { labelling } = await openBench(page, `/p/${slug}/label`);
  const address = page.url();
  const { revision } = await labelling();
  // only the saves are cut: the tab itself stays as it is
  await context.route('**/labelling/changes', (route) => route.abort());
  for (const key of ['ArrowDown', '1', 'ArrowDown', '0']) await page.keyboard.press(key);
  await expect(page.getByText(/Offline, 2 kept here/)).toBeVisible();
  await page.close();
  await context.unroute('**/labelling/changes');
  const again = await context.newPage();
  await openBench(again, address);
  await expect(again.getByText(/^Saved/)).toBeVisible();
  const workbench = await workbenchOf(again);
  const { cols } = workbench.chip;
  const now = await workbench.cells();
  expect([now[cols], now[2 * cols]]).toEqual([16, 1]);
  expect((await workbench.labelling()).revision).toBeGreaterThan(revision);
});
