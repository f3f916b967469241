// Real packages for tests of the browser's model, made by the trainer in the virtual environment: the base package, and
// one with a head trained on a small drawn set. Made once for each state of the trainer's code.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from '@/scripts/setup/stamps.mjs';

const run = promisify(execFile);
const HOME = path.resolve('.quadrat/cache/sample-packages');

export interface SamplePackages {
  /** folders with manifest.json */
  readonly base: string;
  readonly trained: string;
}

function venv(): string {
  return path.resolve(
    process.env['QUADRAT_TEST_VENV'] ?? process.env['QUADRAT_VENV'] ?? '.quadrat/venv',
  );
}

/** Why there can be no sample packages here, or null when there can be. */
export function lackOfTrainer(): string | null {
  const program = path.join(venv(), 'bin/quadrat-trainer');
  return existsSync(program) ? null : `the trainer is not installed (${program})`;
}

/** Folders of the two packages, made where they are missing. */
export async function samplePackages(): Promise<SamplePackages> {
  const inputs = ['trainer/src/quadrat_trainer', 'trainer/tests/synthetic.py'];
  const base = path.join(HOME, 'base');
  const job = path.join(HOME, 'job');
  await once(path.join(HOME, 'stamp'), await hashOf(inputs), async () => {
    await rm(base, { recursive: true, force: true });
    await rm(job, { recursive: true, force: true });
    await mkdir(HOME, { recursive: true });
    const trainer = path.join(venv(), 'bin/quadrat-trainer');
    await run(trainer, ['base', '--out', base]);
    const write =
      'import sys, pathlib, synthetic; synthetic.write_job(*map(pathlib.Path, sys.argv[1:]))';
    await run(path.join(venv(), 'bin/python'), ['-c', write, job, base], {
      env: { ...process.env, PYTHONPATH: path.resolve('trainer/tests') },
    });
    await run(trainer, ['run', job]);
  });
  return { base, trained: path.join(job, 'package') };
}
