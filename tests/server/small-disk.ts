import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk that is really full when a test wants it. */
interface SmallDisk {
  folder: string;
  /** leaves only so many bytes */
  fill(left: number): Promise<void>;
  /** makes room again */
  free(): Promise<void>;
  unmount(): Promise<void>;
}

/** Mounts a small disk in memory; where that is not allowed (only root may), why. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-disk-'));
  const size = `size=${String(megabytes)}m`;
  const problem = await run('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]).then(
    () => null,
    (error: unknown) => String(error),
  );
  if (problem !== null) {
    await rm(folder, { recursive: true });
    return `a small disk cannot be mounted here: ${problem}`;
  }
  const filler = path.join(folder, 'filler');
  return {
    folder,
    fill: async (left) => {
      await rm(filler, { force: true });
      const { bavail, bsize } = statfsSync(folder);
      await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    },
    free: () => rm(filler, { force: true }),
    unmount: async () => {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true });
    },
  };
}
