import { execFile } from 'node:child_process';
import { chown, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom PostgreSQL's programs run as: it refuses root, so under root they become the user `postgres`. */
export interface OsUser {
  uid: number;
  gid: number;
}

/** The user `postgres`, made where it is missing; null when we are not root and run everything as ourselves. */
export async function databaseUser(onLog: (line: string) => void): Promise<OsUser | null> {
  if (process.getuid?.() !== 0) return null;
  const known = await lookUp();
  if (known) return known;
  onLog('PostgreSQL refuses to run as root: adding the system user "postgres" for it');
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  } catch (error) {
    throw new Error(
      'PostgreSQL refuses to run as root, there is no user "postgres" on this machine, and adding one failed. Run Quadrat as an ordinary user, add a user "postgres", or set DATABASE_URL to a database of your own.',
      { cause: error },
    );
  }
  const made = await lookUp();
  if (!made) throw new Error('The user "postgres" was added but cannot be found.');
  return made;
}

async function lookUp(): Promise<OsUser | null> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    );
    return uid === undefined || gid === undefined ? null : { uid, gid };
  } catch {
    // id exits with 1 when there is no such user
    return null;
  }
}

/** Program and arguments that run `command` as `user`. */
export interface Launch {
  command: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

/**
 * How to run `command` as `user` with all of `paths` within reach. Where a folder above them is closed to that user (a
 * clone in /root), the one right to pass through closed folders is kept; everything else of root is dropped.
 */
export async function launchAs(
  user: OsUser | null,
  paths: readonly string[],
  command: string,
  args: string[],
): Promise<Launch> {
  if (!user) return { command, args, options: {} };
  const closed = (await Promise.all(paths.map((p) => closedFolder(p, user)))).find(
    (p) => p !== null,
  );
  if (closed === undefined) return { command, args, options: { uid: user.uid, gid: user.gid } };
  try {
    await run('setpriv', ['--version']);
  } catch (error) {
    throw new Error(
      `PostgreSQL runs as the user "postgres", who may not enter ${closed}. Run "chmod o+x ${closed}", move Quadrat to an open folder such as /opt/quadrat, run it as an ordinary user, or set DATABASE_URL.`,
      { cause: error },
    );
  }
  const right = '+dac_override';
  const privileges = [
    `--reuid=${String(user.uid)}`,
    `--regid=${String(user.gid)}`,
    '--clear-groups',
    `--inh-caps=${right}`,
    `--ambient-caps=${right}`,
    // without this bit access(2), by which initdb looks for its programs, ignores the right that was kept
    '--securebits=+no_setuid_fixup',
  ];
  return { command: 'setpriv', args: [...privileges, '--', command, ...args], options: {} };
}

/** The outermost folder on the way to `target` that `user` may not enter, or null. */
async function closedFolder(target: string, user: OsUser): Promise<string | null> {
  const root = path.parse(path.resolve(target)).root;
  let folder = root;
  for (const part of path.dirname(path.resolve(target)).slice(root.length).split(path.sep)) {
    folder = path.join(folder, part);
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return null;
}

/** Gives a folder and all that lies in it to `user`; does nothing for null. */
export async function giveTo(user: OsUser | null, folder: string): Promise<void> {
  if (!user) return;
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(user, file);
    else await chown(file, user.uid, user.gid);
  }
}
