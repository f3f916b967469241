import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { AppError } from '@/lib/server/app-error';
import { env } from '@/lib/server/env';
import { adoptFile, objectBytes } from '@/lib/server/objects/store';

/*
 * Objects that come in by parts: PUT with Content-Range, HEAD for where to go on. Parts are kept in `folder` (under
 * uploads/) until the last byte is in; only then, and only with the right hash, does an object exist.
 */

/** Bytes that are here, and whether that is all of it. */
export interface Received {
  received: number;
  complete: boolean;
}

/** Where an upload stands. */
export async function uploadState(folder: string, sha256: string): Promise<Received> {
  const stored = await objectBytes(sha256);
  if (stored !== null) return { received: stored, complete: true };
  return { received: await sizeOf(partPath(folder, sha256)), complete: false };
}

/**
 * Takes the body of a PUT: one part, or the whole without Content-Range. What came before a broken connection is kept.
 * @throws AppError `conflict` (with `offset`) for a part that does not begin where the last one ended, `invalid` for a wrong
 * hash or length, `too_large`
 */
export async function receivePart(
  request: Request,
  folder: string,
  sha256: string,
): Promise<Received> {
  const before = await uploadState(folder, sha256);
  if (before.complete) {
    await request.body?.cancel();
    return before;
  }
  const range = parseContentRange(request.headers);
  if (range && range.total > env().QUADRAT_MAX_FILE_BYTES) throw tooLarge();
  const start = range?.start ?? 0;
  if (range && start !== before.received) {
    throw new AppError(
      'conflict',
      'protocol',
      {
        detail: `This part begins at byte ${String(start)}; ${String(before.received)} are here. Go on from there.`,
      },
      { offset: before.received },
    );
  }
  const file = partPath(folder, sha256);
  await writeBody(request, file, start, range ? range.end - range.start + 1 : null);
  const received = await sizeOf(file);
  if (range && received < range.total) {
    if (received !== range.end + 1) throw partBroken(received);
    return { received, complete: false };
  }
  await adoptVerified(file, sha256);
  return { received, complete: true };
}

/** Writes the body into the file from `start` on, at most `length` bytes of it. */
async function writeBody(
  request: Request,
  file: string,
  start: number,
  length: number | null,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await (await open(file, 'a')).close();
  const most = length ?? env().QUADRAT_MAX_FILE_BYTES;
  const body = request.body
    ? Readable.fromWeb(request.body as WebStream<Uint8Array>)
    : Readable.from([]);
  try {
    // written at its place, not appended: the same part sent twice at once does no harm
    await pipeline(body, atMost(most), createWriteStream(file, { flags: 'r+', start }));
  } catch (error) {
    if (request.signal.aborted) throw partBroken(await sizeOf(file));
    throw error;
  }
}

/** Forgets the parts of an unfinished upload, or of all in the folder. */
export async function dropUploads(folder: string): Promise<void> {
  await rm(path.join(env().uploadsDir, folder), { recursive: true, force: true });
}

async function adoptVerified(file: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found === sha256) {
    await adoptFile(file, sha256);
    return;
  }
  await rm(file, { force: true });
  throw new AppError(
    'invalid',
    'protocol',
    {
      detail: `The bytes have the SHA-256 ${found}, not ${sha256}. They were dropped; upload the file again from its beginning.`,
    },
    { offset: 0 },
  );
}

function partPath(folder: string, sha256: string): string {
  return path.join(env().uploadsDir, folder, `${sha256}.part`);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function parseContentRange(headers: Headers): { start: number; end: number; total: number } | null {
  const header = headers.get('content-range');
  if (header === null) return null;
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header);
  const [start, end, total] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (!match || start > end || end >= total) {
    throw new AppError('bad_request', 'protocol', {
      detail: 'Content-Range must read "bytes <first>-<last>/<total>" with the total known.',
    });
  }
  return { start, end, total };
}

function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(tooLarge());
      else done(null, chunk);
    },
  });
}

function tooLarge(): AppError {
  return new AppError('too_large', 'protocol', {
    detail: 'More bytes came than were announced or are allowed.',
  });
}

function partBroken(received: number): AppError {
  return new AppError(
    'bad_request',
    'protocol',
    { detail: `The part ended early; ${String(received)} bytes are here. Go on from there.` },
    { offset: received },
  );
}
