// From the key that submits a chip to the next chip on screen, its picture drawn and its cells open to labels: the label page
// of a production instance, in headless Chromium, one person at work on chips of 8 x 8 cells. Warm: the first chips are not
// counted, and each chip is looked at for a second, as nobody labels faster. On the same instance: the script that the page
// loads before the model worker's, and what memory the web process holds after all that.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { launchChromium } from '@/bench/browser';
import { newId } from '@/lib/core/ids';
import { memoryOfWeb } from '@/bench/web-memory';
import { atMost, printRow } from '@/bench/row';
import { startInstance } from '@/scripts/setup/instance.mjs';

const WARMUP = 4;
const CHIPS = 16;
const LOOK_MS = 1000;

function print(name: string, measured: number, unit: string, most: number | null): void {
  const value = Math.round(measured);
  printRow({ name, value, unit, ...atMost(value, most, unit) });
}

/** In the page: notes when the first chip can be judged, which is when "rest are absent" opens. */
function noteFirstChip(): void {
  const open = document.querySelectorAll('footer button:not(:disabled)');
  if ([...open].some((button) => button.textContent.includes('Rest are absent'))) {
    performance.mark('first chip');
  } else requestAnimationFrame(noteFirstChip);
}

/**
 * The scripts that the page itself asked for, up to the first chip or up to now, gzipped, in kB; the model worker's own are in
 * another timeline.
 */
async function scriptOf(page: Page, until: 'first chip' | 'now'): Promise<number> {
  const scripts = await page.evaluate((end) => {
    const last = performance.getEntriesByName(end)[0]?.startTime ?? Infinity;
    return performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime <= last)
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ initiatorType }) => initiatorType === 'script' || initiatorType === 'link')
      .map(({ name }) => name)
      .filter((name) => /\.js(\?|$)/.test(name));
  }, until);
  let bytes = 0;
  // weighed here: what came by way of the page's service worker has no size on the wire
  for (const address of new Set(scripts)) {
    const reply = await page.request.get(address);
    bytes += gzipSync(await reply.body()).length;
  }
  return bytes / 1000;
}

/** Submits the chip on the bench and gives the milliseconds until the next can be judged. */
async function submitAndWait(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const chip = () => document.querySelector('h1')?.textContent ?? '';
    // "rest are absent" opens once the picture is on screen
    const canJudge = () =>
      [...document.querySelectorAll('footer button')].some(
        (button) =>
          button.textContent.includes('Rest are absent') && !button.hasAttribute('disabled'),
      );
    const before = chip();
    const began = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 's', bubbles: true }));
    while (chip() === before || !canJudge()) {
      if (performance.now() - began > 30_000) throw new Error(`no chip came after ${before}`);
      await frame();
    }
    await frame();
    return performance.now() - began;
  });
}

async function measure(url: string): Promise<{ took: number[]; script: number; later: number }> {
  // they read the instance's people from the environment
  const { signInOn } = await import('@/playwright/people');
  const { makeProject } = await import('@/playwright/own-project');
  const browser = await launchChromium();
  try {
    const open = async (): Promise<Page> =>
      await browser.newPage({ baseURL: url, viewport: { width: 1440, height: 900 } });
    const owner = await open();
    await signInOn(owner, 'owner');
    const slug = await makeProject(owner, `Next chip ${newId()}`, WARMUP + CHIPS + 4);
    await owner.close();
    const page = await open();
    // tsx names the functions of this file by a helper that the page does not have
    await page.addInitScript('globalThis.__name = (named) => named');
    await signInOn(page, 'labeler');
    await page.addInitScript(noteFirstChip);
    await page.goto(`/p/${slug}/label`);
    const rest = page.getByRole('button', { name: /Rest are absent/ });
    const took: number[] = [];
    await rest.and(page.locator(':enabled')).waitFor({ timeout: 60_000 });
    // panels that wait for the first picture are there by then
    await page.waitForTimeout(LOOK_MS);
    const [script, later] = [await scriptOf(page, 'first chip'), await scriptOf(page, 'now')];
    for (let done = 0; done < WARMUP + CHIPS; done += 1) {
      await rest.and(page.locator(':enabled')).waitFor({ timeout: 60_000 });
      await page.keyboard.press('1');
      await page.keyboard.press('r');
      await page.waitForTimeout(LOOK_MS);
      took.push(await submitAndWait(page));
    }
    return { took: took.slice(WARMUP).sort((a, b) => a - b), script, later };
  } finally {
    await browser.close();
  }
}

const given = process.env['QUADRAT_URL'];
const instance = given === undefined ? await startInstance() : null;
try {
  Object.assign(process.env, instance?.env);
  const { took, script, later } = await measure(process.env['QUADRAT_URL'] ?? '');
  const name = 'next chip on screen after a submit, warm';
  print(`${name}, median`, took[took.length >> 1] ?? NaN, 'ms', 150);
  print(`${name}, slowest of 16`, took.at(-1) ?? NaN, 'ms', null);
  print(
    'script of the label page until the first chip can be judged, compressed',
    script,
    'kB',
    400,
  );
  print('the same with what came within a second after the first chip', later, 'kB', null);
  const memory = await memoryOfWeb(process.env['QUADRAT_HOME'] ?? '');
  print('memory of the web process after 20 chips were labelled', memory, 'MB', 500);
} finally {
  await instance?.stop();
}
