// A simulated expert labels 100 chips of ../shared/data/urban-trees (32 px cells, a cell is a tree where a crown's point lies in it)
// in headless Chromium with the product's own model worker, editor and proposals: cold start, base package, no champion.
// An action is a key press, a click or a drag: marking or correcting a cell 1, accepting what is shown 1, "rest are absent" 1,
// submitting 1, dragging the threshold 1. By hand: a click a positive cell, the rest absent, submit. The expert of the other run sees
// the same proposals as a person would, and takes them where that is cheaper than marking by hand. The curve goes to
// docs/expert-curve.md.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { chromiumPath } from '@/scripts/setup/chromium.mjs';
import { serveModelPage } from '@/tests/model/browser-harness';
import type { ExpertPage, Labelled } from '@/tests/model/expert-page';
import { samplePackages } from '@/tests/model/sample-packages';

const DATA = path.resolve('../shared/data/urban-trees');
const SIDE = 8;
const CELL_PX = 32;
const CHIPS = 100;
/** how many chips a point of the curve stands for */
const STEP = 10;

interface Picture {
  id: string;
  truth: number[];
}

function print(row: Record<string, unknown>): void {
  const empty = { peer: null, peerValue: null, ratio: null, target: null, ok: null };
  console.log(JSON.stringify({ ...empty, ...row }));
}

/** Red, green and blue of a picture as PNG; its fourth band is near infrared, tagged as alpha. */
async function writePng(name: string, folder: string): Promise<void> {
  const image = sharp(path.join(DATA, 'images', `${name}.tif`));
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i += 1) data.copy(rgb, 3 * i, channels * i, channels * i + 3);
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path.join(folder, `${name}.png`));
}

/** 16 where a crown's point lies in the cell, else 1. No file of points: somebody looked and found no tree. */
async function truthOf(name: string): Promise<number[]> {
  const codes = Array<number>(SIDE * SIDE).fill(1);
  const text = await readFile(path.join(DATA, 'csv', `${name}.csv`), 'utf8').catch(() => '');
  for (const line of text.split('\n').slice(1)) {
    if (line.trim() === '') continue;
    const [x, y] = line
      .split(',')
      .map((part) => Math.min(SIDE - 1, Math.floor(Number(part) / CELL_PX)));
    codes[(y ?? 0) * SIDE + (x ?? 0)] = 16;
  }
  return codes;
}

/** The same order at every run, drawn by a small linear congruential generator. */
function shuffled<T>(values: readonly T[]): T[] {
  const out = [...values];
  let seed = 1;
  for (let i = out.length - 1; i > 0; i -= 1) {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    const j = Math.floor((seed / 2 ** 32) * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

async function labelAll(pictures: readonly Picture[], folder: string): Promise<Labelled[]> {
  const { base } = await samplePackages();
  const server = await serveModelPage({ base, pictures: folder }, 'tests/model/expert-page.ts');
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/page.html`);
    await page.waitForFunction(() => 'label' in globalThis);
    await page.evaluate(() =>
      (globalThis as unknown as ExpertPage).predictor.load('/base/manifest.json', 'base'),
    );
    const labelled: Labelled[] = [];
    for (const [i, { id, truth }] of pictures.entries()) {
      const imageUrl = `/pictures/${id}.png`;
      const chip = { id, number: i + 1, imageUrl, rows: SIDE, cols: SIDE, cellPx: CELL_PX };
      labelled.push(
        await page.evaluate(
          (given) => (globalThis as unknown as ExpertPage).label(given.chip, given.truth),
          { chip, truth },
        ),
      );
    }
    return labelled;
  } finally {
    await browser.close();
    await server.close();
  }
}

const sum = (
  chips: readonly Labelled[],
  part: 'byHand' | 'withProposals' | 'shown' | 'right' | 'thresholdDrags',
) => chips.reduce((all, chip) => all + chip[part], 0);
const saving = (chips: readonly Labelled[]): number =>
  100 * (1 - sum(chips, 'withProposals') / sum(chips, 'byHand'));

function curve(chips: readonly Labelled[]): string {
  const lines: string[] = [];
  for (let from = 0; from < chips.length; from += STEP) {
    const part = chips.slice(from, from + STEP);
    const upTo = chips.slice(0, from + STEP);
    const right =
      sum(part, 'shown') === 0
        ? ''
        : `${((100 * sum(part, 'right')) / sum(part, 'shown')).toFixed(0)} %`;
    const cells = [
      `${String(from + 1)} to ${String(from + part.length)}`,
      (sum(part, 'byHand') / part.length).toFixed(1),
      (sum(part, 'withProposals') / part.length).toFixed(1),
      `${saving(part).toFixed(0)} %`,
      `${saving(upTo).toFixed(1)} %`,
      right,
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  const head =
    '| chips | actions a chip by hand | with proposals | saved | saved so far | marks shown that were right |';
  return [head, '| --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
}

/** Strokes that give the class if each run of neighbouring cells in a row is one drag. */
function runsOf(truth: readonly number[]): number {
  let runs = 0;
  truth.forEach((code, cell) => {
    if (code === 16 && (cell % SIDE === 0 || truth[cell - 1] !== 16)) runs += 1;
  });
  return runs;
}

if (!existsSync(DATA)) throw new Error(`There is no ${DATA}: this bench needs its pictures.`);
const folder = await mkdtemp(path.join(tmpdir(), 'quadrat-bench-trees-'));
try {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(path.join(DATA, 'images')))
    .filter((file) => file.endsWith('.tif'))
    .map((file) => file.replace('.tif', ''))
    .sort();
  const order = shuffled(names).slice(0, CHIPS);
  const pictures: Picture[] = [];
  for (const id of order) {
    await writePng(id, folder);
    pictures.push({ id, truth: await truthOf(id) });
  }
  const chips = await labelAll(pictures, folder);
  const total = saving(chips);
  const first = chips.findIndex((chip) => chip.shown > 0) + 1;
  const strict = pictures.reduce((all, { truth }) => all + runsOf(truth) + 2, 0);
  print({
    name: 'simulated expert, cold start: actions a chip with proposals, 100 chips',
    value: Number((sum(chips, 'withProposals') / chips.length).toFixed(2)),
    unit: 'actions',
    peer: 'by hand, a click a positive cell',
    peerValue: Number((sum(chips, 'byHand') / chips.length).toFixed(2)),
    ratio: Number((sum(chips, 'byHand') / sum(chips, 'withProposals')).toFixed(2)),
    target: '>= 50 % saved',
    ok: total >= 50,
  });
  print({
    name: 'simulated expert: actions saved over 100 chips',
    value: Number(total.toFixed(1)),
    unit: '%',
  });
  print({ name: 'simulated expert: first chip with proposals', value: first, unit: '' });
  await writeFile(
    'docs/expert-curve.md',
    `# A simulated expert, with and without proposals

Written by \`npm run bench -- expert\` (bench/expert.bench.ts says how it is counted): ${String(CHIPS)} chips of urban-trees drawn at random of ${String(names.length)}, 64 cells of 32 px each,
${((100 * pictures.flatMap((p) => p.truth).filter((c) => c === 16).length) / (64 * CHIPS)).toFixed(0)} % of them trees; no deployed model; the live head learns after every chip in the model worker. Proposals were first shown on chip ${String(first)}.

${curve(chips)}

Over all ${String(CHIPS)}: ${String(sum(chips, 'byHand'))} actions by hand, ${String(sum(chips, 'withProposals'))} with proposals (${String(sum(chips, 'thresholdDrags'))} of them drags of the threshold), ${total.toFixed(1)} % saved, the first ten counted.
The label page's own figure at the end (it does not see drags of the threshold): ${(chips.at(-1)?.saidSaved ?? 0).toFixed(0)} actions saved.

What this does not show: the truth is known to the expert without looking; where trees stand side by side a person drags over several cells in one stroke. By one drag a run in a
row, marking by hand would take ${String(strict)} actions and not ${String(sum(chips, 'byHand'))}; corrections are mostly single cells, so the saving would be smaller.
`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
