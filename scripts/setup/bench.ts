import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { newSecret } from '@/lib/core/ids';
import { instant } from '@/lib/core/clock';
import { startEmbedded } from '@/lib/server/db/embedded';
import { migrate } from '@/lib/server/db/migrate';
import { run, step } from './console.mjs';
import { createDatabase, dropDatabase } from './databases';
import { startInstance } from './instance.mjs';

const BenchRow = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** what it is measured against, where there is something */
  peer: z.string().nullable(),
  peerValue: z.number().nullable(),
  ratio: z.number().nullable(),
  /** in words, for instance ">= 20 x"; null: reported, not judged */
  target: z.string().nullable(),
  ok: z.boolean().nullable(),
});
type BenchRow = z.infer<typeof BenchRow>;

const Results = z.object({ at: z.string(), machine: z.string(), rows: z.array(BenchRow) });

const RESULTS = 'bench/results.json';
const TABLE = 'docs/benchmarks.md';
const FIRST_START_SECONDS = 360;
const SECOND_START_SECONDS = 15;

/** Runs the named benches (all, and the set-up time, when none is named). True when none failed or missed its target. */
export async function bench(names: readonly string[], venv: string): Promise<boolean> {
  const known = (await readdir('bench'))
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.replace('.bench.ts', ''));
  const unknown = names.find((name) => name !== 'setup' && !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no bench/${unknown}.bench.ts.`);
  const wanted = names.length > 0 ? names : [...known, 'setup'];
  const rows: BenchRow[] = [];
  const broken: string[] = [];
  for (const name of wanted) {
    try {
      const made = await step('bench', name, () =>
        name === 'setup' ? measureSetup() : runBench(name, venv),
      );
      rows.push(...made);
    } catch (error) {
      broken.push(name);
      console.error(error instanceof Error ? error.message : error);
    }
  }
  const all = await keep(rows, names.length > 0);
  console.log(`\n${tableOf(all)}`);
  if (broken.length > 0) console.error(`Failed: ${broken.join(', ')}`);
  return broken.length === 0 && rows.every((row) => row.ok !== false);
}

/** A bench in a process of its own, with a fresh database. Lines that are no rows are shown. */
async function runBench(name: string, venv: string): Promise<BenchRow[]> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'quadrat-bench-'));
  const server = await startDatabase(home);
  try {
    await migrate(server.url);
    return await rowsOf(name, {
      DATABASE_URL: server.url,
      QUADRAT_HOME: home,
      QUADRAT_VENV: venv,
      NEXTAUTH_SECRET: newSecret(),
      QUADRAT_LOG_LEVEL: 'warn',
    });
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * A fresh database: in a server of its own, or in the one that QUADRAT_BENCH_DATABASE_URL names (a superuser's). There
 * QUADRAT_BENCH_KEEP=1 leaves it, and says where it is.
 */
async function startDatabase(home: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['QUADRAT_BENCH_DATABASE_URL'];
  if (given === undefined) {
    return await startEmbedded(path.join(home, 'postgres'), { onLog: () => undefined });
  }
  const name = `quadrat_bench_${String(process.pid)}`;
  const url = await createDatabase(given, name);
  return {
    url,
    stop: async () => {
      if (process.env['QUADRAT_BENCH_KEEP'] === '1') console.log(`kept: ${url}`);
      else await dropDatabase(given, name);
    },
  };
}

function rowsOf(name: string, env: Record<string, string>): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', `bench/${name}.bench.ts`], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) rows.push(BenchRow.parse(JSON.parse(line)));
      else console.log(line);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) reject(new Error(`bench/${name}.bench.ts ended with code ${String(code)}`));
      else if (rows.length === 0) reject(new Error(`bench/${name}.bench.ts printed no row`));
      else resolve(rows);
    });
  });
}

/** From a fresh clone to the ready line, and the second start of the same clone. */
async function measureSetup(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-clone-'));
  const clone = path.join(folder, 'quadrat');
  await run('bench', 'git', ['clone', '--quiet', '.', clone]);
  const home = path.join(clone, '.quadrat');
  const start = async (): Promise<number> => {
    const began = performance.now();
    const instance = await startInstance({ root: clone, home });
    const seconds = (performance.now() - began) / 1000;
    await instance.stop();
    return Number(seconds.toFixed(1));
  };
  try {
    const [first, second] = [await start(), await start()];
    return [
      setupRow('first npm start of a fresh clone, to the address', first, FIRST_START_SECONDS),
      setupRow('second npm start, to the address', second, SECOND_START_SECONDS),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function setupRow(name: string, value: number, most: number): BenchRow {
  const none = { peer: null, peerValue: null, ratio: null };
  return { name, value, unit: 's', ...none, target: `<= ${String(most)} s`, ok: value <= most };
}

/** Writes the rows; a partial run keeps the other rows of the last one. */
async function keep(rows: BenchRow[], partial: boolean): Promise<BenchRow[]> {
  const before = partial ? await lastRows() : [];
  const names = new Set(rows.map((row) => row.name));
  const all = [...before.filter((row) => !names.has(row.name)), ...rows];
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown';
  const machine = `${String(os.cpus().length)} cores (${cpu}), ${String(Math.round(os.totalmem() / 1024 ** 3))} GiB, Node ${process.versions.node}`;
  const results = { at: instant().toISOString(), machine, rows: all };
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(
    TABLE,
    `# Benchmarks\n\nWritten by \`npm run bench\` on ${results.at.slice(0, 10)}: ${machine}. The machine was shared; read single figures as +- 30 %. The simulated expert’s curve: expert-curve.md.\n\n${tableOf(all)}`,
  );
  return all;
}

async function lastRows(): Promise<BenchRow[]> {
  const text = await readFile(RESULTS, 'utf8').catch(() => null);
  return text === null ? [] : Results.parse(JSON.parse(text)).rows;
}

function tableOf(rows: readonly BenchRow[]): string {
  const number = (n: number | null): string =>
    n === null ? '' : n.toLocaleString('en', { maximumSignificantDigits: n >= 1000 ? 6 : 4 });
  const lines = rows.map((row) => {
    const ok = row.ok === null ? '' : row.ok ? 'yes' : 'NO';
    const cells = [row.name, `${number(row.value)} ${row.unit}`, row.peer ?? ''];
    const more = [number(row.peerValue), number(row.ratio), row.target ?? '', ok];
    return `| ${[...cells, ...more].join(' | ')} |`;
  });
  const head = '| what | value | against | its value | ratio | target | met |';
  return `${[head, '| --- | --- | --- | --- | --- | --- | --- |', ...lines].join('\n')}\n`;
}
