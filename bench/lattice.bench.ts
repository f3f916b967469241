// The editor on a lattice of 100 x 100 cells, half of them labelled and half proposed, in headless Chromium without a GPU: the
// main thread's own work a frame (processor time of its tasks, from Chromium's trace) while the pointer moves, paints, pans and
// zooms, and the time from a key press to the frame that shows it.
import type { CDPSession, Page } from '@playwright/test';
import { openBenchPage } from '@/bench/browser';
import { workBetween } from '@/bench/frame-work';
import { percentile, sorted } from '@/bench/percentile';
import { atMost, printRow } from '@/bench/row';
import type { EditorPage, Step } from '@/tests/editor/bench-page';

const FRAMES = 240;
const KEYS = 120;
const MOST_FRAME_MS = 16;
const MOST_KEY_MS = 30;
const STEP = 'bench-step';

function print(name: string, value: number, most: number | null): void {
  const unit = 'ms';
  printRow({ name, value: Math.round(value * 10) / 10, unit, ...atMost(value, most, unit) });
}

/** One step a frame, each marked in the trace. */
async function play(page: Page, step: Step): Promise<void> {
  await page.evaluate(
    ({ kind, frames, mark }) => (globalThis as unknown as EditorPage).play(kind, frames, mark),
    { kind: step, frames: FRAMES, mark: STEP },
  );
}

/** The main thread's work between one step and the next, ms of processor time. */
function workOf(page: Page, session: CDPSession, step: Step): Promise<number[]> {
  return workBetween(session, STEP, () => play(page, step));
}

/** From the key's own time stamp to the end of the frame that shows what it did, ms. */
async function keyTimes(page: Page): Promise<number[]> {
  const keys = ['1', 'ArrowRight', '2', 'Shift+ArrowDown', '0', 'ArrowDown', 'Control+z', 'u'];
  for (let i = 0; i < KEYS; i += 1) {
    await page.keyboard.press(keys[i % keys.length] ?? '1');
    await page.waitForTimeout(40);
  }
  return page.evaluate(() => (globalThis as unknown as EditorPage).keyTimes);
}

const HEAD =
  '<title>Editor</title><style>body{margin:0}#stage>div{position:absolute;inset:0;overflow:hidden;touch-action:none}</style>';
const { browser, page, close } = await openBenchPage('tests/editor/bench-page.tsx', HEAD, 1000);
try {
  await page.waitForFunction(
    () => (globalThis as unknown as Partial<EditorPage>).editor?.getState().seen.size === 10_000,
  );
  const session = await browser.newBrowserCDPSession();
  const zoomIn = () =>
    page.evaluate(() => {
      const { editor } = globalThis as unknown as EditorPage;
      editor.zoomTo(3.2);
    });
  const measured: [Step, string][] = [
    ['hover', 'hover'],
    ['paint', 'paint'],
    ['paint5', 'paint, brush of 5 x 5'],
    ['pan', 'pan'],
    ['zoom', 'zoom'],
  ];
  for (const scale of ['fitted', 'zoomed in'] as const) {
    if (scale === 'zoomed in') await zoomIn();
    for (const [step, words] of measured) {
      if (step === 'zoom' && scale === 'zoomed in') continue;
      // once to warm up: the first strokes are compiled as they run
      await play(page, step);
      const work = sorted(await workOf(page, session, step));
      // zooming draws every cell anew by its nature; it is reported, not judged
      const most = step === 'zoom' ? null : MOST_FRAME_MS;
      print(
        `100 x 100 lattice, ${scale}: ${words}, own work a frame, p99`,
        percentile(work, 0.99),
        most,
      );
    }
    if (scale === 'fitted')
      await page.evaluate(() => (globalThis as unknown as EditorPage).editor.fit());
  }
  await page.evaluate(() => (globalThis as unknown as EditorPage).editor.fit());
  const times = sorted(await keyTimes(page));
  print('100 x 100 lattice: key press to paint, median', percentile(times, 0.5), MOST_KEY_MS);
  // wall-clock time: on a shared machine the slowest keys tell of the others at work
  print('100 x 100 lattice: key press to paint, p95', percentile(times, 0.95), null);
} finally {
  await close();
}
