import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { LOCALE_COOKIE } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';
import { makeProject } from './own-project';
import { signIn } from './people';

interface Tree {
  readonly [key: string]: string | Tree;
}

const flat = (tree: Tree): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : flat(value)));

/** Every message of a language, read as Playwright cannot import JSON. */
function messagesOf(locale: Locale): string[] {
  const folder = path.join('messages', locale);
  return readdirSync(folder).flatMap((file) =>
    flat(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Tree),
  );
}

/** Messages of three words and more, without arguments, that German says otherwise. */
const german = new Set(messagesOf('de'));
const english = messagesOf('en').filter(
  (message) => message.split(' ').length > 2 && !/[{<]/.test(message) && !german.has(message),
);

test('a person who chose German reads German, a refused file included', async ({ browser }) => {
  const { page, problems } = await signIn(browser, 'owner');
  const slug = await makeProject(page, 'Deutsch', 8);
  const url = new URL(page.url()).origin;
  await page.context().addCookies([{ name: LOCALE_COOKIE, value: 'de', url }]);

  await page.goto(`/p/${slug}/imagery`);
  await page.getByLabel('Dateien zum Importieren').setInputFiles({
    ...{ name: 'words.jpg', mimeType: 'image/jpeg' },
    buffer: Buffer.from('These are words, not a picture.\n'),
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Importieren' }).click();
  await expect(page.getByText('„words.jpg“ ist Text. Angenommen werden GeoTIFF')).toBeVisible();

  for (const [part, heading] of [
    ['imagery', /^Bilder$/],
    ['label', /^Kachel \d+/],
    ['review', /^Prüfung$/],
    ['settings', /^Einstellungen$/],
    ['models', /^Modelle$/],
  ] as const) {
    await page.goto(`/p/${slug}/${part}`);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    const shown = await page.locator('body').innerText();
    expect(english.filter((message) => shown.includes(message))).toEqual([]);
  }
  expect(problems).toEqual([]);
});
