import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ERRORS, EVENTS, Metadata, Server } from '@tus/server';
import type { Upload } from '@tus/server';
import { AppError } from '@/lib/server/app-error';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { UploadMetadata } from '@/lib/domain/import/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { assertRoomFor, diskFull, isDiskFull } from '@/lib/server/disk-full';
import { env } from '@/lib/server/env';
import { findNotedHash, findUpload, listUploading } from '@/lib/server/imagery/data';
import {
  admitBytes,
  cancelImport,
  insertImport,
  noteHash,
  refuseUpload,
  setReceived,
} from '@/lib/server/imagery/mutations';
import { ImportRefusal } from '@/lib/server/imagery/refusal';
import { assertSound } from '@/lib/server/http/body';
import { UploadLocker } from '@/lib/server/imagery/upload-lock';
import { UploadStore } from '@/lib/server/imagery/upload-store';
import { log } from '@/lib/server/log';
import { adoptFile, objectBytes } from '@/lib/server/objects/store';

/*
 * Uploads by tus 1.0 (resumable, https://tus.io/protocols/resumable-upload): @tus/server keeps the bytes in
 * env().uploadsDir under the id of the line; this file ties uploads to lines, and takes whole files into the store.
 */

interface Tus {
  server: Server;
  store: UploadStore;
  locker: UploadLocker;
  /** ids that POST requests were given, for the naming function */
  ids: WeakMap<Request, string>;
  /** what went wrong, of requests that tus answered with a status alone */
  failures: WeakMap<Request, unknown>;
}

// next dev reloads modules; locks of uploads under way must outlive that
const holder = globalThis as { quadratTus?: Tus };

async function tus(): Promise<Tus> {
  if (holder.quadratTus) return holder.quadratTus;
  const directory = env().uploadsDir;
  await mkdir(directory, { recursive: true });
  const store = new UploadStore({ directory });
  const locker = new UploadLocker();
  const ids = new WeakMap<Request, string>();
  const failures = new WeakMap<Request, unknown>();
  const server = new Server({
    path: '/uploads',
    datastore: store,
    locker,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: (request) => {
      const id = ids.get(request);
      if (id === undefined) throw new Error('an upload without a line');
      return id;
    },
    generateUrl: (request, { id }) => `${new URL(request.url).pathname.replace(/\/$/, '')}/${id}`,
    getFileIdFromRequest: (_request, last) => last,
    onResponseError: (request, error) => {
      failures.set(request, error);
      return undefined;
    },
  });
  server.on(EVENTS.POST_RECEIVE, (_request: unknown, upload: Upload) => {
    setReceived(upload.id, upload.offset).catch((error: unknown) => {
      log.warn({ err: error, upload: upload.id }, 'the progress of an upload could not be noted');
    });
  });
  return (holder.quadratTus = { server, store, locker, ids, failures });
}

/** What tus makes of a request. @throws AppError `disk_full` */
async function handle(request: Request): Promise<Response> {
  const { server, failures } = await tus();
  const response = await server.handleWeb(request);
  const failure = failures.get(request);
  if (isDiskFull(failure)) throw diskFull(failure);
  return response;
}

/**
 * POST: opens a line and its upload. `Upload-Metadata` is UploadMetadata (lib/domain/import/schema.ts).
 * @throws AppError `bad_request` for broken headers, `too_large` (the line is kept with its reason), `disk_full`
 */
export async function createUpload(
  scope: ProjectScope,
  person: Person,
  request: Request,
): Promise<Response> {
  const length = request.headers.get('upload-length') ?? '';
  const bytes = Number(length);
  if (!/^\d+$/.test(length) || !Number.isSafeInteger(bytes)) {
    throw new AppError('bad_request', 'protocol', {
      detail: 'Upload-Length must say how many bytes will come.',
    });
  }
  const { filename, details } = UploadMetadata.parse(assertSound(readMetadata(request)));
  const line = {
    id: newId(),
    projectId: scope.projectId,
    name: filename,
    bytes,
    details,
    createdById: person.userId,
  };
  const limit = env().QUADRAT_MAX_FILE_BYTES;
  if (bytes > limit) {
    await insertImport({ ...line, refusal: new ImportRefusal('TOO_LARGE', { bytes, limit }) });
    throw new AppError('too_large', 'imagery.tooLarge', { bytes, limit }, { importId: line.id });
  }
  assertRoomFor(bytes);
  await insertImport(line);
  (await tus()).ids.set(request, line.id);
  const response = await handle(request).catch(async (error: unknown) => {
    if (isDiskFull(error))
      await refuseUpload(line.id, new ImportRefusal('DISK_FULL', diskFull(error).text.values));
    throw error;
  });
  if (!response.ok) {
    const detail = await response.clone().text();
    await refuseUpload(line.id, new ImportRefusal('NOT_OPENED', { detail }));
  }
  await settleUpload(line.id);
  return response;
}

function readMetadata(request: Request): Record<string, string | null> {
  try {
    return Metadata.parse(request.headers.get('upload-metadata') ?? undefined);
  } catch {
    throw new AppError('bad_request', 'protocol', {
      detail:
        'Upload-Metadata must be pairs of a key and a base64 value; it names the file as "filename".',
    });
  }
}

/**
 * HEAD and PATCH of an upload. An upload whose bytes are all in answers HEAD as complete for good, so that a client that
 * missed the last reply does not send everything again.
 * @throws AppError `not_found`, `gone` for one that was cancelled or refused, `disk_full`: what arrived is kept
 */
export async function continueUpload(
  scope: ProjectScope,
  id: string,
  request: Request,
): Promise<Response> {
  const known = await replyOfLine(scope, id, request);
  if (known) return known;
  const response = await handle(request);
  await settleUpload(id);
  // another request took the last byte, or it was cancelled, while this one waited
  const isGone = response.status === 404 || response.status === 410;
  return (isGone ? await replyOfLine(scope, id, request) : null) ?? response;
}

/** What there is to say of an upload whose line knows its end; null: its bytes are still coming. */
async function replyOfLine(
  scope: ProjectScope,
  id: string,
  request: Request,
): Promise<Response | null> {
  const line = await findUpload(scope, id);
  if (!line) throw new AppError('not_found', 'imagery.uploadMissing');
  if (line.state === 'CANCELLED' || line.state === 'FAILED') {
    throw new AppError('gone', 'imagery.uploadStopped');
  }
  if (line.state === 'UPLOADING') return null;
  const length = String(line.bytes);
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': length, 'Upload-Length': length };
  return new Response(null, {
    status: request.method === 'HEAD' ? 200 : 204,
    headers: { ...headers, 'Cache-Control': 'no-store' },
  });
}

/** Stops an upload and drops its bytes. @throws AppError `not_found`, `conflict` */
export async function stopImport(scope: ProjectScope, id: string): Promise<void> {
  await cancelImport(scope, id);
  await dropBytes(id);
}

function dropBytes(id: string): Promise<void> {
  return withoutWriters(id, () => removeBytes(id));
}

async function removeBytes(id: string): Promise<void> {
  const { store } = await tus();
  const upload = await knownUpload(id);
  if (upload) await store.remove(id);
}

/** What tus knows of an upload; null once its bytes have gone into the store or were dropped. */
async function knownUpload(id: string): Promise<Upload | null> {
  const { store } = await tus();
  try {
    return await store.getUpload(id);
  } catch (error) {
    // tus throws plain objects with a status for files that it does not have
    const status = (error as { status_code?: unknown }).status_code;
    if (status === 404 || status === 410) return null;
    throw error;
  }
}

/**
 * Takes an upload into the store once all of its bytes are here; before that, and for one already taken, does nothing. Where another
 * process takes it in for longer than one waits, neither.
 */
export async function settleUpload(id: string): Promise<void> {
  await withoutWriters(id, () => settle(id));
}

/** Does something with an upload while no request, of whatever process, writes to it; nothing where one does not give way. */
async function withoutWriters(id: string, work: () => Promise<void>): Promise<void> {
  const lock = (await tus()).locker.newLock(id);
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  try {
    await lock.lock(new AbortController().signal, () => done);
  } catch (error) {
    if (error === ERRORS.ERR_LOCK_TIMEOUT) return;
    throw error;
  }
  try {
    await work();
  } finally {
    await lock.unlock();
    end();
  }
}

async function settle(id: string): Promise<void> {
  const upload = await knownUpload(id);
  if (!upload) {
    await admitAdopted(id);
    return;
  }
  if (upload.size === 0) {
    await refuseUpload(id, new ImportRefusal('EMPTY'));
    await removeBytes(id);
    return;
  }
  await setReceived(id, upload.offset);
  if (upload.size === undefined || upload.offset < upload.size) return;
  const { store } = await tus();
  const file = path.join(env().uploadsDir, id);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const sha256 = hash.digest('hex');
  // noted first: should this process end between the next two steps, the line still finds its bytes
  await noteHash(id, sha256);
  await adoptFile(file, sha256);
  await admitBytes(id, { sha256, bytes: upload.size });
  await store.configstore.delete(id);
}

/** A line whose bytes went into the store when its process ended. */
async function admitAdopted(id: string): Promise<void> {
  const sha256 = await findNotedHash(id);
  const bytes = sha256 === null ? null : await objectBytes(sha256);
  if (sha256 !== null && bytes !== null) await admitBytes(id, { sha256, bytes });
}

/** An upload that nobody touched for this long is not being settled by the web process any more. */
const QUIET_MS = 5 * 60 * 1000;

/** Takes whole uploads into the store that a web process left behind when it ended between the last byte and this. */
export async function settleFinishedUploads(): Promise<void> {
  for (const id of await listUploading()) {
    const found = await stat(path.join(env().uploadsDir, id)).catch(() => null);
    if (!found || systemClock.now() - found.mtimeMs > QUIET_MS) await settleUpload(id);
  }
}
