// `npm test`: sets up what it needs and runs everything. `--only=static,unit,server,trainer,journeys` runs a part.
// The last line is `N passed, N failed`; the exit code is 1 when anything failed or nothing ran. A static check counts as one.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from './setup/console.mjs';
import { checkNode, findPython, generate, installPackages, makeVenv } from './setup/prepare.mjs';
import { STAGES, STAGES_TOGETHER, Tally } from './setup/test-stages.mjs';

process.chdir(path.resolve(import.meta.dirname, '..'));

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = Object.keys(STAGES);
  const wanted = values.only?.split(',') ?? names;
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new SetupError(`--only=${unknown}: there is ${names.join(', ')}`);
  }
  checkNode();
  const venv = path.resolve(process.env.QUADRAT_VENV ?? '.quadrat/venv');
  const usesPython = (name) => name !== 'static' && name !== 'unit';
  const pythonReady = wanted.some(usesPython)
    ? makeVenv(findPython(), venv, 'trainer/requirements-dev.txt')
    : Promise.resolve();
  // looked at where a stage awaits it
  pythonReady.catch(() => undefined);
  await installPackages();
  await generate();

  const folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-results-'));
  const tally = new Tally(folder);
  try {
    for (const together of STAGES_TOGETHER) {
      const stages = together.filter((name) => wanted.includes(name));
      if (stages.some(usesPython)) await pythonReady;
      await Promise.all(stages.map((name) => STAGES[name](tally, { venv })));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return tally.conclude();
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
