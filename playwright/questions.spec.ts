import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { LabellingView } from '@/lib/domain/label/schema';
import { LabellingChoice } from '@/lib/domain/preference/schema';
import { openUntouched } from './demo-chips';
import { signInOn } from './people';

/** What the workbench asks before it acts: proposals still open when the rest become absent, a chip handed in almost unlabelled. */

const KEY = '/api/v1/me/preferences/labelling';

async function cellsOf(page: Page, number: number): Promise<number[]> {
  const path = `/api/v1/projects/tree-crowns/chips/${String(number)}/labelling`;
  const view = LabellingView.parse(await (await page.request.get(path)).json());
  return [...Buffer.from(view.cells, 'base64')];
}

/** Opens a chip without labels of which something is proposed, at a lower threshold if need be; says how many cells are. */
async function openProposed(page: Page): Promise<{ number: number; proposed: number }> {
  const counts = page.getByText(/^\d+ shown, \d+ below/);
  const shown = async () => Number.parseInt(await counts.innerText(), 10);
  for (let n = 0; n < 5; n += 1) {
    const number = await openUntouched(page, n);
    for (let steps = 0; (await shown()) === 0 && steps < 10; steps += 1) {
      await page.keyboard.press('[');
    }
    const proposed = await shown();
    if (proposed > 0) return { number, proposed };
  }
  throw new Error('nothing is proposed on five chips');
}

test('R asks what becomes of open proposals, one undo takes it back, and an answer can stand', async ({
  page,
}) => {
  await signInOn(page, 'labeler');
  const initial = { openProposals: 'ask', sparseSubmit: 'ask' };
  const headers = { origin: new URL(page.url()).origin };
  expect((await page.request.put(KEY, { headers, data: initial })).status()).toBe(200);
  const { number, proposed } = await openProposed(page);
  const before = await cellsOf(page, number);
  const question = page.getByRole('dialog', { name: /proposals? (is|are) still open/ });
  const absent = async () => (await cellsOf(page, number)).filter((code) => code === 1).length;
  const classes = async () => (await cellsOf(page, number)).filter((code) => code >= 16).length;
  const [absentBefore, classesBefore] = [await absent(), await classes()];

  // by key only; leaving it changes nothing
  await page.keyboard.press('r');
  await expect(question).toBeVisible();
  await expect(question.getByRole('button', { name: /Accept/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect(await cellsOf(page, number)).toEqual(before);

  await page.keyboard.press('r');
  await page.keyboard.press('1');
  await expect.poll(classes).toBe(classesBefore + proposed);
  await expect.poll(async () => (await cellsOf(page, number)).includes(0)).toBe(false);
  await page.keyboard.press('Control+z');
  await expect.poll(() => cellsOf(page, number)).toEqual(before);

  await page.keyboard.press('r');
  await question.getByRole('checkbox').check();
  const kept = page.waitForResponse((reply) => reply.request().method() === 'PUT');
  await question.getByRole('button', { name: 'Absent too' }).click();
  expect((await kept).status()).toBe(200);
  await expect.poll(classes).toBe(classesBefore);
  await expect.poll(absent).toBe(absentBefore + before.filter((code) => code === 0).length);
  await page.keyboard.press('Control+z');
  await expect.poll(() => cellsOf(page, number)).toEqual(before);
  // from now on unasked, and the account page has the setting
  await page.keyboard.press('r');
  await expect.poll(async () => (await cellsOf(page, number)).includes(0)).toBe(false);
  await expect(question).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect.poll(() => cellsOf(page, number)).toEqual(before);
  await page.goto('/account');
  await page.getByLabel(/Rest are absent/).selectOption('ask');
  const stored = async () => LabellingChoice.parse(await (await page.request.get(KEY)).json());
  await expect.poll(stored).toMatchObject({ openProposals: 'ask' });
});

test('a chip with most cells unlabelled is handed in only when that is meant', async ({ page }) => {
  await signInOn(page, 'labeler');
  const number = await openUntouched(page);
  await page.keyboard.press('1');
  await page.keyboard.press('s');
  const question = page.getByRole('dialog', { name: /cells have no label/ });
  await expect(question).toBeVisible();
  await page.keyboard.press('2');
  await expect(question).toBeHidden();
  await expect(page.getByRole('heading', { name: `Chip ${String(number)} of` })).toBeVisible();
  await page.keyboard.press('s');
  const submitted = page.waitForResponse((reply) => reply.url().endsWith('/labelling/submit'));
  await question.getByRole('button', { name: 'Submit anyway' }).click();
  expect((await submitted).status()).toBe(200);
});
