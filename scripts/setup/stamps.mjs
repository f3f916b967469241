// A finished step leaves the hash of its inputs; while they are the same the step is skipped. Plain Node.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './console.mjs';

/** SHA-256 over names and contents of files and folders (those that exist), and over `words`. */
export async function hashOf(paths, words = []) {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`${word}\n`);
  for (const item of paths) {
    for (const file of (await filesUnder(item)).sort()) {
      hash.update(`${file}\n`).update(
        createHash('sha256')
          .update(await readFile(file))
          .digest(),
      );
    }
  }
  return hash.digest('hex');
}

const SKIPPED = /(\.test\.tsx?|\.egg-info|__pycache__)$/;

async function filesUnder(item) {
  if (SKIPPED.test(item)) return [];
  const entries = await readdir(item, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries === null) return [item];
  const below = await Promise.all(entries.map((entry) => filesUnder(path.join(item, entry.name))));
  return below.flat();
}

/** Does `work` unless `file` holds `hash` already; of two processes that come here at once, one works and one waits. */
export async function once(file, hash, work) {
  const isDone = async () => (await readFile(file, 'utf8').catch(() => '')) === hash;
  if (await isDone()) return;
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await withLock(`${path.resolve(file)}.lock`, async () => {
    if (await isDone()) return;
    await rm(file, { force: true });
    await work();
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, hash);
  });
}

/** Runs `work` while holding `file`, which names the process that holds it; a dead holder's lock is taken over. */
export async function withLock(file, work) {
  while (!(await take(file))) await sleep(200);
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * Takes the lock `file` for this process; false when a live process holds it. The file is made whole elsewhere and linked
 * into place, so that it never lacks its number.
 */
export async function take(file) {
  const own = `${file}.${String(process.pid)}`;
  try {
    await writeFile(own, String(process.pid));
    await link(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    await rm(own, { force: true });
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (holder === 0 || isAlive(holder)) return false;
  await rm(file, { force: true });
  return await take(file);
}

/** Whether a process with this number runs. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes an instance's folder for this process until it ends; throws where another runs on it. */
export async function claimHome(home, port) {
  const lock = path.join(home, 'running.pid');
  if (!(await take(lock))) {
    const holder = await readFile(lock, 'utf8').catch(() => '?');
    throw new SetupError(
      `Quadrat already runs on ${home} (process ${holder}). Stop that one first, or start another instance with QUADRAT_HOME=<another folder> PORT=${port + 1} npm start`,
    );
  }
  process.on('exit', () => rmSync(lock, { force: true }));
}
