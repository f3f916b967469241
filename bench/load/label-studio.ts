// Label Studio as a peer: its own server under gunicorn, two workers of eight threads, on the same PostgreSQL.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, open, readdir } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { newSecret } from '@/lib/core/ids';
import { post } from '@/bench/load/http';
import { unpaced } from '@/bench/load/crowd';
import type { Measured } from '@/bench/load/crowd';
import { createDatabase, dropDatabase } from '@/scripts/setup/databases';

interface Place {
  /** of its Python environment, with label-studio and gunicorn */
  venv: string;
  /** for its files; made */
  folder: string;
  /** of a database on the server to use; its own is made beside it */
  databaseUrl: string;
  port: number;
}

const DATABASE = 'label_studio';
const TASKS = 2000;
const START_MS = 240_000;
const STOP_MS = 15_000;
const CLASSES = ['Crown', 'Shrub', 'Grass', 'Soil', 'Water'];
const SIDE = 8;

/**
 * What it saves in a second when `clients` save without pauses: each save is an annotation of 64 labelled rectangles on a task
 * that has none. Ends after `seconds`, or when its tasks are used up.
 */
export async function measureLabelStudio(
  place: Place,
  clients: number,
  seconds: number,
): Promise<Measured & { version: string }> {
  await mkdir(place.folder, { recursive: true });
  await createDatabase(place.databaseUrl, DATABASE);
  try {
    return await serveAndMeasure(place, clients, seconds);
  } finally {
    await dropDatabase(place.databaseUrl, DATABASE);
  }
}

async function serveAndMeasure(
  place: Place,
  clients: number,
  seconds: number,
): Promise<Measured & { version: string }> {
  const token = newSecret()
    .replaceAll(/[^a-zA-Z0-9]/g, 'x')
    .slice(0, 40);
  const address = `http://127.0.0.1:${String(place.port)}`;
  // its own command makes the tables and the person; it serves by Django's development server only
  const first = await start(place, address, 'label-studio', [
    ...['start', '--init', '--internal-host', '127.0.0.1', '-p', String(place.port), '-b'],
    ...['--enable-legacy-api-token', '--username', 'bench@example.org'],
    ...['--password', newSecret().slice(0, 20), '--user-token', token],
  ]);
  await stop(first);
  const server = await start(place, address, 'gunicorn', [
    ...['core.wsgi:application', '--chdir', await packageFolder(place.venv)],
    ...['-b', `127.0.0.1:${String(place.port)}`, '-w', '2', '-k', 'gthread', '--threads', '8'],
  ]);
  try {
    return await measure(address, token, clients, seconds);
  } finally {
    await stop(server);
  }
}

async function measure(
  address: string,
  token: string,
  clients: number,
  seconds: number,
): Promise<Measured & { version: string }> {
  const headers = { authorization: `Token ${token}` };
  const agent = new Agent({ keepAlive: true });
  const get = async (at: string): Promise<unknown> => {
    const reply = await fetch(`${address}${at}`, { headers });
    if (!reply.ok) throw new Error(`Label Studio answers ${String(reply.status)} at ${at}`);
    return await reply.json();
  };
  const { release } = z.object({ release: z.string() }).parse(await get('/api/version'));
  const labels = CLASSES.map((name) => `<Label value="${name}"/>`).join('');
  const config = `<View><Image name="image" value="$image"/><RectangleLabels name="cell" toName="image">${labels}</RectangleLabels></View>`;
  const made = await post(
    ...[`${address}/api/projects/`, agent, headers],
    JSON.stringify({ title: 'Load', label_config: config }),
  );
  const project = z.object({ id: z.int() }).parse(JSON.parse(made)).id;
  const tasks = Array.from({ length: TASKS }, (_, i) => ({
    data: { image: `/static/chip-${String(i)}.jpg` },
  }));
  const into = `${address}/api/projects/${String(project)}/import`;
  await post(into, agent, headers, JSON.stringify(tasks));
  const listed = await get(
    `/api/tasks/?project=${String(project)}&page=1&page_size=${String(TASKS)}`,
  );
  const left = z
    .object({ tasks: z.array(z.object({ id: z.int() })) })
    .parse(listed)
    .tasks.map(({ id }) => id);
  if (left.length !== TASKS) throw new Error('Label Studio did not list its tasks');
  agent.destroy();
  const save = async (_: number, connections: Agent): Promise<void> => {
    const task = left.pop();
    if (task === undefined) throw new Error('Label Studio saved more than was prepared');
    const body = JSON.stringify({ result: regions(task), lead_time: 12.5 });
    await post(`${address}/api/tasks/${String(task)}/annotations/`, connections, headers, body);
  };
  const people = Array.from({ length: clients }, (_, i) => i);
  // what is loaded at the first call is no part of its rate
  await unpaced(people, 2, save);
  return { ...(await unpaced(people, seconds, save)), version: release };
}

/** An annotation of every cell of a chip. */
function regions(seed: number): object[] {
  const size = 100 / SIDE;
  return Array.from({ length: SIDE * SIDE }, (_, i) => ({
    ...{ id: `r${String(i)}`, from_name: 'cell', to_name: 'image', type: 'rectanglelabels' },
    ...{ original_width: 512, original_height: 512, image_rotation: 0 },
    value: {
      ...{ x: size * (i % SIDE), y: size * Math.floor(i / SIDE), width: size, height: size },
      ...{ rotation: 0, rectanglelabels: [CLASSES[(seed + i) % CLASSES.length]] },
    },
  }));
}

async function packageFolder(venv: string): Promise<string> {
  const lib = path.join(venv, 'lib');
  const python = (await readdir(lib)).find((name) => name.startsWith('python3'));
  return path.join(lib, python ?? 'python3', 'site-packages', 'label_studio');
}

async function start(
  { venv, folder, databaseUrl }: Place,
  address: string,
  command: string,
  args: string[],
): Promise<ChildProcess> {
  const { username, password, hostname, port } = new URL(databaseUrl);
  const log = await open(path.join(folder, 'server.log'), 'a');
  const child = spawn(path.join(venv, 'bin', command), args, {
    cwd: folder,
    stdio: ['ignore', log.fd, log.fd],
    // a group of its own: its workers end with it
    detached: true,
    env: {
      ...process.env,
      ...{ DJANGO_SETTINGS_MODULE: 'core.settings.label_studio', DJANGO_DB: 'default' },
      ...{ POSTGRE_NAME: DATABASE, POSTGRE_USER: username, POSTGRE_PASSWORD: password || 'x' },
      ...{ POSTGRE_HOST: hostname, POSTGRE_PORT: port, SECRET_KEY: newSecret(), DEBUG: 'false' },
      // nothing leaves this machine
      ...{ COLLECT_ANALYTICS: 'false', LATEST_VERSION_CHECK: 'false', SENTRY_DSN: '' },
      ...{ FRONTEND_SENTRY_DSN: '', LOG_LEVEL: 'WARNING' },
      LABEL_STUDIO_BASE_DATA_DIR: path.join(folder, 'data'),
    },
  });
  await log.close();
  const until = performance.now() + START_MS;
  while (!(await answers(`${address}/user/login/`))) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop(child);
      throw new Error(`Label Studio (${command}) does not come up: ${folder}/server.log`);
    }
    await sleep(200);
  }
  return child;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-pid, 'SIGTERM');
  const late = setTimeout(() => process.kill(-pid, 'SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}
