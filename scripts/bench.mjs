// `npm run bench [-- <name> ...]`: runs bench/<name>.bench.ts (all by default, and the set-up time), each with a database
// and a QUADRAT_HOME of its own. A bench prints rows as JSON lines {name, value, unit, peer, peerValue, ratio, target, ok};
// they go to bench/results.json and docs/benchmarks.md. Exit code 1 when a bench fails or a target is missed.
import path from 'node:path';
import { SetupError } from './setup/console.mjs';
import { checkNode, findPython, generate, installPackages, makeVenv } from './setup/prepare.mjs';

process.chdir(path.resolve(import.meta.dirname, '..'));

try {
  checkNode();
  const venv = path.resolve(process.env.QUADRAT_VENV ?? '.quadrat/venv');
  const pythonReady = makeVenv(findPython(), venv, 'trainer/requirements.txt');
  pythonReady.catch(() => undefined);
  await installPackages();
  await generate();
  await pythonReady;
  const { register } = await import('tsx/esm/api');
  register();
  const { bench } = await import('./setup/bench.ts');
  process.exitCode = (await bench(process.argv.slice(2), venv)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
