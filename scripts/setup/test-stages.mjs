// The stages of `npm test`; each runs commands with their output shown and adds their counts to the tally. Plain Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromiumPath } from './chromium.mjs';
import { SetupError } from './console.mjs';
import { startInstance } from './instance.mjs';

const bin = (name) => path.join('node_modules', '.bin', name);
const SOURCES = ['app', 'components', 'lib', 'cli', 'scripts', 'tests', 'bench', 'playwright'];

/** Runs a command with its output shown; resolves to its exit code (1 when it cannot be run). */
function show(command, args, env = {}, cwd = '.') {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a command; resolves to its exit code (1 when it cannot be run) and what it printed. */
function gather(command, args, cwd = '.', env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...{ stdio: ['ignore', 'pipe', 'pipe'], cwd, env: { ...process.env, ...env } },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', (error) => resolve({ code: 1, output: `${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Counts of all that ran. */
export class Tally {
  #rows = [];
  #reports = 0;

  constructor(folder) {
    this.folder = folder;
  }

  /** Runs `work`, which resolves to counts, as the part `name`. */
  async part(name, work) {
    console.log(`\n== ${name}`);
    const began = performance.now();
    const counts = await work().catch((error) => {
      console.error(error instanceof SetupError ? error.message : error);
      return { passed: 0, failed: 1 };
    });
    const seconds = (performance.now() - began) / 1000;
    this.#rows.push({ name, skipped: 0, ...counts, seconds });
    console.log(`== ${name}: ${words(counts)} in ${seconds.toFixed(1)} s`);
  }

  /** A check that passes or fails as a whole; its output is shown in one piece when it ends, since others run beside it. */
  async check(name, command, args, cwd) {
    const began = performance.now();
    const { code, output } = await gather(command, args, cwd);
    const counts = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
    const seconds = (performance.now() - began) / 1000;
    this.#rows.push({ name, skipped: 0, ...counts, seconds });
    console.log(`\n== ${name}\n${output}== ${name}: ${words(counts)} in ${seconds.toFixed(1)} s`);
  }

  /** A test runner that writes a report to the file it is given; `read` takes the counts from the report's text. */
  async suite(name, run, read) {
    await this.part(name, async () => {
      const file = path.join(this.folder, `report-${String((this.#reports += 1))}`);
      const code = await run(file);
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return { passed: 0, failed: 1 };
      const counts = read(text);
      // a runner that failed outside a test, or found no tests, has failed
      if (code !== 0 && counts.failed === 0) counts.failed = 1;
      return counts;
    });
  }

  /** Prints the table and the last line; true when something ran and nothing failed. */
  conclude() {
    const sum = (key) => this.#rows.reduce((total, row) => total + row[key], 0);
    console.log('');
    for (const row of this.#rows) {
      console.log(`${row.name.padEnd(34)} ${row.seconds.toFixed(1).padStart(7)} s  ${words(row)}`);
    }
    console.log(`${String(sum('passed'))} passed, ${String(sum('failed'))} failed`);
    return sum('failed') === 0 && sum('passed') > 0;
  }
}

function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

function readVitest(text) {
  const report = JSON.parse(text);
  return {
    passed: report.numPassedTests,
    // a file that cannot be loaded counts as a suite only
    failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
    skipped: report.numPendingTests,
  };
}

function readPlaywright(text) {
  const { stats } = JSON.parse(text);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}

function readJunit(text) {
  const count = (key) => Number(new RegExp(`<testsuite [^>]*\\b${key}="(\\d+)"`).exec(text)?.[1]);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed, skipped: count('skipped') };
}

const vitest =
  (project, env, paths = []) =>
  (file) =>
    show(bin('vitest'), ['run', '--project', project, ...paths], {
      ...{ QUADRAT_TEST_JSON: file, ...env },
    });

/** Each of these computes on one core: ESLint, the longest, beside all the others. */
async function staticChecks(tally) {
  const lint = tally.check('lint', 'npm', ['run', '--silent', 'lint']);
  await tally.check('format', bin('prettier'), ['--check', '--log-level=warn', '.']);
  await tally.check('types', 'npm', ['run', '--silent', 'typecheck']);
  const folders = SOURCES.filter((folder) => existsSync(folder));
  await tally.check('layers', bin('depcruise'), folders);
  await tally.check('unused code', bin('knip'), []);
  await lint;
}

/** Where statements are written by hand, with plans, locks and types that versions of PostgreSQL may see differently. */
const OWN_SQL = [
  ...['lib/server/db/', 'lib/server/jobs/', 'lib/server/label/', 'lib/server/overview/'],
  ...['lib/server/queue/', 'lib/server/review/'],
];

async function server(tally, { venv }) {
  const env = { QUADRAT_TEST_VENV: venv };
  const embedded = { ...env, QUADRAT_TEST_DATABASE_URL: '' };
  await tally.suite('server, built-in PostgreSQL', vitest('server', embedded), readVitest);
  const url =
    process.env.QUADRAT_TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';
  const version = await serverVersion(url);
  if (version === null) {
    console.log(`\n== server, other PostgreSQL: left out, none answers at ${new URL(url).host}`);
    return;
  }
  const other = { ...env, QUADRAT_TEST_DATABASE_URL: url };
  const gone = OWN_SQL.filter((folder) => !existsSync(folder));
  if (gone.length > 0) throw new Error(`OWN_SQL names folders that are gone: ${gone.join(', ')}`);
  const run = vitest('server', other, OWN_SQL);
  await tally.suite(`server, PostgreSQL ${version}: own SQL`, run, readVitest);
}

async function serverVersion(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return (await client.query('SHOW server_version_num')).rows[0].server_version_num.slice(0, 2);
  } catch {
    // none is there, or it does not let us in: the built-in one was tested
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function trainer(tally, { venv }) {
  const program = (name) => path.join(venv, 'bin', name);
  await tally.check('trainer: lint', program('ruff'), ['check', '.'], 'trainer');
  await tally.check('trainer: format', program('ruff'), ['format', '--check', '.'], 'trainer');
  await tally.check(
    'trainer: types',
    program('pyright'),
    ['--pythonpath', program('python')],
    'trainer',
  );
  // shown in one piece when it ends, since the server's tests run beside it
  const pytest = async (file) => {
    const args = ['-q', `--junitxml=${file}`];
    const { code, output } = await gather(program('pytest'), args, 'trainer', {
      OMP_NUM_THREADS: '1',
    });
    console.log(output);
    return code;
  };
  await tally.suite('trainer: tests', pytest, readJunit);
}

async function journeys(tally, { venv }) {
  const chromium = await chromiumPath();
  await tally.part('journeys: npm start', async () => {
    const instance = await startInstance({
      env: { QUADRAT_VENV: venv },
    });
    try {
      const env = { CHROMIUM_PATH: chromium, ...instance.env };
      const run = (file) => show(bin('playwright'), ['test'], { QUADRAT_TEST_JSON: file, ...env });
      await tally.suite('journeys', run, readPlaywright);
    } finally {
      await instance.stop();
    }
    // it printed its address and accounts, and stopped when asked
    return { passed: 1, failed: 0 };
  });
}

/** In the order in which they run, the quick ones first; two that leave a core idle now and then run beside each other. */
export const STAGES_TOGETHER = [['static', 'unit'], ['server', 'trainer'], ['journeys']];

export const STAGES = {
  static: staticChecks,
  unit: (tally) => tally.suite('unit', vitest('unit'), readVitest),
  server,
  trainer,
  journeys,
};
