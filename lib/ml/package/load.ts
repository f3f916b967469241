import type { Manifest, PackageFile } from '@/lib/contracts/package';
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
 * verified in both cases, and kept. A version's files never change, so a second load needs no network at all. Throws an
 * Error in words when something can't be fetched or is not what the manifest says.
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
      let bytes = await kept(store, file);
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
  const text = await persistently('The model’s manifest', signal, async () => {
    return (await answer(url, signal)).text();
  });
  const manifest = parseManifest(text);
  await store.keepManifest(versionId, text);
  return manifest;
}

/** The stored file, or undefined; one that was damaged on disk is dropped. */
async function kept(store: PackageStore, file: PackageFile): Promise<Bytes | undefined> {
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
  return persistently(`The model’s file ${file.path}`, signal, async () => {
    const bytes = await readBody(await answer(url, signal), file.bytes, onBytes);
    if ((await sha256Hex(bytes)) !== file.sha256) {
      throw new Refused('it is not the one that the manifest names (its SHA-256 differs)');
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
      throw new Refused(`it is longer than the ${size} bytes that the manifest states`);
    }
    bytes.set(part.value, count);
    count += part.value.length;
    onBytes(count);
  }
  if (count < size) throw new Error(`only ${count} of ${size} bytes arrived`);
  return bytes;
}

/** A failure that another try would not mend. */
class Refused extends Error {}

async function answer(url: string, signal: AbortSignal | undefined): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch {
    throw new Error('the server could not be reached');
  }
  if (response.ok) return response;
  const why = `the server answered ${response.status}`;
  throw response.status < 500 ? new Refused(why) : new Error(why);
}

/** Does `work`, and again after a lost connection or a busy server. Throws in words, or the signal's reason. */
async function persistently<T>(
  what: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      const wait = RETRY_AFTER[attempt];
      if (error instanceof Refused || wait === undefined) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(
          `${what} was not loaded: ${why}. Load the page again; if it stays so, tell the project’s admin.`,
          { cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
