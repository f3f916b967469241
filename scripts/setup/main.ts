import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newSecret } from '@/lib/core/ids';
import { applicationAccess } from '@/lib/server/db/application-role';
import { migrate } from '@/lib/server/db/migrate';
import type { FirstPerson } from '@/lib/server/user/mutations';
import { writeWhole } from '@/lib/server/write-whole';
import { ensureDemo } from '../demo/demo';
import { ensureBasePackage } from './base-package';
import { run, say, SetupError, step } from './console.mjs';
import { keepDatabase } from './database';
import { generate } from './prepare.mjs';
import { hashOf, once } from './stamps.mjs';
import { startWatchdog, supervise } from './supervise';
import type { Service, ServiceSpec, Watchdog } from './supervise';

export interface Boot {
  /** absolute */
  home: string;
  host: string;
  port: number;
  /** the trainer's virtual environment, there once `pythonReady` resolves */
  venv: string;
  pythonReady: Promise<void>;
  dev: boolean;
  demo: boolean;
}

interface Secrets {
  nextAuthSecret: string;
  runnerToken: string;
  /** of the role as which the application connects to the database */
  databasePassword: string;
}

/** What is stopped, last started first, when the supervisor ends. */
type Cleanup = { name: string; stop: () => Promise<void> }[];

const STOP_GRACE_MS = 15_000;

/** Set-up, then the services, until a signal comes; returns when everything has ended. */
export async function main(boot: Boot): Promise<void> {
  const cleanup: Cleanup = [];
  const watchdog = startWatchdog();
  const people: FirstPerson[] = [];
  const stopped = untilSignal();
  try {
    const work = setUpAndServe(boot, watchdog, cleanup, people);
    // a failure after the signal (a killed build) is no news
    work.catch(() => undefined);
    await Promise.race([work, stopped]);
    await stopped;
  } finally {
    // a set-up that failed after the accounts were made must not swallow their passwords
    announcePeople(people);
    for (const { name, stop } of cleanup.reverse()) {
      await stop().catch((error: unknown) => say('quadrat', `${name}: ${String(error)}`));
    }
    watchdog.dismiss();
  }
  say('quadrat', 'stopped');
  process.exit(0);
}

async function setUpAndServe(
  boot: Boot,
  watchdog: Watchdog,
  cleanup: Cleanup,
  people: FirstPerson[],
): Promise<void> {
  await generate();
  const built = boot.dev ? Promise.resolve() : buildPages();
  // looked at where it is awaited; without this a failure before that would end the process without a word
  built.catch(() => undefined);
  const own = process.env['DATABASE_URL'];
  if (own !== undefined) {
    await serve(boot, { watchdog, cleanup, people, built, databaseUrl: own });
    return;
  }
  const database = await keepDatabase(path.join(boot.home, 'postgres'), watchdog);
  cleanup.push({ name: 'database', stop: () => database.stop() });
  const serving = serve(boot, { watchdog, cleanup, people, built, databaseUrl: database.url });
  await unlessLost(serving, database.lost);
  database.keepRunning();
  await database.lost;
}

/** What a query says of a database that dies comes before the news of its end, which is the reason to tell. */
const NEWS_MS = 2_000;

/** Waits for `work`; where the database is lost meanwhile, or was when `work` failed, that is the error. */
async function unlessLost(work: Promise<void>, lost: Promise<never>): Promise<void> {
  try {
    await Promise.race([work, lost]);
  } catch (error) {
    work.catch(() => undefined);
    await Promise.race([lost, sleep(NEWS_MS)]);
    throw error;
  }
}

interface Serving {
  watchdog: Watchdog;
  cleanup: Cleanup;
  people: FirstPerson[];
  built: Promise<void>;
  databaseUrl: string;
}

/** Everything above the database. */
async function serve(
  boot: Boot,
  { watchdog, cleanup, people, built, databaseUrl }: Serving,
): Promise<void> {
  const secrets = await keepSecrets(boot.home);
  const origin = `http://${boot.host === '0.0.0.0' ? '127.0.0.1' : boot.host}:${String(boot.port)}`;
  const applied = await migrate(databaseUrl);
  if (applied.length > 0) say('database', `migrations applied: ${applied.join(', ')}`);
  const access = await applicationAccess(databaseUrl, {
    password: secrets.databasePassword,
    given: process.env['QUADRAT_APP_DATABASE_URL'],
  });
  if (access.why !== null) say('database', access.why);
  Object.assign(process.env, {
    QUADRAT_HOME: boot.home,
    // from here on nothing works as the owner of the tables
    DATABASE_URL: access.url,
    PORT: String(boot.port),
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    NEXTAUTH_URL: process.env['NEXTAUTH_URL'] ?? origin,
  });
  // imported now: these read the settings made above
  const { ensureMachineToken } = await import('@/lib/server/token/mutations');
  const { ensureFirstPeople } = await import('@/lib/server/user/mutations');
  await ensureMachineToken({
    name: 'local runner',
    secret: secrets.runnerToken,
    scopes: ['runner'],
  });
  people.push(...(await ensureFirstPeople()));
  await built;

  const services: Service[] = [];
  const pids: Record<string, number> = {};
  const start = (spec: ServiceSpec): void => {
    const note = (pid: number): void => {
      pids[spec.name] = pid;
      try {
        // for people and tests that want to see or end one of them
        writeFileSync(path.join(boot.home, 'services.json'), JSON.stringify(pids));
      } catch (error) {
        // a full disk is no reason to end what runs
        say('quadrat', `services.json could not be written: ${String(error)}`);
      }
    };
    services.push(supervise(spec, watchdog, note));
  };
  cleanup.push({
    name: 'services',
    stop: async () => {
      say('quadrat', 'stopping');
      await Promise.all(services.map((service) => service.stop(STOP_GRACE_MS)));
    },
  });
  start(web(boot));
  start(worker());
  await untilUp(origin);
  await boot.pythonReady;
  await ensureBasePackage({ ...boot, origin, runnerToken: secrets.runnerToken });
  start(runner(boot, origin, secrets));
  if (boot.demo) await ensureDemo({ ...boot, origin });

  const { db } = await import('@/lib/server/db/client');
  await db().$disconnect();
  announcePeople(people);
  say('quadrat', `Quadrat is ready: ${process.env['NEXTAUTH_URL'] ?? origin}`);
}

const PAGES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'proxy.ts',
  'instrumentation.ts',
];
const SETTINGS = ['next.config.ts', 'postcss.config.mjs', 'package-lock.json'];

async function buildPages(): Promise<void> {
  const dist = process.env['NEXT_DIST_DIR'] ?? '.next';
  const hash = await hashOf([...PAGES, ...SETTINGS], [process.version, path.resolve('.')]);
  await once(path.join(dist, 'quadrat-stamp'), hash, () =>
    step('web', 'building the pages', async () => {
      await run('web', 'npm', ['run', '--silent', 'build'], {
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      });
    }),
  );
}

/** More copies than this are of no use: the database has a hundred connections. */
const MOST_COPIES = 4;

function web({ dev, host, port }: Boot): ServiceSpec {
  const copies = Math.min(availableParallelism(), MOST_COPIES);
  const next = ['node_modules/next/dist/bin/next', 'dev', '-H', host, '-p', String(port)];
  return {
    name: 'web',
    command: process.execPath,
    args: dev ? next : ['scripts/setup/web.mjs', String(copies), host, String(port)],
    env: { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' },
  };
}

function worker(): ServiceSpec {
  return {
    name: 'worker',
    command: process.execPath,
    args: ['--import', 'tsx', 'lib/server/worker/main.ts'],
    env: {},
  };
}

function runner({ home, venv }: Boot, origin: string, secrets: Secrets): ServiceSpec {
  return {
    name: 'runner',
    command: path.join(venv, 'bin', 'quadrat-runner'),
    args: ['--server', origin, '--name', 'local runner', '--cache', path.join(home, 'cache')],
    env: { QUADRAT_RUNNER_TOKEN: secrets.runnerToken, PYTHONUNBUFFERED: '1' },
  };
}

async function keepSecrets(home: string): Promise<Secrets> {
  const file = path.join(home, 'secrets.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  const known = text === null ? {} : (JSON.parse(text) as Partial<Secrets>);
  // an instance of before has not all of them
  const all: Secrets = {
    nextAuthSecret: known.nextAuthSecret ?? newSecret(),
    runnerToken: known.runnerToken ?? `qd_${newSecret()}`,
    databasePassword: known.databasePassword ?? newSecret(),
  };
  const made = JSON.stringify(all, null, 2);
  if (made !== text) await writeWhole(file, made);
  return all;
}

async function untilUp(origin: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  let last = '';
  while (performance.now() < deadline) {
    try {
      const reply = await fetch(`${origin}/api/v1/health`);
      if (reply.ok) return;
      last = `it answers ${String(reply.status)}`;
    } catch (error) {
      last = String(error);
    }
    await sleep(150);
  }
  throw new SetupError(
    `The web process did not come up within a minute: ${last}. Its lines are above.`,
  );
}

function announcePeople(people: FirstPerson[]): void {
  if (people.length === 0) return;
  say(
    'quadrat',
    'First accounts. Their one-time passwords are shown this once; each is changed at the first sign-in:',
  );
  for (const { role, email, password } of people.splice(0)) {
    say('quadrat', `  ${role.toLowerCase().padEnd(9)} ${email.padEnd(24)} ${password}`);
  }
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once (the watchdog cleans up). */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let seen = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (seen) process.exit(130);
        seen = true;
        resolve();
      });
    }
  });
}
