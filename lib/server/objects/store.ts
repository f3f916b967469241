import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
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
  const source = content instanceof Uint8Array ? Readable.from([content]) : content;
  try {
    await pipeline(source, meter, createWriteStream(temporary));
    const sha256 = hash.digest('hex');
    await adoptFile(temporary, sha256);
    return { sha256, bytes };
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Moves a finished file on the same disk into the store; its hash is the caller's word. */
export async function adoptFile(file: string, sha256: string): Promise<void> {
  const target = objectPath(sha256);
  await mkdir(path.dirname(target), { recursive: true });
  try {
    // link refuses to replace: two writers of the same content both succeed
    await link(file, target);
    await rm(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') await rm(file);
    else if (code === 'EPERM' || code === 'ENOTSUP') await rename(file, target);
    else throw error;
  }
}

/** Reads an object, or `range` of it (both ends inclusive, bytes). */
export function readObject(sha256: string, range?: { start: number; end: number }): Readable {
  return createReadStream(objectPath(sha256), range);
}
