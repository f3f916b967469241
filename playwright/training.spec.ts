import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { readyChip, signIn } from './people';

// The spine, as its three people: label, propose, review, export, retrain, propose better. On the demo project, in order.
test.describe.configure({ mode: 'serial' });
const PROJECT = '/p/tree-crowns';
/** Chips that the expert submitted: made-up labelers have some under review as well. */
const submittedChips: number[] = [];

test('the expert labels ten chips, five with keys only and five with the mouse', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const { page, problems } = await signIn(browser, 'labeler');
  await page.goto(`${PROJECT}/label`);
  let number = 0;
  for (let i = 0; i < 10; i += 1) {
    number = await readyChip(page, number);
    const submitted = page.waitForResponse((reply) => reply.url().endsWith('/labelling/submit'));
    if (i < 5) {
      // class, a painted run, undo and redo, proposals, the rest: no mouse
      for (const key of [
        '1',
        'ArrowRight',
        '0',
        'Shift+ArrowDown',
        'Control+z',
        'Control+Shift+z',
      ]) {
        await page.keyboard.press(key);
      }
      await page.keyboard.press('Enter');
      await page.keyboard.press('r');
      await expect(page.getByText(/^(\d+) of \1 cells labelled/)).toBeVisible();
      await page.keyboard.press('s');
    } else {
      const stage = page.getByRole('img', { name: `Chip ${String(number)} of` });
      const box = await stage.boundingBox();
      if (!box) throw new Error('the stage has no size');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.click(x, y);
      await page.mouse.move(x + 60, y - 60);
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 60, { steps: 8 });
      await page.mouse.up();
      const accept = page.getByRole('button', { name: /^Accept proposals/ });
      if (await accept.isEnabled()) await accept.click();
      await page.getByRole('button', { name: 'Rest are absent' }).last().click();
      await page.getByRole('button', { name: 'Submit & next' }).click();
    }
    expect((await submitted).status()).toBe(200);
    submittedChips.push(number);
  }
  expect(problems).toEqual([]);
});

test('the reviewer corrects a mistake of the model, accepts the chip and returns another', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'reviewer');
  await page.goto(`${PROJECT}/review/list`);
  await page.locator(`li a[href*="/review/"]`).first().click();
  await page.waitForURL(/\/review\/\d+/);
  await expect(page.getByRole('img', { name: /^Chip \d+ of/ })).toBeVisible();
  const corrected = page.waitForResponse((reply) => reply.url().endsWith('/review/changes'));
  await page.keyboard.press('Space');
  expect((await corrected).status()).toBe(200);
  const first = page.url();
  const accepted = page.waitForResponse((reply) => reply.url().endsWith('/review/accept'));
  // a chip is accepted only once it was seen
  await expect(page.getByRole('button', { name: /^Accept the chip/ })).toBeEnabled();
  await page.keyboard.press('a');
  expect((await accepted).status()).toBe(200);

  await page.waitForURL((url) => url.href !== first);
  const next = submittedChips.find((number) => !first.endsWith(`/${String(number)}`)) ?? 0;
  await page.goto(`${PROJECT}/review/${String(next)}`);
  await expect(page.getByRole('img', { name: `Chip ${String(next)} of` })).toBeVisible();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('The crown at the top lies in the next cell.');
  const returned = page.waitForResponse((reply) => reply.url().endsWith('/review/return'));
  await dialog.getByRole('button', { name: /return/i }).click();
  expect((await returned).status()).toBe(200);

  // the labeler gets it back first, with the reason
  const labeler = await signIn(browser, 'labeler');
  await labeler.page.goto(`${PROJECT}/label`);
  await expect(labeler.page.getByText('The crown at the top lies in the next cell.')).toBeVisible();
  expect([...problems, ...labeler.problems]).toEqual([]);
});

test('the admin exports and retrains; the expert then has the new version', async ({ browser }) => {
  test.setTimeout(400_000);
  const { page, problems } = await signIn(browser, 'admin');
  await page.goto(`${PROJECT}/dataset`);
  await page.getByRole('button', { name: /^(Freeze and export|Export S\d+)$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('COCO', { exact: false }).click();
  await dialog.getByRole('button', { name: /^Export [\d,]+ cells$/ }).click();
  const link = page.getByRole('link', { name: 'Download' }).first();
  await expect(link).toBeVisible({ timeout: 120_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');

  await page.goto(`${PROJECT}/models`);
  await page.getByRole('button', { name: /^Retrain/ }).click();
  await page.getByRole('dialog').getByRole('button').last().click();
  await page.waitForURL(/\/models\/jobs\//);
  const look = page.getByRole('link', { name: /^Open v\d+$/ });
  await expect(look).toBeVisible({ timeout: 240_000 });
  const version = (await look.innerText()).replace('Open ', '');
  await look.click();
  await page
    .getByRole('button', { name: `Deploy ${version}` })
    .first()
    .click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: `Deploy ${version}` });
  await confirm.click();
  await expect(confirm).toBeHidden();

  const expert = await signIn(browser, 'labeler');
  await expert.page.goto(`${PROJECT}/label`);
  await readyChip(expert.page);
  await expect(expert.page.getByTitle(/^Browser and trainer agree/)).toContainText(version);
  expect([...problems, ...expert.problems]).toEqual([]);
});
