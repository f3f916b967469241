import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { makeProject } from './own-project';
import { signIn, signInOn } from './people';

/** A computer that people share: who leaves takes everything along but unsent work, which waits for them. */

let PROJECT = '';
let API = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  const { page } = await signIn(browser, 'owner');
  const slug = await makeProject(page, `Shared ${String(Date.now())}`, 8);
  await page.context().close();
  PROJECT = `/p/${slug}`;
  API = `/api/v1/projects/${slug}`;
});

/** The number of the chip on screen, once it is drawn. */
async function shownChip(page: Page): Promise<number> {
  const title = page.getByRole('heading', { level: 1, name: /^Chip \d+/ });
  await expect(title).toBeVisible({ timeout: 60_000 });
  const number = Number(/Chip (\d+)/.exec(await title.innerText())?.[1]);
  await expect(page.getByRole('img', { name: `Chip ${String(number)} of` })).toBeVisible();
  return number;
}

interface Left {
  keys: string[];
  caches: string[];
  chips: number;
  tasks: number;
}

/** What the browser holds of people. */
const left = (page: Page): Promise<Left> =>
  page.evaluate(async () => {
    const count = (name: string, store: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.onerror = () => reject(new Error(name));
        asked.onsuccess = () => {
          const db = asked.result;
          const counted = db.transaction(store).objectStore(store).count();
          counted.onsuccess = () => {
            db.close();
            resolve(counted.result);
          };
        };
      });
    return {
      keys: Object.keys(localStorage).filter((key) => !key.startsWith('quadrat-tour-')),
      caches: await caches.keys(),
      chips: await count('quadrat-session', 'chips'),
      tasks: await count('quadrat-outbox', 'tasks'),
    };
  });

test('what somebody labelled offline waits for them, unseen by the next person', async ({
  page,
  context,
}) => {
  await signInOn(page, 'labeler');
  await page.goto(`${PROJECT}/label`);
  const chip = await shownChip(page);
  const cells = async (): Promise<Buffer> => {
    const reply = await page.request.get(`${API}/chips/${String(chip)}/labelling`);
    return Buffer.from(((await reply.json()) as { cells: string }).cells, 'base64');
  };
  await context.setOffline(true);
  await page.keyboard.press('1');
  await expect(page.getByRole('status').filter({ hasText: /Offline, 1 kept here/ })).toBeVisible();
  expect(await left(page)).toMatchObject({ tasks: 1 });

  // the session ends, and somebody else sits down
  await context.clearCookies();
  await context.setOffline(false);
  await page.goto('/sign-in');
  await expect.poll(() => left(page)).toEqual({ keys: [], caches: [], chips: 0, tasks: 1 });
  await signInOn(page, 'reviewer');
  await page.goto(`${PROJECT}/label`);
  await shownChip(page);
  await expect(page.getByText('Lena')).toHaveCount(0);
  expect((await cells()).includes(16)).toBe(false);

  await page.getByRole('button', { name: /account and sign-out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await signInOn(page, 'labeler');
  await page.goto(`${PROJECT}/label`);
  await expect.poll(async () => (await cells()).includes(16)).toBe(true);
});

test('a signed-out cookie is dead, and other tabs of the person go', async ({ page, context }) => {
  await signInOn(page, 'labeler');
  const cookies = await context.cookies();
  const other = await context.newPage();
  await other.goto('/account');
  await page.goto('/');
  await page.getByRole('button', { name: /account and sign-out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await other.waitForURL(/sign-in/);
  await context.addCookies(cookies);
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
});

test('signing out with unsent work says so first', async ({ page, context }) => {
  await signInOn(page, 'labeler');
  await page.goto(`${PROJECT}/label`);
  await shownChip(page);
  await context.route('**/labelling/changes', (route) => route.abort());
  // a cell that the journeys before left alone
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /Offline/ })
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: /account and sign-out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign out?' });
  await expect(dialog).toContainText('1 change has not been sent yet');
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  expect((await page.request.get('/api/v1/me')).status()).toBe(200);
});
