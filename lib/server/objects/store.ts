import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '@/lib/core/ids';
import { env } from '@/lib/server/env';

/** Content-addressed, write-once objects on disk: objects/<first two hex digits>/<sha256>. */
export interface StoredObject {
  sha256: string;
  bytes: number;
}

/** Where an object lies, whether it is there or not. */
export function objectPath(sha256: string): string {
  return path.join(env().objectsDir, sha256.slice(0, 2), sha256);
}

/** Size in bytes, or null where there is no such object. */
export async function objectBytes(sha256: string): Promise<number | null> {
  try {
    return (await stat(objectPath(sha256))).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Stores bytes or a stream under its SHA-256. Storing the same content again changes nothing. */
export async function putObject(content: Uint8Array | Readable): Promise<StoredObject> {
  if (content instanceof Uint8Array) return await putBytes(content);
  const folder = path.join(env().objectsDir, 'incoming');
  await mkdir(folder, { recursive: true });
  const temporary = path.join(folder, newId());
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(content, meter, createWriteStream(temporary));
    const sha256 = hash.digest('hex');
    await adoptFile(temporary, sha256);
    return { sha256, bytes };
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Bytes in memory: their name is known before anything is written, so what is there already costs one look. */
async function putBytes(content: Uint8Array): Promise<StoredObject> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const bytes = content.length;
  if ((await objectBytes(sha256)) !== null) return { sha256, bytes };
  const temporary = path.join(env().objectsDir, 'incoming', newId());
  try {
    await inFolderOf(temporary, () => writeFile(temporary, content));
    await adoptFile(temporary, sha256);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return { sha256, bytes };
}

/** Moves a finished file on the same disk into the store; its hash is the caller's word. */
export async function adoptFile(file: string, sha256: string): Promise<void> {
  const target = objectPath(sha256);
  // of two writers of the same content the second replaces equal bytes by equal bytes, in one step
  await inFolderOf(target, () => rename(file, target));
}

/** Does `work` in a file's folder, which is made only where it turns out to be missing. */
async function inFolderOf(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true });
    await work();
  }
}

/** Reads an object, or `range` of it (both ends inclusive, bytes). */
export function readObject(sha256: string, range?: { start: number; end: number }): Readable {
  return createReadStream(objectPath(sha256), range);
}
