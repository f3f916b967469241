// The editor on a lattice of 100 x 100 cells, half of them labelled and half proposed, in headless Chromium without a GPU: the
// main thread's own work a frame (processor time of its tasks, from Chromium's trace) while the pointer moves, paints, pans and
// zooms, and the time from a key press to the frame that shows it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { CDPSession, Page } from '@playwright/test';
import { build } from 'esbuild';
import sharp from 'sharp';
import { chromiumPath } from '@/scripts/setup/chromium.mjs';
import type { EditorPage, Step } from '@/tests/editor/bench-page';
import { serve } from '@/tests/model/static-server';

const FRAMES = 240;
const KEYS = 120;
const MOST_FRAME_MS = 16;
const MOST_KEY_MS = 30;
const STEP = 'bench-step';

function print(name: string, value: number, most: number | null): void {
  const empty = { peer: null, peerValue: null, ratio: null };
  const target = most === null ? null : `<= ${String(most)} ms`;
  const ok = most === null ? null : value <= most;
  const row = { name, value: Math.round(value * 10) / 10, unit: 'ms', ...empty, target, ok };
  console.log(JSON.stringify(row));
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** One step a frame, each marked in the trace. */
async function play(page: Page, step: Step): Promise<void> {
  await page.evaluate(
    ({ kind, frames, mark }) => (globalThis as unknown as EditorPage).play(kind, frames, mark),
    { kind: step, frames: FRAMES, mark: STEP },
  );
}

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  pid: number;
  tid: number;
  tdur?: number;
  dur?: number;
}

/** The main thread's work between one step and the next, ms of processor time. */
async function workOf(page: Page, session: CDPSession, step: Step): Promise<number[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] },
  });
  await play(page, step);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  const marks = events.filter(({ name }) => name === STEP).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  const tasks = events.filter(
    (event) =>
      event.ph === 'X' &&
      event.name === 'ThreadControllerImpl::RunTask' &&
      event.pid === first?.pid &&
      event.tid === first.tid,
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks of the page');
  // a task belongs to the step whose mark it made or that came before it
  const work = marks.map(() => 0);
  for (const { ts, dur = 0, tdur } of tasks) {
    const index = marks.findLastIndex((mark) => mark.ts <= ts + dur);
    if (index >= 0) work[index] = (work[index] ?? 0) + (tdur ?? dur) / 1000;
  }
  return work.slice(0, -1);
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

async function bundle(out: string): Promise<void> {
  await build({
    entryPoints: { page: 'tests/editor/bench-page.tsx' },
    ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' },
    define: { 'process.env.NODE_ENV': '"production"' },
    jsx: 'automatic',
    outdir: out,
    logLevel: 'error',
  });
}

const folder = await mkdtemp(path.join(tmpdir(), 'quadrat-bench-lattice-'));
await bundle(folder);
const noise = { type: 'gaussian' as const, mean: 120, sigma: 40 };
await sharp({ create: { width: 1000, height: 1000, channels: 3, background: 'grey', noise } })
  .png()
  .toFile(path.join(folder, 'chip.png'));
const server = await serve(
  { '/build/': folder, '/pictures/': folder },
  {
    '/page.html':
      '<!doctype html><title>Editor</title><style>body{margin:0}#stage>div{position:absolute;inset:0;overflow:hidden;touch-action:none}</style><body><script type="module" src="/build/page.js"></script>',
    '/favicon.ico': 404,
  },
);
const browser = await chromium.launch({
  executablePath: await chromiumPath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${server.origin}/page.html`);
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
      const work = await workOf(page, session, step);
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
  const times = await keyTimes(page);
  print('100 x 100 lattice: key press to paint, median', percentile(times, 0.5), MOST_KEY_MS);
  // wall-clock time: on a shared machine the slowest keys tell of the others at work
  print('100 x 100 lattice: key press to paint, p95', percentile(times, 0.95), null);
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
