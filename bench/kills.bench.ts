// Nothing acknowledged is lost: four people save without a break while web, worker, database and supervisor of their instance are
// killed in turn, QUADRAT_BENCH_KILLS times (50). Then each acknowledged cell is compared with what the server has.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SavingClient } from '@/bench/kills/client';
import { MortalInstance, VICTIMS } from '@/bench/kills/victims';
import type { Victim } from '@/bench/kills/victims';
import { createLabelers } from '@/bench/load/people';
import type { Labeler } from '@/bench/load/people';
import { atMost, printRow } from '@/bench/row';
import { db } from '@/lib/server/db/client';
import { freePort } from '@/lib/server/db/embedded';

const ROUNDS = Number(process.env['QUADRAT_BENCH_KILLS'] ?? 50);
const CLIENTS = 4;
/** Saves of each client after which everything goes its way again. */
const SAVES_AGAIN = 3;
/** Longer than this nobody waits: work is stuck. */
const MOST_SECONDS = 120;

/** People of the instance on `home`, made in its database. */
async function peopleOf(home: string): Promise<Labeler[]> {
  const read = async <T>(file: string): Promise<T> =>
    JSON.parse(await readFile(path.join(home, file), 'utf8')) as T;
  const { port, password } = await read<{ port: number; password: string }>('postgres/server.json');
  const { nextAuthSecret } = await read<{ nextAuthSecret: string }>('secrets.json');
  process.env['DATABASE_URL'] =
    `postgresql://postgres:${password}@127.0.0.1:${String(port)}/quadrat`;
  process.env['NEXTAUTH_SECRET'] = nextAuthSecret;
  const people = await createLabelers(CLIENTS);
  await db().$disconnect();
  return people;
}

/** One kill, at some moment of the saving; seconds until everybody's work is acknowledged again. */
async function round(
  instance: MortalInstance,
  victim: Victim,
  clients: readonly SavingClient[],
): Promise<number> {
  await sleep(500 + Math.random() * 1500);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const recovered = instance.kill(victim);
  // a client's saves count from when the process is there again, or from the kill where nobody needs it
  if (victim !== 'worker') await Promise.race([recovered, sleep(MOST_SECONDS * 1000)]);
  const before = clients.map(({ acknowledged }) => acknowledged);
  const goesOn = (client: SavingClient, i: number): boolean =>
    client.acknowledged >= (before[i] ?? 0) + SAVES_AGAIN;
  while (!clients.every(goesOn)) {
    if (seconds() > MOST_SECONDS) throw new Error(`work is stuck after a kill of the ${victim}`);
    await sleep(50);
  }
  const took = seconds();
  await recovered;
  return took;
}

const home = await mkdtemp(path.join(os.tmpdir(), 'quadrat-kills-'));
const port = await freePort();
const instance = new MortalInstance(home, port);
try {
  await instance.start();
  const url = `http://127.0.0.1:${String(port)}`;
  const clients = (await peopleOf(home)).map((person) => new SavingClient(url, person));
  const running = Promise.all(clients.map((client) => client.run()));
  running.catch(() => undefined);
  const slowest = new Map<Victim, number>();
  for (let done = 0; done < ROUNDS; done += 1) {
    const victim = VICTIMS[done % VICTIMS.length] ?? 'web';
    const took = await round(instance, victim, clients);
    console.error(`[kills] ${String(done + 1)} ${victim}: ${took.toFixed(1)} s`);
    slowest.set(victim, Math.max(took, slowest.get(victim) ?? 0));
  }
  for (const client of clients) client.stop();
  await running;
  const verdicts = await Promise.all(clients.map((client) => client.verdict()));
  const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);
  const name = `${String(ROUNDS)} kills while ${String(CLIENTS)} people save`;
  for (const { refused } of clients) for (const words of refused.slice(0, 3)) console.error(words);
  const count = (what: string, value: number, judged: boolean): void =>
    printRow({ name: `${name}: ${what}`, value, unit: 'saves', ...(judged ? none(value) : {}) });
  count('acknowledged', sum(clients.map((client) => client.acknowledged)), false);
  count('sent again', sum(clients.map((client) => client.resent)), false);
  count('refused or in conflict', sum(clients.map(({ refused }) => refused.length)), true);
  count('not applied exactly once', sum(verdicts.map(({ notOnce }) => notOnce)), true);
  const lost = sum(verdicts.map((verdict) => verdict.lost));
  printRow({ name: `${name}: acknowledged cells lost`, value: lost, unit: 'cells', ...none(lost) });
  for (const [victim, took] of slowest) {
    printRow({
      name: `${name}: until all save again, ${victim} killed, slowest`,
      ...{ value: Number(took.toPrecision(3)), unit: 's', ...atMost(took, MOST_SECONDS, 's') },
    });
  }
} finally {
  await instance.stop();
  await rm(home, { recursive: true, force: true });
}
process.exit(0);

function none(value: number): { target: string; ok: boolean } {
  return { target: '0', ok: value === 0 };
}
