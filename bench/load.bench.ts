// How many people can label at once: 32, 100 and 200 save a stroke of 64 cells about once a second each, over HTTP, signed in by
// cookie, on a production instance; then 32 without pauses, for the most saves a second. Load and server share the machine's cores.
// QUADRAT_BENCH_LABEL_STUDIO names a Python environment with label-studio and gunicorn: it is then measured in the same run.
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createLabelers } from '@/bench/load/people';
import type { Labeler } from '@/bench/load/people';
import { paced, unpaced } from '@/bench/load/crowd';
import { measureLabelStudio } from '@/bench/load/label-studio';
import { saveStroke } from '@/bench/load/save';
import { percentile } from '@/bench/percentile';
import { heapOfWeb, memoryOfWeb } from '@/bench/web-memory';
import { atMost, printRow } from '@/bench/row';
import type { Judged } from '@/bench/row';
import { db } from '@/lib/server/db/client';
import { freePort } from '@/lib/server/db/embedded';
import { startInstance } from '@/scripts/setup/instance.mjs';

const CROWDS = [32, 100, 200];
/** The crowd that has targets. */
const JUDGED = 200;
const MOST_MS = 100;
const SECONDS = 15;
const WARMUP_SECONDS = 5;
const CLIENTS = 32;
const TIMES_PEER = 10;
const MOST_GROWTH_MB = 5;

interface Peer {
  name: string;
  rate: number | null;
}

function print(
  name: string,
  value: number,
  unit: string,
  more: Judged & { peer?: Peer } = {},
): void {
  const { peer, ...judged } = more;
  const rate = peer?.rate ?? null;
  printRow({
    ...{ name, value: Number(value.toPrecision(3)), unit, peer: peer?.name ?? null },
    ...{ peerValue: rate && Number(rate.toPrecision(3)), ratio: rate && value / rate },
    ...judged,
  });
}

/** What else the machine did belongs to the figures: the others' work and this bench's. */
function printLoad(when: string): void {
  const [one = 0] = os.loadavg();
  print(`load average of the machine (1 min) ${when}`, one, `on ${String(os.cpus().length)} cores`);
}

const home = process.env['QUADRAT_HOME'] ?? '';
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const labelStudio = process.env['QUADRAT_BENCH_LABEL_STUDIO'];

/** Saves a second of Quadrat, and what was measured on the way. */
async function measureQuadrat(): Promise<number> {
  const instance = await startInstance({ home, env: { DATABASE_URL: databaseUrl }, demo: false });
  try {
    const url = instance.env.QUADRAT_URL;
    const secrets = await readFile(path.join(home, 'secrets.json'), 'utf8');
    process.env['NEXTAUTH_SECRET'] = (
      JSON.parse(secrets) as { nextAuthSecret: string }
    ).nextAuthSecret;
    const everybody = await createLabelers(JUDGED);
    const save = (person: Labeler, agent: Parameters<typeof saveStroke>[2]): Promise<void> =>
      saveStroke(url, person, agent);
    await unpaced(everybody.slice(0, CLIENTS), WARMUP_SECONDS, save);
    const before = { resident: await memoryOfWeb(home), heap: await heapOfWeb(home) };
    for (const count of CROWDS) {
      printLoad(`before ${String(count)} people save`);
      const { times, errors, seconds } = await paced(everybody.slice(0, count), SECONDS, save);
      const name = `${String(count)} people save a 64-cell stroke a second each over HTTP`;
      const judged = count === JUDGED;
      const p95 = percentile(times, 0.95);
      print(`${name}: saves`, times.length / seconds, 'saves/s');
      print(`${name}: p50`, percentile(times, 0.5), 'ms');
      print(...([`${name}: p95`, p95, 'ms'] as const), judged ? atMost(p95, MOST_MS, 'ms') : {});
      print(`${name}: failed`, errors, 'saves', judged ? { target: '0', ok: errors === 0 } : {});
    }
    printLoad('before 32 clients save without pauses');
    const burst = await unpaced(everybody.slice(0, CLIENTS), SECONDS, save);
    printLoad('after these saves');
    const name = '32 clients save over HTTP without pauses';
    print(`${name}: p95`, percentile(burst.times, 0.95), 'ms');
    print(`${name}: failed`, burst.errors, 'saves');
    print('memory of the web process before these saves, warm', before.resident, 'MB');
    print('memory of the web process after these saves', await memoryOfWeb(home), 'MB');
    const growth = (await heapOfWeb(home)) - before.heap;
    print('growth of what the web process holds after collection, over these saves', growth, 'MB', {
      ...atMost(growth, MOST_GROWTH_MB, 'MB'),
    });
    return burst.times.length / burst.seconds;
  } finally {
    await db().$disconnect();
    await instance.stop();
  }
}

async function measurePeer(): Promise<Peer> {
  if (labelStudio === undefined) return { name: 'Label Studio (not run)', rate: null };
  printLoad('before Label Studio');
  const folder = path.join(home, 'label-studio');
  const port = await freePort();
  const place = { venv: path.resolve(labelStudio), folder, databaseUrl, port };
  const { version, times, errors, seconds } = await measureLabelStudio(place, CLIENTS, SECONDS);
  console.error(
    `[load] Label Studio ${version}: ${String(times.length)} saves in ${seconds.toFixed(1)} s, p95 ${percentile(times, 0.95).toFixed(0)} ms, ${String(errors)} errors`,
  );
  if (errors > 0) throw new Error('Label Studio refused saves: its rate is no measure.');
  return { name: `Label Studio ${version}, gunicorn`, rate: times.length / seconds };
}

const rate = await measureQuadrat();
const peer = await measurePeer();
print('64-cell saves over HTTP without pauses, 32 clients', rate, 'saves/s', {
  ...{ peer, target: `>= ${String(TIMES_PEER)} x` },
  ok: peer.rate === null ? null : rate >= TIMES_PEER * peer.rate,
});
