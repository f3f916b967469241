import type { Manifest, PackageFile } from '@/lib/contracts/package';
import type { MessageValues } from '@/lib/domain/error/message';
import { MessageError } from '@/lib/domain/error/message-error';
import { browserFiles, parseManifest } from '@/lib/ml/package/manifest';
import { sha256Hex } from '@/lib/ml/package/sha256';
import type { PackageStore } from '@/lib/ml/package/store';

type Bytes = Uint8Array<ArrayBuffer>;

/** A package whose files are here and have the hashes that the manifest names. */
export interface LoadedPackage {
  readonly manifest: Manifest;
  /** bytes of a file by its path; throws for a path that a browser does not need */
  readonly bytes: (path: string) => Bytes;
}

export interface LoadOptions {
  readonly store: PackageStore;
  readonly onProgress: (loadedBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Waits before the second and the third try of a file, milliseconds. */
const RETRY_AFTER = [500, 2000];

/**
 * Loads a package by its manifest's address: files are taken from the store where they are, else fetched, their SHA-256
 * verified in both cases, and kept. A version's files never change, so a second load needs no network at all. Throws a
 * MessageError when something can't be fetched or is not what the manifest says.
 */
export async function loadPackage(
  manifestUrl: string,
  versionId: string,
  options: LoadOptions,
): Promise<LoadedPackage> {
  const { store, signal } = options;
  const manifest = await loadManifest(manifestUrl, versionId, options);
  const files = browserFiles(manifest);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const arrived = new Map<string, number>();
  const progress = (path: string, bytes: number): void => {
    arrived.set(path, bytes);
    options.onProgress(
      [...arrived.values()].reduce((sum, part) => sum + part, 0),
      total,
    );
  };
  const byPath = new Map<string, Bytes>();
  await Promise.all(
    files.map(async (file) => {
      let bytes = await storedFile(store, file);
      if (!bytes) {
        bytes = await fetchFile(manifestUrl, file, (n) => progress(file.path, n), signal);
        await store.keepFile(file.sha256, bytes);
      }
      progress(file.path, file.bytes);
      byPath.set(file.path, bytes);
    }),
  );
  return {
    manifest,
    bytes: (path) => {
      const bytes = byPath.get(path);
      if (!bytes) throw new Error(`The model package has no file ${path}.`);
      return bytes;
    },
  };
}

async function loadManifest(
  url: string,
  versionId: string,
  { store, signal }: LoadOptions,
): Promise<Manifest> {
  const before = await store.manifest(versionId);
  if (before !== undefined) {
    try {
      return parseManifest(before);
    } catch {
      // kept by an older page with other rules: the server's copy decides
    }
  }
  const text = await persistently('manifest', signal, async () => {
    return (await answer(url, signal)).text();
  });
  const manifest = parseManifest(text);
  await store.keepManifest(versionId, text);
  return manifest;
}

/** The stored file, or undefined; one that was damaged on disk is dropped. */
async function storedFile(store: PackageStore, file: PackageFile): Promise<Bytes | undefined> {
  const bytes = await store.file(file.sha256);
  if (!bytes) return undefined;
  if ((await sha256Hex(bytes)) === file.sha256) return bytes;
  await store.dropFile(file.sha256);
  return undefined;
}

async function fetchFile(
  manifestUrl: string,
  file: PackageFile,
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): Promise<Bytes> {
  const url = new URL(file.path, manifestUrl).href;
  return persistently(file.path, signal, async () => {
    const bytes = await readBody(await answer(url, signal), file.bytes, onBytes);
    if ((await sha256Hex(bytes)) !== file.sha256) {
      throw new Unfetched('altered');
    }
    return bytes;
  });
}

/** The body, of exactly the stated size; a longer one is not read to its end. */
async function readBody(
  response: Response,
  size: number,
  onBytes: (count: number) => void,
): Promise<Bytes> {
  const bytes = new Uint8Array(size);
  let count = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    if (count + part.value.length > size) {
      await reader?.cancel();
      throw new Unfetched('long');
    }
    bytes.set(part.value, count);
    count += part.value.length;
    onBytes(count);
  }
  if (count < size) throw new Unfetched('short');
  return bytes;
}

/** Why a file did not come: a branch of `browserModel.notLoaded`; `status` is the server's answer. */
class Unfetched extends Error {
  readonly why: 'offline' | 'status' | 'altered' | 'long' | 'short';
  readonly status: number;

  constructor(why: Unfetched['why'], status = 0) {
    super(why);
    this.why = why;
    this.status = status;
  }

  /** Whether another try may mend it. */
  get passes(): boolean {
    return this.why === 'offline' || this.why === 'short' || this.status >= 500;
  }
}

async function answer(url: string, signal: AbortSignal | undefined): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch {
    throw new Unfetched('offline');
  }
  if (response.ok) return response;
  throw new Unfetched('status', response.status);
}

/** Does `work`, and again after a lost connection or a busy server. Throws a MessageError, or the signal's reason. */
async function persistently<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      const wait = RETRY_AFTER[attempt];
      const passes = error instanceof Unfetched ? error.passes : true;
      if (!passes || wait === undefined) {
        throw new MessageError(
          'browserModel.notLoaded',
          { file, ...whyOf(error) },
          { cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function whyOf(error: unknown): MessageValues {
  if (error instanceof Unfetched) return { why: error.why, status: error.status };
  return { why: error instanceof Error ? error.message : String(error), status: 0 };
}
