// The trainer's own figures (trainer/src/quadrat_trainer/bench.py), processor seconds of one thread. The peer of head training
// is pyspacer 0.14.0's MLP on 10,000 points (measured beside it: wall time of its whole task with calibration, 1,280
// features), which `npm run bench` does not install: the two are not like for like.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const Row = z.object({ name: z.string(), value: z.number(), unit: z.string() });
const PYSPACER_SECONDS = 13.9;

const venv = process.env['QUADRAT_VENV'] ?? '.quadrat/venv';
const { stdout } = await promisify(execFile)(path.join(venv, 'bin/python'), [
  '-m',
  'quadrat_trainer.bench',
]);
for (const line of stdout.trim().split('\n')) {
  const row = Row.parse(JSON.parse(line));
  const head = row.name.includes('head') && row.unit === 's';
  const ratio = head ? PYSPACER_SECONDS / row.value : null;
  console.log(
    JSON.stringify({
      ...row,
      peer: head ? 'pyspacer 0.14.0 MLP' : null,
      peerValue: head ? PYSPACER_SECONDS : null,
      ratio,
      target: head ? '>= 20 x' : null,
      ok: ratio === null ? null : ratio >= 20,
    }),
  );
}
