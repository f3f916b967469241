import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** What the server refuses for good is set aside with its reason; each of it can be looked at, copied, sent again, dropped. */

let slug = '';
let owner: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  owner = (await signIn(browser, 'owner')).page;
  slug = await makeProject(owner, `Refused ${String(Date.now())}`, 8);
  await asOwner('POST', '/classes', { name: 'Shrub' });
});
test.afterAll(() => owner.context().close());

async function asOwner(method: string, path: string, data: unknown): Promise<void> {
  const reply = await owner.request.fetch(`/api/v1/projects/${slug}${path}`, {
    ...{ method, data, headers: { origin: new URL(owner.url()).origin } },
  });
  if (!reply.ok()) throw new Error(await reply.text());
}

const state = (page: Page, words: RegExp) =>
  expect(page.getByRole('status').filter({ hasText: words }).first()).toBeVisible();

test('two strokes are refused, the third goes through; one is dropped, the other sent again', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInOn(page, 'labeler');
  await page.goto(`/p/${slug}/label`);
  await expect(page.getByRole('heading', { name: /^Chip \d+/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Rest are absent/ })).toBeEnabled();
  await page.waitForURL(/\/label\/\d+$/);
  const number = page.url().split('/').at(-1) ?? '';
  const cells = async (): Promise<number[]> => {
    const reply = await page.request.get(`/api/v1/projects/${slug}/chips/${number}/labelling`);
    const labelling = (await reply.json()) as { cells: string };
    return [...Buffer.from(labelling.cells, 'base64')].slice(0, 3);
  };

  // the class goes while the page, which does not know, paints with it
  await asOwner('PATCH', '/classes/0', { archived: true });
  await page.keyboard.press('1');
  await state(page, /1 stroke was not taken/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('1');
  await state(page, /2 strokes were not taken/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await expect.poll(cells).toEqual([0, 0, 1]);
  await state(page, /2 strokes were not taken/);

  await page.getByRole('button', { name: 'Look' }).click();
  const dialog = page.getByRole('dialog', { name: '2 strokes were not taken' });
  await expect(dialog).toContainText('The server did not take this. Everything else is saved.');
  const entries = dialog.getByRole('listitem');
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText(`Chip ${number}, 1 cell: 1`);
  await expect(entries.first()).toContainText('Code 16 is no class of this project');
  await page.screenshot({ path: test.info().outputPath('refused.png') });

  await entries.first().getByRole('button', { name: 'Copy' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({
    save: { changes: [{ cell: 0, after: 16 }] },
    refused: { status: 422 },
  });

  // sent again while nothing has changed it is refused again, and the dialog stays
  const answer = page.waitForResponse((reply) => reply.url().endsWith('/labelling/changes'));
  await entries.first().getByRole('button', { name: 'Try again' }).click();
  expect((await answer).status()).toBe(422);
  await expect(dialog).toBeVisible();
  await expect(entries).toHaveCount(2);

  await entries.nth(1).getByRole('button', { name: 'Drop' }).click();
  const sure = page.getByRole('dialog', { name: 'Drop 1 stroke?' });
  await sure.getByRole('button', { name: 'Keep' }).click();
  await entries.nth(1).getByRole('button', { name: 'Drop' }).click();
  await sure.getByRole('button', { name: 'Drop' }).click();
  await state(page, /1 stroke was not taken/);

  await asOwner('PATCH', '/classes/0', { archived: false });
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(cells).toEqual([16, 0, 1]);
  await state(page, /^Saved/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
