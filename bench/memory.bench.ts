// Memory over 500 chips in headless Chromium with the product's own worker: each chip is predicted and learnt from, as a labelling session does.
// Heap of page and worker after collection (DevTools protocol) and the browser's renderer as a whole. The embeddings that the live head
// keeps are counted apart: they are what it knows, with a fixed most. That no tensor stays is engine.server.test.ts's to show.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchChromium, writeGrain } from '@/bench/browser';
import { atMost, printRow } from '@/bench/row';
import { serveModelPage } from '@/tests/model/browser-harness';
import type { ModelPage } from '@/tests/model/browser-page';
import { samplePackages } from '@/tests/model/sample-packages';

const SIDE = 2;
const CELL_PX = 32;
/** chips before the count begins: code is compiled, the allocator has its arenas */
const BEFORE = 300;
const CHIPS = 500;
const FEATURES = 1232;

function print(name: string, value: number, most: number | null): void {
  const unit = 'MB';
  printRow({ name, value: Math.round(value * 10) / 10, unit, ...atMost(value, most, unit) });
}

const folder = await mkdtemp(path.join(tmpdir(), 'quadrat-bench-memory-'));
await writeGrain(path.join(folder, 'chip.png'), SIDE * CELL_PX);
const { trained } = await samplePackages();
const server = await serveModelPage({ trained, pictures: folder });
const browser = await launchChromium(['--js-flags=--expose-gc', '--enable-precise-memory-info']);
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/page.html`);
  await page.waitForFunction(() => 'predictor' in globalThis);
  await page.evaluate(async () => {
    const { predictor } = globalThis as unknown as ModelPage;
    predictor.setScope({ person: 'p', project: 'p', classes: [{ code: 16, name: 'a' }] });
    await predictor.load('/trained/manifest.json', 'bench');
  });
  const label = (from: number, to: number): Promise<void> =>
    page.evaluate(
      async ([first, last, cells, cellPx]) => {
        const { predictor } = globalThis as unknown as ModelPage;
        for (let number = first ?? 0; number < (last ?? 0); number += 1) {
          const lattice = { rows: cells ?? 0, cols: cells ?? 0, cellPx: cellPx ?? 0 };
          const chip = { id: `chip ${String(number)}`, number, imageUrl: '/pictures/chip.png' };
          await predictor.predict({ ...chip, ...lattice });
          await predictor.train({ ...chip, ...lattice }, Uint8Array.from([1, 16, 1, 16]));
        }
      },
      [from, to, SIDE, CELL_PX],
    );
  const browserSession = await browser.newBrowserCDPSession();
  const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const renderer = async (): Promise<number> => {
    // what waits for collection is no growth
    const collect = (): void => (globalThis as unknown as { gc: () => void }).gc();
    await page.evaluate(collect);
    for (const worker of page.workers()) await worker.evaluate(collect);
    const sizes = await Promise.all(
      pids.map(async (pid) => {
        const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      }),
    );
    return Math.max(...sizes);
  };
  const pageSession = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await pageSession.send('HeapProfiler.collectGarbage');
    const { usedSize } = await pageSession.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  };
  await label(0, BEFORE);
  const [heapBefore, before] = [await heap(), await renderer()];
  await label(BEFORE, BEFORE + CHIPS);
  const [heapAfter, after] = [await heap(), await renderer()];
  // held by intent: once as what was computed last, once as what the live head knows
  const kept = (2 * CHIPS * SIDE * SIDE * FEATURES * 4) / 1e6;
  print(
    'labelling 500 chips with predictions and live learning: growth of the page’s heap',
    heapAfter - heapBefore,
    4,
  );
  print(
    'the same: growth of the renderer, less the embeddings that are kept',
    after - before - kept,
    32,
  );
  print('the same: embeddings kept', kept, null);
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
