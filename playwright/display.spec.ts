import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { tiff } from '../tests/server/tiff';
import { signIn } from './people';

// What the eye gets on the label page, by the colours on the screen: two dates of one ground whose colours are known.

/** Pixels of the first date; its chips have 256, and this many more lie around them. */
const SIDE = 512;
/** The second date begins so many pixels further right and down. */
const SHIFT = 16;
const GEO = { epsg: 26911, pixel: 0.6, x: 542_000, y: 3_744_000 };
/** A white square on the ground, in pixels of the first date. */
const MARK = { from: 60, to: 76 };
type Colour = readonly [number, number, number];
const FIRST: Colour = [180, 120, 60];
const INFRARED = 20;
const SECOND: Colour = [60, 60, 200];
const WHITE: Colour = [255, 255, 255];

const onMark = (x: number, y: number): boolean =>
  Math.min(x, y) >= MARK.from && Math.max(x, y) < MARK.to;

const firstDate = tiff({
  ...{ width: SIDE, height: SIDE, bands: 4, type: 'uint8', extra: [2], geo: GEO },
  at: (x, y, band) => (onMark(x, y) ? 255 : ([...FIRST, INFRARED][band] ?? 0)),
});
const secondDate = tiff({
  ...{ width: SIDE - SHIFT, height: SIDE - SHIFT, bands: 3, type: 'uint8' },
  geo: { ...GEO, x: GEO.x + SHIFT * GEO.pixel, y: GEO.y - SHIFT * GEO.pixel },
  at: (x, y, band) => (onMark(x + SHIFT, y + SHIFT) ? 255 : (SECOND[band] ?? 0)),
});

/** Calls the API as the page's own script would. */
async function call(
  page: Page,
  path: string,
  options: { method?: string; body?: unknown } = {},
): Promise<unknown> {
  return await page.evaluate(
    async ({ path: to, method, body }) => {
      const reply = await fetch(`/api/v1${to}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (!reply.ok) throw new Error(`${to}: ${String(reply.status)} ${await reply.text()}`);
      return (await reply.json()) as unknown;
    },
    { path, method: options.method ?? (options.body ? 'POST' : 'GET'), body: options.body },
  );
}

/** Sends a file by tus, as the imagery page does, and waits until it is cut. */
async function bringIn(
  page: Page,
  slug: string,
  { name, bytes, takenAt }: { name: string; bytes: Buffer; takenAt: string },
): Promise<void> {
  await page.evaluate(
    async ({ to, base64, words }) => {
      const content = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const metadata = Object.entries(words)
        .map(([key, value]) => `${key} ${btoa(value)}`)
        .join(',');
      const tus = { 'tus-resumable': '1.0.0' };
      const opened = await fetch(to, {
        method: 'POST',
        headers: {
          ...tus,
          'upload-length': String(content.length),
          'upload-metadata': metadata,
        },
      });
      const place = opened.headers.get('location');
      if (!place) throw new Error(`no upload: ${String(opened.status)} ${await opened.text()}`);
      const sent = await fetch(place, {
        method: 'PATCH',
        body: content,
        headers: {
          ...tus,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
      });
      if (!sent.ok) throw new Error(`${String(sent.status)} ${await sent.text()}`);
    },
    {
      to: `/api/v1/projects/${slug}/uploads`,
      base64: bytes.toString('base64'),
      words: { filename: name, survey: takenAt.slice(0, 4), takenAt },
    },
  );
  await expect
    .poll(async () => JSON.stringify(await call(page, `/projects/${slug}/imports`)), {
      timeout: 60_000,
    })
    .toMatch(new RegExp(`"name":"${name}"[^{}]*"state":"READY"`));
}

/** The colour on the screen, the mean of 3 x 3 pixels. */
async function colour(page: Page, at: { x: number; y: number }): Promise<Colour> {
  const clip = { x: Math.round(at.x) - 1, y: Math.round(at.y) - 1, width: 3, height: 3 };
  const { channels } = await sharp(await page.screenshot({ clip })).stats();
  const [r = 0, g = 0, b = 0] = channels.map((channel) => Math.round(channel.mean));
  return [r, g, b];
}

const near = (a: Colour, b: Colour): boolean =>
  a.every((value, channel) => Math.abs(value - (b[channel] ?? 0)) <= 14);

/** Waits until a place of the screen has a colour. */
async function shows(page: Page, at: { x: number; y: number }, want: Colour): Promise<void> {
  await expect
    .poll(async () => {
      const got = await colour(page, at);
      return near(got, want) ? want : got;
    })
    .toEqual(want);
}

/** Where the chip lies on the screen when all of it fits. */
async function fitted(page: Page): Promise<(x: number, y: number) => { x: number; y: number }> {
  const box = await page.getByRole('img', { name: /^Chip 1 of/ }).boundingBox();
  if (!box) throw new Error('the stage has no size');
  await page.keyboard.press('\\');
  const margin = Math.min(32, box.width * 0.05);
  const scale = Math.min((box.width - 2 * margin) / 256, (box.height - 2 * margin) / 256);
  const left = box.x + Math.round((box.width - 256 * scale) / 2);
  const top = box.y + Math.round((box.height - 256 * scale) / 2);
  return (x, y) => ({ x: left + x * scale, y: top + y * scale });
}

async function openChip(page: Page, slug: string): Promise<void> {
  await page.goto(`/p/${slug}/label/1`);
  await expect(page.getByRole('img', { name: /^Chip 1 of/ })).toBeVisible({ timeout: 60_000 });
}

test('tones, bands, blinking, maps and dates change what is seen and nothing else', async ({
  browser,
}) => {
  const { page, problems } = await signIn(browser, 'owner');
  const name = `Display ${String(Date.now())}`;
  const project = await call(page, '/projects', {
    body: { name, cellPx: 32, classes: [{ name: 'Tree', colour: '#f0e442' }] },
  });
  const { slug } = project as { slug: string };
  await bringIn(page, slug, { name: 'first.tif', bytes: firstDate, takenAt: '2020-05-01' });
  await bringIn(page, slug, { name: 'second.tif', bytes: secondDate, takenAt: '2022-06-01' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openChip(page, slug);
  const at = await fitted(page);
  // the middle of a cell is bare picture, whatever is drawn around it
  const middle = at(144, 144);
  await shows(page, middle, FIRST);

  await test.step('the ground around the chip is there, dimmed', async () => {
    const beyond = at(262, 144);
    const dimmed = FIRST.map((value) => Math.round(0.38 * value + 0.62 * 12)) as unknown as Colour;
    await shows(page, beyond, dimmed);
    // after the chip's own picture, not before it
    const own = asked.findIndex((url) => url.includes('/image?'));
    const around = asked.findIndex((url) => url.includes('/surroundings?'));
    expect(own).toBeGreaterThanOrEqual(0);
    expect(around).toBeGreaterThan(own);
  });

  await test.step('inverting turns the picture, not the labels', async () => {
    await page.keyboard.press('1');
    const label = { x: at(0, 0).x + 6.5, y: at(0, 0).y + 12 };
    await shows(page, label, [240, 228, 66]);
    await page.keyboard.press('Alt+i');
    await shows(page, middle, [255 - FIRST[0], 255 - FIRST[1], 255 - FIRST[2]]);
    await shows(page, label, [240, 228, 66]);
    await expect(page.getByText(/^Picture adjusted/)).toBeVisible();
    // kept on this machine
    await page.reload();
    await openChip(page, slug);
    await shows(page, middle, [255 - FIRST[0], 255 - FIRST[1], 255 - FIRST[2]]);
    await page.keyboard.press('Shift+R');
    await shows(page, middle, FIRST);
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await shows(page, middle, [206, 146, 86]);
    await page.keyboard.press('Shift+R');
  });

  await test.step('bands come from the file, the fourth is infrared', async () => {
    await page.keyboard.press('m');
    await shows(page, middle, [INFRARED, FIRST[0], FIRST[1]]);
    await expect(page.getByText('Bands 4, 1, 2')).toBeVisible();
    await page.keyboard.press('Shift+M');
    await shows(page, middle, FIRST);
    // folded at first, so that the other sections fit
    await page.getByRole('button', { name: 'Picture', exact: true }).click();
    await page.getByLabel('Bands (4 in the file)').selectOption({ label: 'Band 4 in grey' });
    await shows(page, middle, [INFRARED, INFRARED, INFRARED]);
    await page.getByLabel('Bands (4 in the file)').selectOption({ label: 'As imported' });
    await shows(page, middle, FIRST);
  });

  await test.step('the overlay goes while its key is held, and to and fro', async () => {
    await page.locator('main').focus();
    const label = { x: at(0, 0).x + 6.5, y: at(0, 0).y + 12 };
    await page.keyboard.down('b');
    await shows(page, label, FIRST);
    await page.keyboard.up('b');
    await shows(page, label, [240, 228, 66]);
    await page.keyboard.press('Shift+B');
    await shows(page, label, FIRST);
    await shows(page, label, [240, 228, 66]);
    await shows(page, label, FIRST);
    await page.keyboard.press('Shift+B');
    await shows(page, label, [240, 228, 66]);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(() => {
      const set = Reflect.get(window, 'setInterval') as (...given: unknown[]) => number;
      document.body.dataset['intervals'] = '0';
      Reflect.set(window, 'setInterval', (...given: unknown[]) => {
        document.body.dataset['intervals'] = String(Number(document.body.dataset['intervals']) + 1);
        return set(...given);
      });
    });
    await page.keyboard.press('Shift+B');
    await shows(page, label, FIRST);
    // nothing moves by itself: no clock runs that would change it
    expect(await page.evaluate(() => document.body.dataset['intervals'])).toBe('0');
    await page.keyboard.press('Shift+B');
    await shows(page, label, [240, 228, 66]);
  });

  await test.step('the pointer draws neither picture nor cells anew', async () => {
    await page.evaluate(() => {
      const pen = CanvasRenderingContext2D.prototype;
      const draw = Reflect.get(pen, 'drawImage') as (...given: unknown[]) => void;
      document.body.dataset['drawn'] = '0';
      Reflect.set(pen, 'drawImage', function (this: CanvasRenderingContext2D, ...given: unknown[]) {
        document.body.dataset['drawn'] = String(Number(document.body.dataset['drawn']) + 1);
        Reflect.apply(draw, this, given);
      });
    });
    const hovered = at(240, 100);
    await page.mouse.move(hovered.x, hovered.y, { steps: 5 });
    // a veil of 12 % white lies on the cell under the pointer
    await shows(page, hovered, [189, 136, 83]);
    expect(await page.locator('body').getAttribute('data-drawn')).toBe('0');
    // and the count does count
    await page.keyboard.press('+');
    await expect(page.locator('body')).not.toHaveAttribute('data-drawn', '0');
    await page.mouse.move(0, 0);
    await page.keyboard.press('\\');
  });

  await test.step('the small map moves the view', async () => {
    const stage = await page.getByRole('img', { name: /^Chip 1 of/ }).boundingBox();
    if (!stage) throw new Error('the stage has no size');
    const centre = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
    await page.keyboard.press('z');
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('Shift+Z');
    await expect(page.getByText('1200 %')).toBeVisible();
    const map = page.getByRole('img', { name: /^Where this chip lies/ });
    const box = await map.boundingBox();
    if (!box) throw new Error('the map has no size');
    const k = box.width / SIDE;
    const there = { x: box.x + 68 * k, y: box.y + 68 * k };
    await page.mouse.move(box.x + 200 * k, box.y + 200 * k);
    await page.mouse.down();
    await shows(page, { x: centre.x + 60, y: centre.y + 60 }, FIRST);
    await page.mouse.move(there.x, there.y, { steps: 4 });
    await page.mouse.up();
    // the white square is 16 pixels wide: at twelve times its size it fills the middle
    await shows(page, centre, WHITE);
    await page.keyboard.press('Control+ArrowRight');
    await shows(page, centre, FIRST);
  });

  await test.step('another date lies over the same ground, to the pixel', async () => {
    await fitted(page);
    await page.keyboard.press('Shift+O');
    const divider = page.getByRole('slider', { name: 'Line between the two dates' });
    await expect(divider).toBeVisible();
    await shows(page, at(112, 144), SECOND);
    await shows(page, middle, FIRST);
    // before the second date begins nothing stands in for it
    const beside = await colour(page, at(8, 144));
    expect(near(beside, FIRST) || near(beside, SECOND)).toBe(false);
    // the square has its edges where the first date has them
    for (const [inside, outside] of [
      [at(61.5, 68), at(58.5, 68)],
      [at(74.5, 68), at(77.5, 68)],
      [at(68, 61.5), at(68, 58.5)],
      [at(68, 74.5), at(68, 77.5)],
    ] as const) {
      await shows(page, inside, WHITE);
      await shows(page, outside, SECOND);
    }
    const before = Number(await divider.getAttribute('aria-valuenow'));
    await divider.focus();
    await page.keyboard.press('ArrowLeft');
    expect(Number(await divider.getAttribute('aria-valuenow'))).toBeLessThan(before);
    await page.locator('main').focus();
    await page.keyboard.press('Shift+O');
    await expect(divider).toBeHidden();
    await page.keyboard.down('o');
    await shows(page, middle, SECOND);
    await page.keyboard.up('o');
    await shows(page, middle, FIRST);
  });

  await test.step('all of it can be reached on a small screen and on a phone', async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.getByRole('button', { name: 'Picture', exact: true }).click();
    await expect(page.getByRole('switch', { name: 'Invert' })).toBeVisible();
    await page.getByRole('button', { name: 'Picture', exact: true }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Cell, picture and overlay' }).click();
    await expect(page.getByRole('switch', { name: 'Invert' })).toBeVisible();
    await page.getByRole('button', { name: 'Overlay', exact: true }).click();
    await expect(
      page.getByRole('switch', { name: 'Colour proposals by confidence' }),
    ).toBeVisible();
  });
  expect(problems).toEqual([]);
});
