// `npm start`: does what set-up is still to be done, then runs web, worker and runner until Ctrl+C.
//   node scripts/start.mjs [--dev] [--no-demo]
//   QUADRAT_HOME  folder that keeps everything of this instance (.quadrat)     PORT  port of the pages (3000)
//   DATABASE_URL  a PostgreSQL of your own instead of the built-in one        HOST  address to listen on (127.0.0.1)
//   QUADRAT_VENV  the trainer's Python environment (venv in QUADRAT_HOME)     QUADRAT_PYTHON  Python to make it with
// Plain Node until the packages are there; the rest is scripts/setup/main.ts.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { say, SetupError } from './setup/console.mjs';
import { diskFullWords } from './setup/disk.mjs';
import { checkNode, checkPort, findPython, installPackages, makeVenv } from './setup/prepare.mjs';
import { claimHome } from './setup/stamps.mjs';

const calledFrom = process.cwd();
process.chdir(path.resolve(import.meta.dirname, '..'));
const home = process.env.QUADRAT_HOME
  ? path.resolve(calledFrom, process.env.QUADRAT_HOME)
  : path.resolve('.quadrat');

try {
  checkNode();
  const { values } = parseArgs({
    options: { dev: { type: 'boolean' }, 'no-demo': { type: 'boolean' } },
  });
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new SetupError(`PORT is "${process.env.PORT}"; it must be a number from 1 to 65535.`);
  }
  const host = process.env.HOST || '127.0.0.1';
  const python = findPython();
  await checkPort(host, port);
  await mkdir(home, { recursive: true });
  await claimHome(home, port);

  const venv = process.env.QUADRAT_VENV
    ? path.resolve(calledFrom, process.env.QUADRAT_VENV)
    : path.join(home, 'venv');
  const pythonReady = makeVenv(python, venv, 'trainer/requirements.txt');
  // looked at where it is awaited; without this a failure before that would end the process without a word
  pythonReady.catch(() => undefined);
  await installPackages();
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('./setup/main.ts');
  await main({ home, host, port, venv, pythonReady, dev: values.dev, demo: !values['no-demo'] });
} catch (error) {
  say('quadrat', error instanceof SetupError ? error.message : String(error?.stack ?? error));
  const full = diskFullWords(error?.stack ?? error, [
    '.',
    os.tmpdir(),
    ...(existsSync(home) ? [home] : []),
  ]);
  // the last line is what to do
  if (full !== null) say('quadrat', full);
  process.exit(1);
}
