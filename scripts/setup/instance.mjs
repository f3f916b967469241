// A production instance for tests and measurements: `npm start` on a temporary QUADRAT_HOME and a free port. Plain Node.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { SetupError } from './console.mjs';

const READY = /Quadrat is ready: (http\S+)$/;
const PERSON = /\| +(owner|labeler|reviewer|admin) +(\S+@\S+) +(\S+)$/;
const LONGEST_START_MS = 900_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts an instance of the clone `root` on the folder `home` (a temporary one by default) and `port` (a free one) and waits for its ready line,
 * with the demo project unless `demo` is false. The result's `env` names it for Playwright: QUADRAT_URL, QUADRAT_HOME and
 * QUADRAT_PEOPLE (JSON by role: {email, password}, the one-time passwords that were printed).
 */
export async function startInstance({
  root = '.',
  home,
  port: wanted,
  env = {},
  demo = true,
} = {}) {
  const folder = home ?? (await mkdtemp(path.join(os.tmpdir(), 'quadrat-instance-')));
  const port = wanted ?? (await freePort());
  // what points at another instance is not handed on
  const {
    DATABASE_URL: _database,
    QUADRAT_APP_DATABASE_URL: _role,
    NEXTAUTH_URL: _address,
    ...rest
  } = process.env;
  const args = [path.resolve(root, 'scripts/start.mjs'), ...(demo ? [] : ['--no-demo'])];
  const child = spawn(process.execPath, args, {
    env: { ...rest, ...env, QUADRAT_HOME: folder, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const people = {};
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new SetupError(`npm start was not ready after ${LONGEST_START_MS / 1000} s`));
    }, LONGEST_START_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(line);
      const person = PERSON.exec(line);
      if (person) people[person[1]] = { email: person[2], password: person[3] };
      const ready = READY.exec(line);
      if (ready) {
        clearTimeout(late);
        resolve(ready[1]);
      }
    });
    void ended.then((code) => {
      clearTimeout(late);
      reject(new SetupError(`npm start ended with code ${code} before it was ready`));
    });
  });
  return {
    env: { QUADRAT_URL: url, QUADRAT_HOME: folder, QUADRAT_PEOPLE: JSON.stringify(people) },
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      if (home === undefined) await rm(folder, { recursive: true, force: true });
      if (code !== 0) throw new SetupError(`npm start did not stop cleanly (code ${code})`);
    },
  };
}
