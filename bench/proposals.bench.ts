// Proposals in a real browser (Chromium, wasm backend), by the product's own worker and client: one pass over a chip of
// 384 x 384 network pixels with 64 cells, against the usual recipe on the same backend and backbone: one crop of 224 x 224
// a cell. (The usual recipe also has a last layer of 1,280 channels, some 5 % more work, which is not counted here.)
// Also the first load, one from the browser's own store, and memory over 500 predictions.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { launchChromium, writeGrain } from '@/bench/browser';
import { printRow } from '@/bench/row';
import { serveModelPage } from '@/tests/model/browser-harness';
import type { ModelPage } from '@/tests/model/browser-page';
import { samplePackages } from '@/tests/model/sample-packages';

const CELLS = 8;
const CELL_PX = 48;
const CROP = 224;
/** each round times this many chips whole, and the crops of one chip */
const ROUNDS = 3;
const CHIPS = 10;
const MEMORY_RUNS = 500;

/** Loads the package on a page and gives the milliseconds until it is ready. */
async function load(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForFunction(() => 'predictor' in globalThis);
  const { ms, state } = await page.evaluate(async () => {
    const { predictor } = globalThis as unknown as ModelPage;
    const start = performance.now();
    await predictor.load('/trained/manifest.json', 'bench');
    return { ms: performance.now() - start, state: predictor.state };
  });
  if (state.kind !== 'ready' || state.backend !== 'wasm') {
    throw new Error(`the model is not ready on wasm: ${JSON.stringify(state)}`);
  }
  return ms;
}

/** Computes `count` chips of one picture one after the other; milliseconds of each, without fetching the picture. */
function times(page: Page, picture: string, cells: number, count: number): Promise<number[]> {
  return page.evaluate(
    async ({ imageUrl, side, runs, cellPx }) => {
      const { predictor } = globalThis as unknown as ModelPage;
      const found: number[] = [];
      for (let i = 0; i < runs; i += 1) {
        // a name of its own for each, or the client would answer from memory
        const id = `${performance.now()} ${i}`;
        const chip = { id, imageUrl, rows: side, cols: side, cellPx };
        found.push((await predictor.predict(chip)).ms);
      }
      return found;
    },
    { imageUrl: picture, side: cells, runs: count, cellPx: CELL_PX },
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Memory of the largest process that renders pages, MB. */
async function rendererMegabytes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    }),
  );
  return Math.max(...sizes);
}

const folder = await mkdtemp(path.join(tmpdir(), 'quadrat-bench-pictures-'));
await writeGrain(path.join(folder, 'chip.png'), CELLS * CELL_PX);
await writeGrain(path.join(folder, 'crop.png'), CROP);
const { trained } = await samplePackages();
const server = await serveModelPage({ trained, pictures: folder });
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  const url = `${server.origin}/page.html`;
  const round = (value: number): number => Math.round(value * 10) / 10;

  const cold = await load(page, url);
  printRow({ name: 'model, first load (from this machine)', value: round(cold), unit: 'ms' });
  const second = await load(page, url);
  printRow({
    name: 'model, second load (from the browser’s store)',
    value: round(second),
    unit: 'ms',
  });

  await times(page, '/pictures/chip.png', CELLS, 3);
  await times(page, '/pictures/crop.png', 1, 3);
  // Means within a round, since short work dodges a busy machine's other tasks more often than long work does; in turns,
  // so that such a machine slows both alike.
  const whole: number[] = [];
  const cropped: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    whole.push(mean(await times(page, '/pictures/chip.png', CELLS, CHIPS)));
    cropped.push(mean(await times(page, '/pictures/crop.png', 1, CELLS ** 2)) * CELLS ** 2);
  }
  const value = median(whole);
  const peerValue = median(cropped);
  printRow({
    name: 'proposals for a chip of 64 cells',
    value: round(value),
    unit: 'ms',
    peer: 'one 224 px crop a cell, same backend and backbone',
    peerValue: round(peerValue),
    ratio: round(peerValue / value),
    target: '>= 20 x',
    ok: peerValue / value >= 20,
  });
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  // the first hundred fill the memory of results, which holds 64 MB
  await times(page, '/pictures/chip.png', CELLS, 250);
  const before = await rendererMegabytes(pids);
  await times(page, '/pictures/chip.png', CELLS, MEMORY_RUNS);
  const growth = (await rendererMegabytes(pids)) - before;
  printRow({
    name: 'memory growth over 500 predictions',
    value: round(growth),
    unit: 'MB',
    target: '<= 32 MB',
    ok: growth <= 32,
  });
  printRow({
    name: 'memory of the page with the model',
    value: round(before + growth),
    unit: 'MB',
  });
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
