// A simulated expert labels 100 chips of ../shared/data/urban-trees (32 px cells, a cell is a tree where a crown's point lies in it)
// in headless Chromium with the product's own model worker, editor and proposals: cold start, base package, no deployed version.
// An action is a key press, a click or a drag: marking or correcting a cell 1, accepting what is shown 1, "rest are absent" 1,
// submitting 1, dragging the threshold 1. Three habits (HABITS of tests/model/expert-page.ts), each by hand and with the same
// proposals, which are taken where that is cheaper than marking by hand. The curve goes to docs/expert-curve.md.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { launchChromium } from '@/bench/browser';
import { printRow } from '@/bench/row';
import { serveModelPage } from '@/tests/model/browser-harness';
import type { ExpertPage, Habit, Labelled } from '@/tests/model/expert-page';
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
  const browser = await launchChromium();
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

const WORDS: Record<Habit, string> = {
  clicks: 'a click a cell',
  threshold: 'a click a cell, the threshold dragged where that pays',
  drags: 'a drag over neighbours in a row',
};

const sum = (chips: readonly Labelled[], of: (chip: Labelled) => number): number =>
  chips.reduce((all, chip) => all + of(chip), 0);
/** Share of the actions by hand that proposals save, per cent. */
const saving = (chips: readonly Labelled[], habit: Habit): number =>
  100 * (1 - sum(chips, (c) => c.withProposals[habit]) / sum(chips, (c) => c.byHand[habit]));

function curve(chips: readonly Labelled[]): string {
  const lines: string[] = [];
  for (let from = 0; from < chips.length; from += STEP) {
    const part = chips.slice(from, from + STEP);
    const shown = sum(part, (chip) => chip.shown);
    const right = (100 * sum(part, (chip) => chip.right)) / shown;
    const cells = [
      `${String(from + 1)} to ${String(from + part.length)}`,
      (sum(part, (chip) => chip.byHand.clicks) / part.length).toFixed(1),
      (sum(part, (chip) => chip.withProposals.clicks) / part.length).toFixed(1),
      `${saving(part, 'clicks').toFixed(0)} %`,
      `${saving(chips.slice(0, from + STEP), 'clicks').toFixed(1)} %`,
      shown === 0 ? '' : `${right.toFixed(0)} %`,
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  const head =
    '| chips | actions a chip by hand | with proposals | saved | saved so far | marks shown that were right |';
  return [head, '| --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
}

function habits(chips: readonly Labelled[]): string {
  const lines = (Object.keys(WORDS) as Habit[]).map((habit) => {
    const [hand, helped] = [
      sum(chips, (chip) => chip.byHand[habit]),
      sum(chips, (chip) => chip.withProposals[habit]),
    ];
    return `| ${WORDS[habit]} | ${String(hand)} | ${String(helped)} | ${saving(chips, habit).toFixed(1)} % |`;
  });
  return [
    '| habit | by hand | with proposals | saved |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

if (!existsSync(DATA)) {
  console.log(`skipped: there is no ${DATA}, and real imagery is not shipped`);
  process.exit(0);
}
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
  const first = chips.findIndex((chip) => chip.shown > 0) + 1;
  for (const habit of Object.keys(WORDS) as Habit[]) {
    const saved = saving(chips, habit);
    // the product lets the expert move the threshold, and the move is counted: this is how it is meant to be used
    const judged = habit === 'threshold';
    printRow({
      name: `simulated expert, cold start, 100 chips, ${WORDS[habit]}: actions saved`,
      value: Number(saved.toFixed(1)),
      unit: '%',
      ...(judged ? { target: '>= 50 %', ok: saved >= 50 } : {}),
    });
  }
  const trees = pictures.flatMap((picture) => picture.truth).filter((code) => code === 16).length;
  const share = (100 * trees) / (SIDE * SIDE * CHIPS);
  await writeFile(
    'docs/expert-curve.md',
    `# A simulated expert, with and without proposals

Written by \`npm run bench -- expert\` (bench/expert.bench.ts says how it is counted): ${String(CHIPS)} chips of urban-trees drawn at random of ${String(names.length)}, 64 cells of 32 px each,
${share.toFixed(0)} % of them trees; no deployed model; the live head learns after every chip in the model worker. Proposals were first shown on chip ${String(first)}.

${curve(chips)}

Over all ${String(CHIPS)} chips, the first ten counted, by how the expert works:

${habits(chips)}

What this does not show: the expert knows the truth without looking, and drags the threshold to where it is best, which a person only finds roughly; whoever drags over neighbours saves
little where crowns stand side by side. What proposals save in looking is not counted.
`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
