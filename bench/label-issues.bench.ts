// How soon wrong labels are found: trainer/tests/label_issues_bench.py flips labels of real chips and runs the check of labels on
// them as a runner does. Prints nothing where the imagery of ../shared/data is not there.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { printRow } from '@/bench/row';

const Row = z.object({
  ...{ name: z.string(), value: z.number(), unit: z.string() },
  peer: z.string().nullable().default(null),
  peerValue: z.number().nullable().default(null),
  ratio: z.number().nullable().default(null),
  target: z.string().nullable().default(null),
  ok: z.boolean().nullable().default(null),
});

const venv = process.env['QUADRAT_VENV'] ?? '.quadrat/venv';
const { stdout } = await promisify(execFile)(
  path.join(venv, 'bin/python'),
  ['trainer/tests/label_issues_bench.py'],
  { env: { ...process.env, PYTHONPATH: path.resolve('trainer/src'), OPENBLAS_NUM_THREADS: '1' } },
);
for (const line of stdout.split('\n').filter((text) => text !== '')) {
  printRow(Row.parse(JSON.parse(line)));
}
