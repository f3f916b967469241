import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { signIn } from './people';

const PROJECT = '/p/tree-crowns';

/** The codes of the chip's labelling as the server has them, for the page's own person. */
async function cellsOf(page: Page, chip: number): Promise<number[]> {
  const reply = await page.request.get(
    `/api/v1/projects/tree-crowns/chips/${String(chip)}/labelling`,
  );
  const { cells } = (await reply.json()) as { cells: string };
  return [...Buffer.from(cells, 'base64')];
}

async function openChip(page: Page, chip: number): Promise<void> {
  await page.goto(`${PROJECT}/label/${String(chip)}`);
  await expect(page.getByText(/cells labelled/)).toBeVisible({ timeout: 60_000 });
}

const saved = (page: Page) =>
  expect(page.getByRole('status').getByText(/^Saved/)).toBeVisible({ timeout: 60_000 });

test('two people, one of them on two machines, on one chip, a server restart in the middle: nothing is lost', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const ada = await signIn(browser, 'reviewer');
  const ben = await signIn(browser, 'admin');
  const chips = await ada.page.request.get('/api/v1/projects/tree-crowns/chips?status=UNTOUCHED');
  const items = ((await chips.json()) as { items: { number: number; cols: number }[] }).items;
  const chip = items.at(-1)?.number ?? 0;
  expect(chip).toBeGreaterThan(0);

  // the same person on two machines, and another person: the second machine does not see the first one's stroke
  const { page: second, problems } = await signIn(browser, 'reviewer');
  await openChip(ada.page, chip);
  await openChip(second, chip);
  await openChip(ben.page, chip);
  await ada.page.keyboard.press('1');
  await saved(ada.page);
  await ben.page.keyboard.press('u');
  await saved(ben.page);

  // the web process dies while the second machine has a stroke that conflicts, and one that does not
  const home = process.env['QUADRAT_HOME'] ?? '';
  const pids = JSON.parse(await readFile(path.join(home, 'services.json'), 'utf8')) as {
    web: number;
  };
  process.kill(pids.web, 'SIGKILL');
  await second.keyboard.press('x');
  await second.keyboard.press('ArrowRight');
  await second.keyboard.press('0');
  const dialog = second.getByRole('dialog');
  await expect(dialog).toContainText('Someone else changed', { timeout: 120_000 });
  await dialog.getByRole('button', { name: /^Theirs/ }).click();
  await saved(second);

  const mine = await cellsOf(second, chip);
  expect(mine.slice(0, 2)).toEqual([16, 1]);
  expect((await cellsOf(ben.page, chip))[0]).toBe(2);
  expect([...ada.problems, ...ben.problems, ...problems]).toEqual([]);
});
