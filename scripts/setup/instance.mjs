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
 * Starts an instance and waits for its ready line. `env` names it for Playwright: QUADRAT_URL, QUADRAT_HOME and
 * QUADRAT_PEOPLE (JSON by role: {email, password}, the one-time password that was printed).
 */
export async function startInstance(venv, flags = []) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'quadrat-instance-'));
  const port = await freePort();
  // what points at another instance is not handed on
  const { DATABASE_URL: _database, NEXTAUTH_URL: _address, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs', ...flags], {
    env: {
      ...env,
      QUADRAT_HOME: home,
      QUADRAT_VENV: venv,
      PORT: String(port),
      NEXT_DIST_DIR: process.env.NEXT_DIST_DIR ?? '.next-test',
    },
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
    env: { QUADRAT_URL: url, QUADRAT_HOME: home, QUADRAT_PEOPLE: JSON.stringify(people) },
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      await rm(home, { recursive: true, force: true });
      if (code !== 0) throw new SetupError(`npm start did not stop cleanly (code ${code})`);
    },
  };
}
