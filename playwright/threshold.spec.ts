import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { SaveRequest } from '@/lib/domain/label/schema';
import { ReviewView } from '@/lib/domain/review/schema';
import { readyChip, signIn } from './people';

/** One threshold for both pages: what an admin sets in Settings is drawn for labelers, recorded, and compared in review. */

const PROJECT = '/p/tree-crowns';

/** How many marks the label page draws on the chip. */
async function marks(page: Page): Promise<number> {
  const counts = page.getByText(/^\d+ shown, \d+ below/);
  await expect(counts).toBeVisible({ timeout: 90_000 });
  return Number.parseInt(await counts.innerText(), 10);
}

const source = (page: Page) => page.locator('[data-threshold-source]');

/** Sets one threshold for all classes of the project in Settings, or null: each version's own. */
async function setThreshold(page: Page, value: number | null): Promise<void> {
  await page.goto(`${PROJECT}/settings`);
  const form = page.locator('section', { has: page.getByRole('heading', { name: 'Proposals' }) });
  await form.getByRole('switch').setChecked(value !== null);
  if (value !== null) {
    const slider = form.getByRole('slider');
    await slider.press('Home');
    for (let step = 0; step < Math.round(value / 0.05); step += 1) await slider.press('ArrowRight');
    await expect(
      form.getByText(`Proposed from ${value.toFixed(2)} on, for every class`),
    ).toBeVisible();
  }
  const saved = page.waitForResponse((reply) => reply.request().method() === 'PATCH');
  await form.getByRole('button', { name: 'Save' }).click();
  expect((await saved).status()).toBe(200);
}

test('a threshold set in Settings holds on the label page, in what is recorded, and in review', async ({
  browser,
}) => {
  const labeler = await signIn(browser, 'labeler');
  const owner = await signIn(browser, 'owner');
  const reviewer = await signIn(browser, 'reviewer');
  const { page } = labeler;

  // the deployed version's own, said so; the person's slider is theirs and for this chip
  await page.goto(`${PROJECT}/label`);
  const number = await readyChip(page);
  await expect(source(page)).toHaveText(
    /^Proposed from 0\.45 on: the threshold of the deployed version v\d+/,
  );
  const atVersions = await marks(page);
  let threshold = 45;
  let atProjects = atVersions;
  while (atProjects === atVersions && threshold > 5) {
    await page.keyboard.press('[');
    threshold -= 5;
    await expect(source(page)).toContainText((threshold / 100).toFixed(2));
    atProjects = await marks(page);
  }
  expect(atProjects).toBeGreaterThan(atVersions);
  await expect(source(page)).toContainText('set by you, for this chip only');
  await page.getByRole('button', { name: 'Back to 0.45' }).click();
  expect(await marks(page)).toBe(atVersions);

  // an admin's, for all classes: the same marks as by that slider, for everybody
  await setThreshold(owner.page, threshold / 100);
  await page.goto(`${PROJECT}/label/${String(number)}`);
  await readyChip(page);
  await expect(source(page)).toContainText('for every class: set for this project');
  expect(await marks(page)).toBe(atProjects);

  // a stroke over all cells: shown before are those with a mark, and the threshold goes with them
  const saved = page.waitForRequest(/labelling\/changes$/);
  await page.keyboard.press('r');
  const { changes } = (await saved).postDataJSON() as SaveRequest;
  const drawn = changes.filter(({ shown }) => shown?.when === 'before');
  expect(drawn).toHaveLength(atProjects);
  expect(changes.filter(({ shown }) => shown?.when === 'undrawn')).toHaveLength(
    changes.length - atProjects,
  );
  expect(changes.map(({ shown }) => shown?.threshold)).toEqual(changes.map(() => threshold / 100));
  expect(drawn.every(({ shown }) => (shown?.code ?? 0) >= 16)).toBe(true);
  const submitted = page.waitForResponse((reply) => reply.url().endsWith('/labelling/submit'));
  await page.keyboard.press('s');
  expect((await submitted).status()).toBe(200);

  // all cells are absent now: review differs exactly where a mark was drawn, and follows Settings
  const differing = async (): Promise<number> => {
    const reply = await reviewer.page.request.get(
      `/api/v1/projects/tree-crowns/chips/${String(number)}/review`,
    );
    return ReviewView.parse(await reply.json()).differs.model.length;
  };
  await reviewer.page.goto(`${PROJECT}/review/${String(number)}`);
  await expect(source(reviewer.page)).toContainText('for every class: set for this project');
  await expect(reviewer.page.getByText(`differs in ${String(atProjects)}`).first()).toBeVisible();
  expect(await differing()).toBe(atProjects);
  await setThreshold(owner.page, null);
  await reviewer.page.reload();
  await expect(source(reviewer.page)).toContainText('the threshold of the deployed version');
  expect(await differing()).toBe(atVersions);
  expect([...labeler.problems, ...owner.problems, ...reviewer.problems]).toEqual([]);
});
