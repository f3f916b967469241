import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';
import sharp from 'sharp';
import { chromiumPath } from '@/scripts/setup/chromium.mjs';
import { serve } from '@/tests/model/static-server';

/** The benches' browser: headless Chromium without a GPU, with `more` arguments. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...more];
  return await chromium.launch({ executablePath: await chromiumPath(), args });
}

/** Writes a picture of grain, `side` px square: what it shows does not matter to the time. */
export async function writeGrain(file: string, side: number): Promise<void> {
  const noise = { type: 'gaussian' as const, mean: 120, sigma: 40 };
  const create = { width: side, height: side, channels: 3 as const, background: 'grey', noise };
  await sharp({ create }).png().toFile(file);
}

/** A part of the product on a page of its own. */
interface BenchPage {
  browser: Browser;
  page: Page;
  /** ends browser and server */
  close: () => Promise<void>;
}

/**
 * Opens a page of 1440 x 900 that runs `entry` as in production, with `head` in its head and a chip of grain of `chipPx` at
 * /pictures/chip.png. An error on the page ends the bench.
 */
export async function openBenchPage(
  entry: string,
  head: string,
  chipPx: number,
): Promise<BenchPage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quadrat-bench-page-'));
  await build({
    entryPoints: { page: entry },
    ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' },
    define: { 'process.env.NODE_ENV': '"production"' },
    jsx: 'automatic',
    outdir: folder,
    logLevel: 'error',
  });
  await writeGrain(path.join(folder, 'chip.png'), chipPx);
  const html = `<!doctype html>${head}<body><script type="module" src="/build/page.js"></script>`;
  const folders = { '/build/': folder, '/pictures/': folder };
  const server = await serve(folders, { '/page.html': html, '/favicon.ico': 404 });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${server.origin}/page.html`);
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { browser, page, close };
}
