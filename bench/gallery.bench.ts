// The review gallery with 100,000 cells in headless Chromium without a GPU: when the first crops are there, the main thread's own
// work a frame while it scrolls through all of them, and the time from a verdict's key to the frame that has the next cell. What
// the server takes for a page of it among a million chips is scale.bench.ts's to show.
import { openBenchPage } from '@/bench/browser';
import { workBetween } from '@/bench/frame-work';
import { percentile, sorted } from '@/bench/percentile';
import { atMost, printRow } from '@/bench/row';
import type { GalleryBenchPage } from '@/tests/gallery/bench-page';

const FRAMES = 240;
const KEYS = 120;
const MARK = 'bench-frame';

function print(name: string, value: number, most: number | null): void {
  const unit = 'ms';
  printRow({ name, value: Math.round(value * 10) / 10, unit, ...atMost(value, most, unit) });
}

// what the list's classes do for its size and place
const HEAD = `<title>Gallery</title><style>body { margin: 0 } .h-full { height: 100% } .overflow-y-auto { overflow-y: auto } .relative { position: relative }
  .absolute { position: absolute } .right-0 { right: 0 } .left-0 { left: 0 } .flex { display: flex } .gap-3 { gap: 12px }
  .shrink-0 { flex-shrink: 0 } .overflow-hidden { overflow: hidden } .size-full { width: 100%; height: 100% }
  .max-w-none { max-width: none } .px-4 { padding: 0 16px } .h-7 { height: 28px }</style>`;
const { browser, page, close } = await openBenchPage('tests/gallery/bench-page.tsx', HEAD, 256);
try {
  await page.waitForFunction(() => 'painted' in globalThis);
  const painted = await page.evaluate(() => (globalThis as unknown as GalleryBenchPage).painted);
  print('gallery of 100,000 cells: first crops painted', painted, 1000);
  const cells = await page.evaluate(() => (globalThis as unknown as GalleryBenchPage).loadAll());
  if (cells !== 100_000) throw new Error(`${String(cells)} cells are there`);

  const session = await browser.newBrowserCDPSession();
  for (const [words, pixels] of [
    ['by the wheel', 120],
    ['a screen a frame', 800],
  ] as const) {
    const scroll = () =>
      page.evaluate(
        ([frames, step, mark]) =>
          (globalThis as unknown as GalleryBenchPage).scroll(frames, step, mark),
        [FRAMES, pixels, MARK] as const,
      );
    await scroll();
    const work = sorted(await workBetween(session, MARK, scroll));
    const name = `gallery of 100,000 cells: scrolling ${words}, own work a frame`;
    print(`${name}, median`, percentile(work, 0.5), null);
    print(`${name}, p99`, percentile(work, 0.99), null);
    print(`${name}, the longest`, work.at(-1) ?? NaN, 50);
  }

  await page.keyboard.press('Home');
  const verdicts = ['Enter', '2', '0', 'u'];
  for (let i = 0; i < KEYS; i += 1) {
    await page.keyboard.press(verdicts[i % verdicts.length] ?? '0');
    await page.waitForTimeout(60);
  }
  const { times, decided } = await page.evaluate(() => {
    const bench = globalThis as unknown as GalleryBenchPage;
    return { times: bench.keyTimes, decided: bench.decided() };
  });
  if (decided !== KEYS) throw new Error(`${String(decided)} cells are decided`);
  const keys = sorted(times);
  print('gallery of 100,000 cells: verdict key to next, median', percentile(keys, 0.5), 50);
  // wall-clock time: on a shared machine the slowest keys tell of the others at work
  print('gallery of 100,000 cells: verdict key to next, p95', percentile(keys, 0.95), null);
} finally {
  await close();
}
