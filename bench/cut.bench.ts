// Cutting speed: one large JPEG into chips of 512 px, from the file to pictures in the object store, against one level of
// `vips dzsave` with the same tiles and quality (Debian's libvips-tools; without it the peer's columns stay empty).
// 8,000 px a side by default; QUADRAT_BENCH_SIDE=20000 measures what the target was set for. Runs take turns, so that a
// busy machine hurts both; the fastest of each counts.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { lattice } from '@/lib/domain/grid/lattice';
import { cutChips } from '@/lib/server/imagery/cut';
import { decode } from '@/lib/server/imagery/decode';
import { inspectFile } from '@/lib/server/imagery/inspect';
import { Renderer } from '@/lib/server/imagery/render';

const SIDE = Number(process.env['QUADRAT_BENCH_SIDE'] ?? 8000);
const RUNS = 3;
const TARGET = 1.2;

const home = await mkdtemp(path.join(tmpdir(), 'quadrat-bench-'));
process.env['QUADRAT_HOME'] = home;
process.env['DATABASE_URL'] ??= 'postgresql://unused';
process.env['NEXTAUTH_SECRET'] ??= 'a secret only for benches, 32 chars';
// as the worker does
sharp.concurrency(availableParallelism());
sharp.cache(false);

/** A picture with detail of every size, so that it compresses about as aerial imagery does. */
async function makePicture(file: string): Promise<void> {
  const side = 1000;
  let seed = 1;
  const noise = Buffer.alloc(side * side * 3);
  for (let i = 0; i < noise.length; i += 1) {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    noise[i] = seed >>> 24;
  }
  await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .resize(SIDE, SIDE, { kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .toFile(file);
}

async function cut(file: string): Promise<{ seconds: number; chips: number }> {
  const start = performance.now();
  const inspection = await inspectFile(file, 'big.jpg', { pixels: SIDE * SIDE });
  const scratch = path.join(home, 'picture.v');
  const raster = await decode(file, inspection, scratch);
  const windows = lattice({ width: SIDE, height: SIDE, cellPx: 32, rows: 16, cols: 16 });
  const chips = await cutChips(raster, windows, {
    renderer: new Renderer(raster, { bands: [0, 1, 2], stretch: null }),
    format: 'jpeg92',
    onChip: () => undefined,
    signal: new AbortController().signal,
  });
  await raster.whole();
  await raster.close();
  const seconds = (performance.now() - start) / 1000;
  await rm(scratch);
  // a second run must write its chips again
  await rm(path.join(home, 'objects'), { recursive: true });
  return { seconds, chips: chips.length };
}

/** Seconds of `vips dzsave`, or null where there is no vips. */
async function dzsave(file: string): Promise<number | null> {
  const out = path.join(home, 'tiles');
  const given = [
    '--depth',
    'one',
    '--tile-size',
    '512',
    '--overlap',
    '0',
    '--suffix',
    '.jpg[Q=92]',
  ];
  const start = performance.now();
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn('vips', ['dzsave', file, out, ...given], { stdio: 'ignore' });
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  await rm(`${out}_files`, { recursive: true, force: true });
  await rm(`${out}.dzi`, { force: true });
  return code === 0 ? seconds : null;
}

try {
  await mkdir(path.join(home, 'objects'), { recursive: true });
  const file = path.join(home, 'big.jpg');
  await makePicture(file);
  const ours: number[] = [];
  const theirs: number[] = [];
  let chips = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const peer = await dzsave(file);
    if (peer !== null) theirs.push(peer);
    const mine = await cut(file);
    ours.push(mine.seconds);
    chips = mine.chips;
  }
  const value = Math.min(...ours);
  const peerValue = theirs.length === 0 ? null : Math.min(...theirs);
  const ratio = peerValue === null ? null : value / peerValue;
  const rounded = (n: number | null): number | null => (n === null ? null : Number(n.toFixed(2)));
  console.log(
    JSON.stringify({
      name: `cutting a ${SIDE.toLocaleString('en')} px picture into ${String(chips)} chips`,
      value: rounded(value),
      unit: 's',
      peer: 'vips dzsave, one level',
      peerValue: rounded(peerValue),
      ratio: rounded(ratio),
      target: `<= ${String(TARGET)} x`,
      // without the peer nothing was measured against it
      ok: ratio === null ? null : ratio <= TARGET,
    }),
  );
} finally {
  await rm(home, { recursive: true, force: true });
}
