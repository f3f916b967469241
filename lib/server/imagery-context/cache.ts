import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { env } from '@/lib/server/env';

/** A file that can be made again at any time from what it was made of. */
export interface CachedFile {
  /** the hash of the recipe: the same recipe gives the same picture */
  readonly etag: string;
  readonly file: string;
}

/** How much of the disk the cached pictures may take; the longest unused go first. */
const MOST_BYTES = 1024 ** 3;
/** Writes between two looks at how much there is. */
const WRITES_A_LOOK = 100;
/** Pictures that are made at once: each holds its window's numbers in memory. */
const AT_ONCE = 2;

const making = new Map<string, Promise<void>>();
let writes = 0;

/** The cached file of a recipe, made where it is missing; two who ask at once get one making. */
export async function cachedFile(
  recipe: unknown,
  make: () => Promise<Uint8Array>,
): Promise<CachedFile> {
  const etag = createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
  const file = path.join(folder(), etag.slice(0, 2), etag);
  const now = instant();
  // its time of use, which the cleaning goes by; where there is no such file it is to be made
  const there = await utimes(file, now, now).then(
    () => true,
    () => false,
  );
  if (!there) {
    let made = making.get(etag);
    if (!made) {
      made = inTurn(async () => {
        await write(file, await make());
      }).finally(() => making.delete(etag));
      making.set(etag, made);
    }
    await made;
  }
  return { etag, file };
}

/** Called `ground` since it was first made: under another name the old one would stay on the disk unseen. */
function folder(): string {
  return path.join(env().QUADRAT_HOME, 'cache', 'ground');
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const own = `${file}.${newId()}`;
  try {
    await writeFile(own, bytes);
    await rename(own, file);
  } catch (error) {
    await rm(own, { force: true });
    throw error;
  }
  writes += 1;
  if (writes % WRITES_A_LOOK === 0) await clean(folder(), MOST_BYTES);
}

/** Removes the longest unused files until `most` bytes are left. */
export async function clean(from: string, most: number): Promise<void> {
  const names = await readdir(from, { recursive: true, withFileTypes: true });
  const files: { name: string; bytes: number; used: number }[] = [];
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const name = path.join(entry.parentPath, entry.name);
    const found = await stat(name).catch(() => null);
    if (found) files.push({ name, bytes: found.size, used: found.mtimeMs });
  }
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files.sort((a, b) => a.used - b.used)) {
    if (bytes <= most) return;
    // a reader that has it open keeps it; one that comes now makes it again
    await rm(file.name, { force: true });
    bytes -= file.bytes;
  }
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn(work: () => Promise<void>): Promise<void> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
