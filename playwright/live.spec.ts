import { expect as briefly, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { ChipView } from '@/lib/domain/chip/schema';
import { signIn } from './people';

// The live head: a project without any model, on ground where every cell's truth can be seen: light speckled rows above dark ones.

// the model is fetched, tried and taught in between
const expect = briefly.configure({ timeout: 60_000 });

const CHIP = 256;
const CELL = 32;
const [ACROSS, DOWN] = [4, 2];

/** How many rows of cells, from the top, are of the class in a chip. */
const rowsOf = (chipX: number, chipY: number): number => 2 + ((chipX / CHIP + chipY / CHIP) % 3);

async function ground(): Promise<Buffer> {
  const [width, height] = [ACROSS * CHIP, DOWN * CHIP];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [chipX, chipY] = [Math.floor(x / CHIP) * CHIP, Math.floor(y / CHIP) * CHIP];
      const bright = y - chipY < rowsOf(chipX, chipY) * CELL;
      const grain = (x * 7919 + y * 104_729) % 41;
      pixels.set(
        bright ? [90 + grain, 190 + grain, 80] : [60, 50 + grain, 40],
        3 * (y * width + x),
      );
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A new project with eight chips and no model. Returns its slug. */
async function coldProject(page: Page): Promise<string> {
  const base64 = (await ground()).toString('base64');
  const name = `Live ${String(process.hrtime.bigint())}`;
  const slug = await page.evaluate(
    async ({ content, title }) => {
      const made = await fetch('/api/v1/projects', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          name: title,
          rule: 'A cell that is light.',
          cellPx: 32,
          rows: 8,
          cols: 8,
          classes: [{ name: 'Light' }],
        }),
      });
      if (!made.ok) throw new Error(await made.text());
      const project = (await made.json()) as { slug: string };
      // on a control chip nothing is proposed
      const changed = await fetch(`/api/v1/projects/${project.slug}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ controlPercent: 0, overlapPercent: 0 }),
      });
      if (!changed.ok) throw new Error(await changed.text());
      const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
      const tus = { 'tus-resumable': '1.0.0' };
      const opened = await fetch(`/api/v1/projects/${project.slug}/uploads`, {
        method: 'POST',
        headers: {
          ...tus,
          'upload-length': String(bytes.length),
          'upload-metadata': `filename ${btoa('ground.png')}`,
        },
      });
      const place = opened.headers.get('location');
      if (!place) throw new Error(await opened.text());
      await fetch(place, {
        method: 'PATCH',
        body: bytes,
        headers: {
          ...tus,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
      });
      return project.slug;
    },
    { content: base64, title: name },
  );
  await expect
    .poll(async () => (await page.request.get(`/api/v1/projects/${slug}/imports`)).text(), {
      timeout: 60_000,
    })
    .toContain('"state":"READY"');
  return slug;
}

/** The chip that is on screen now, its picture shown. */
async function openChip(page: Page, slug: string, not: number): Promise<ChipView> {
  const title = page.getByRole('heading', { level: 1, name: /^Chip \d+/ });
  await expect(title).not.toHaveText(new RegExp(`^Chip ${String(not)} `));
  await expect(page.getByRole('button', { name: /Rest are absent/ }).first()).toBeEnabled();
  const number = /Chip (\d+)/.exec(await title.innerText())?.[1] ?? '';
  const reply = await page.request.get(`/api/v1/projects/${slug}/chips/${number}`);
  return ChipView.parse(await reply.json());
}

/** By keys: the light rows get the class, a row at a time. */
async function markLightRows(page: Page, chip: ChipView): Promise<void> {
  for (let row = 0; row < rowsOf(chip.x, chip.y); row += 1) {
    await page.keyboard.press('1');
    const key = row % 2 === 0 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft';
    for (let col = 1; col < chip.cols; col += 1) await page.keyboard.press(key);
    await page.keyboard.press('ArrowDown');
  }
}

const live = (page: Page): Locator =>
  page.getByRole('complementary').locator('section', { hasText: 'Live learning' });

test('a cold start: after some chips the live head proposes; it is kept, switched off and forgotten', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const { page, problems } = await signIn(browser, 'owner');
  const slug = await coldProject(page);
  await page.goto(`/p/${slug}/label`);
  const panel = live(page);
  await expect(panel.getByText('Nothing is proposed')).toBeVisible();
  await expect(panel.getByText('It has not learnt anything yet')).toBeVisible();
  let number = 0;
  for (let done = 1; done <= 3; done += 1) {
    const chip = await openChip(page, slug, number);
    number = chip.number;
    await markLightRows(page, chip);
    await page.keyboard.press('r');
    const submitted = page.waitForRequest(/labelling\/submit$/);
    await page.keyboard.press('s');
    // there is no version whose probabilities could be told
    expect((await submitted).postDataJSON()).toMatchObject({ proposals: null });
    await expect(panel.getByText(`Learnt from ${String(done)} chip`)).toBeVisible();
  }

  // one chip began it, the next was the trial: now it proposes, and says what it is
  await expect(panel.getByText('Your live model proposes')).toBeVisible();
  await expect(panel.getByText('preview', { exact: true })).toBeVisible();
  await expect(panel.getByText(/^Last \d+ chips?: \d+ of \d+ marks right/)).toBeVisible();
  const chip = await openChip(page, slug, number);
  await expect(page.getByText(/[1-9]\d* shown, \d+ below/)).toBeVisible();
  const saved = page.waitForRequest(/labelling\/changes$/);
  await page.keyboard.press('Enter');
  const { changes } = (await saved).postDataJSON() as {
    changes: { source: string; shown: { versionId: string | null; code: number; when: string } }[];
  };
  expect(changes.length).toBeGreaterThan(0);
  for (const { source, shown } of changes) {
    expect([source, shown.versionId, shown.code, shown.when]).toEqual([
      'accept',
      null,
      16,
      'before',
    ]);
  }
  await page.keyboard.press('r');
  await page.keyboard.press('s');
  await expect(panel.getByText('Learnt from 4 chips')).toBeVisible();
  await expect(panel.getByText(/actions? saved so far/)).toBeVisible();

  await openChip(page, slug, chip.number);
  await page.reload();
  await expect(panel.getByText('Learnt from 4 chips')).toBeVisible();
  await expect(panel.getByText('Your live model proposes')).toBeVisible();

  await panel.getByRole('switch').click();
  await expect(panel.getByText('Nothing is proposed')).toBeVisible();
  await expect(page.getByText(/shown, \d+ below/)).toBeHidden();
  await page.reload();
  await expect(panel.getByText('your live model is off')).toBeVisible();
  await panel.getByRole('switch').click();
  await expect(panel.getByText('Your live model proposes')).toBeVisible();

  await panel.getByRole('button', { name: 'Forget what it learnt' }).click();
  await panel.getByRole('button', { name: 'Forget it for good?' }).click();
  await expect(panel.getByText('It has not learnt anything yet')).toBeVisible();
  await page.reload();
  await expect(panel.getByText('It has not learnt anything yet')).toBeVisible();
  expect(problems).toEqual([]);
});

test('with a deployed model, that one proposes until the live head does better', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'labeler');
  await page.goto('/p/tree-crowns/label');
  await expect(live(page).getByText('The deployed model proposes')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/\d+ shown, \d+ below/)).toBeVisible();
  expect(problems).toEqual([]);
});
