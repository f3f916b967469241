import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newSecret } from '@/lib/core/ids';
import { startEmbedded } from '@/lib/server/db/embedded';
import { migrate } from '@/lib/server/db/migrate';
import type { FirstPerson } from '@/lib/server/user/mutations';
import { ensureDemo } from '../demo/demo';
import { ensureBasePackage } from './base-package';
import { run, say, SetupError, step } from './console.mjs';
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
  const secrets = await keepSecrets(boot.home);
  const origin = `http://${boot.host === '0.0.0.0' ? '127.0.0.1' : boot.host}:${String(boot.port)}`;
  await generate();

  const built = boot.dev ? Promise.resolve() : buildPages();
  const databaseUrl = process.env['DATABASE_URL'] ?? (await startDatabase(boot, watchdog, cleanup));
  const applied = await migrate(databaseUrl);
  if (applied.length > 0) say('database', `migrations applied: ${applied.join(', ')}`);
  Object.assign(process.env, {
    QUADRAT_HOME: boot.home,
    DATABASE_URL: databaseUrl,
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
      // for people and tests that want to see or end one of them
      writeFileSync(path.join(boot.home, 'services.json'), JSON.stringify(pids));
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

/** Starts the built-in database, and starts it again should it end by itself. Returns its address. */
async function startDatabase(boot: Boot, watchdog: Watchdog, cleanup: Cleanup): Promise<string> {
  const folder = path.join(boot.home, 'postgres');
  let stopping = false;
  let up = false;
  const begin = () =>
    startEmbedded(folder, {
      onLog: (line) => {
        if (!line.startsWith('LOG:') || !up) say('database', line);
      },
      onSpawn: (pid) => watchdog.watch(pid, 'SIGINT'),
    });
  let server = await begin();
  up = true;
  const { url } = server;
  const keep = async (): Promise<void> => {
    for (;;) {
      await server.ended;
      watchdog.forget(server.pid);
      if (stopping) return;
      say('database', 'it ended by itself; starting it again');
      await sleep(1000);
      server = await begin();
      if (server.url !== url) {
        throw new SetupError(
          'The port of the database was taken while it was down. Start Quadrat again.',
        );
      }
    }
  };
  keep().catch((error: unknown) => {
    say('database', error instanceof Error ? error.message : String(error));
    process.kill(process.pid, 'SIGTERM');
  });
  cleanup.push({
    name: 'database',
    stop: async () => {
      stopping = true;
      await server.stop();
    },
  });
  return url;
}

function web({ dev, host, port }: Boot): ServiceSpec {
  return {
    name: 'web',
    command: process.execPath,
    args: [
      'node_modules/next/dist/bin/next',
      dev ? 'dev' : 'start',
      '-H',
      host,
      '-p',
      String(port),
    ],
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
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return JSON.parse(known) as Secrets;
  const made: Secrets = { nextAuthSecret: newSecret(), runnerToken: `qd_${newSecret()}` };
  await writeFile(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
  return made;
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
