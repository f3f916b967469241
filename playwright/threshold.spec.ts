import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { DeployedModelReply } from '@/lib/domain/model/schema';
import { ProposalAccuracy, accuracyAt } from '@/lib/domain/proposal/accuracy';
import type { AccuracyLine } from '@/lib/domain/proposal/accuracy';
import { thresholdsOf } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { SaveRequest } from '@/lib/domain/label/schema';
import { ReviewView } from '@/lib/domain/review/schema';
import { DEMO, openUntouched } from './demo-chips';
import { readyChip, signIn } from './people';

/** One threshold for both pages: what an admin sets in Settings is drawn for labelers, recorded, and compared in review. */

/** How many marks the label page draws on the chip. */
async function marks(page: Page): Promise<number> {
  const counts = page.getByText(/^\d+ shown, \d+ below/);
  await expect(counts).toBeVisible({ timeout: 90_000 });
  return Number.parseInt(await counts.innerText(), 10);
}

const source = (page: Page) => page.getByText(/^Proposed from /);

/** What the page says of how right proposals are at a threshold, out of the server's table. */
async function saysHowRight(
  page: Page,
  where: Locator,
  thresholds: Thresholds,
): Promise<AccuracyLine> {
  const reply = await page.request.get('/api/v1/projects/tree-crowns/proposals/accuracy');
  const { all } = accuracyAt(ProposalAccuracy.parse(await reply.json()), thresholds);
  const { proposed, precision, low, high } = all;
  await expect(where).toContainText(
    all.enough
      ? `${String(precision)} in 100 proposals are right (95 % interval ${String(low)} to ${String(high)}, n ${String(proposed)})`
      : 'too few to say how many are right',
  );
  return all;
}

/** Sets one threshold for all classes of the project in Settings, or null: each version's own. */
async function setThreshold(page: Page, value: number | null): Promise<void> {
  await page.goto(`${DEMO}/settings`);
  const form = page.locator('section', { has: page.getByRole('heading', { name: 'Proposals' }) });
  await form.getByRole('switch').setChecked(value !== null);
  if (value !== null) {
    const slider = form.getByRole('slider');
    await slider.press('Home');
    for (let step = 0; step < Math.round(value / 0.05); step += 1) await slider.press('ArrowRight');
    await expect(
      form.getByText(`Proposed from ${value.toFixed(2)} on, for every class`),
    ).toBeVisible();
    await saysHowRight(page, form, thresholdsOf(value, null));
  }
  const saved = page.waitForResponse((reply) => reply.request().method() === 'PATCH');
  await form.getByRole('button', { name: 'Save' }).click();
  expect((await saved).status()).toBe(200);
}

/** Lowers the slider until more marks are drawn: the threshold in percent and the marks then; null where no more come. */
async function lowerThreshold(page: Page, own: string) {
  const before = await marks(page);
  for (let threshold = Math.round(Number(own) * 100) - 5; threshold >= 5; threshold -= 5) {
    await page.keyboard.press('[');
    await expect(source(page)).toContainText((threshold / 100).toFixed(2));
    const drawn = await marks(page);
    if (drawn > before) return { threshold, marks: drawn };
  }
  return null;
}

test('a threshold set in Settings holds on the label page, in what is recorded, and in review', async ({
  browser,
}) => {
  const labeler = await signIn(browser, 'labeler');
  const owner = await signIn(browser, 'owner');
  const reviewer = await signIn(browser, 'reviewer');
  const { page } = labeler;

  // the deployed version's own, said so; the person's slider is theirs and for this chip
  const versions = /^Proposed from (0\.\d\d) on: the threshold of the deployed version v\d+/;
  let number = await openUntouched(page);
  await expect(source(page)).toHaveText(versions);
  const own = versions.exec(await source(page).innerText())?.[1] ?? '';
  const model = await page.request.get('/api/v1/projects/tree-crowns/model');
  const { thresholds } = DeployedModelReply.parse(await model.json());
  const panel = page.locator('[data-tour="proposals"]');
  const { proposed, cells } = await saysHowRight(page, panel, thresholds);
  // the demo has confirmed test chips, and the version has looked at them
  expect(cells).toBeGreaterThan(0);
  expect(proposed).toBeGreaterThan(0);
  // a chip on which a lower threshold shows more
  let atVersions = await marks(page);
  let lower = await lowerThreshold(page, own);
  for (let n = 1; lower === null && n < 5; n += 1) {
    number = await openUntouched(page, n);
    atVersions = await marks(page);
    lower = await lowerThreshold(page, own);
  }
  if (lower === null) throw new Error('no threshold shows more on five chips');
  const { threshold, marks: atProjects } = lower;
  expect(atProjects).toBeGreaterThan(atVersions);
  await expect(source(page)).toContainText('set by you, for this chip only');
  await page.getByRole('button', { name: `Back to ${own}` }).click();
  expect(await marks(page)).toBe(atVersions);

  // an admin's, for all classes: the same marks as by that slider, for everybody
  await setThreshold(owner.page, threshold / 100);
  await page.goto(`${DEMO}/label/${String(number)}`);
  await readyChip(page);
  await expect(source(page)).toContainText('for every class: set for this project');
  expect(await marks(page)).toBe(atProjects);

  // a stroke over all cells: shown before are those with a mark, and the threshold goes with them
  const saved = page.waitForRequest(/labelling\/changes$/);
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Absent too' }).click();
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
  await reviewer.page.goto(`${DEMO}/review/${String(number)}`);
  await expect(source(reviewer.page)).toContainText('for every class: set for this project');
  await expect(reviewer.page.getByText(`differs in ${String(atProjects)}`).first()).toBeVisible();
  expect(await differing()).toBe(atProjects);
  await setThreshold(owner.page, null);
  await reviewer.page.reload();
  await expect(source(reviewer.page)).toContainText('the threshold of the deployed version');
  expect(await differing()).toBe(atVersions);
  expect([...labeler.problems, ...owner.problems, ...reviewer.problems]).toEqual([]);
});

test('a cell is shown beside the confirmed cells most like it; each leads to its chip', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'labeler');
  await page.goto(`${DEMO}/label`);
  const number = await readyChip(page);
  // what is found is shown while more chips are looked at: on a busy machine that takes a while
  await expect(
    page.getByText(/^Most similar of a sample of [\d,]+ confirmed cells( so far)?$/),
  ).toBeVisible({
    timeout: 60_000,
  });
  const similar = page.getByRole('link', { name: /, similarity .*: chip \d+, row \d+/ });
  await expect(similar).toHaveCount(3);
  const href = (await similar.first().getAttribute('href')) ?? '';
  const chip = /\/label\/(\d+)#cell=\d+$/.exec(href)?.[1] ?? '';
  expect(Number(chip)).not.toBe(number);
  const reply = await page.request.get(`/api/v1/projects/tree-crowns/chips/${chip}`);
  expect(await reply.json()).toMatchObject({ status: 'CONFIRMED' });
  const opened = page.context().waitForEvent('page');
  // by its address: the list may still change
  await page.locator(`a[href="${href}"]`).click();
  await expect(
    (await opened).getByRole('heading', { level: 1, name: `Chip ${chip} of` }),
  ).toBeVisible({ timeout: 60_000 });
  expect(problems).toEqual([]);
});
