import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { systemClock } from '@/lib/core/clock';
import type { Clock } from '@/lib/core/clock';

/** What the browser keeps of model packages: files by hash, manifests by version, the backend that was fastest. */
export interface PackageStore {
  file(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  keepFile(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  dropFile(sha256: string): Promise<void>;
  manifest(versionId: string): Promise<string | undefined>;
  keepManifest(versionId: string, text: string): Promise<void>;
  choice(key: string): Promise<string | undefined>;
  keepChoice(key: string, backend: string): Promise<void>;
}

interface Schema extends DBSchema {
  files: { key: string; value: Uint8Array<ArrayBuffer> };
  /** size and last use of each file, apart from its bytes so that pruning reads none */
  uses: { key: string; value: { sha256: string; bytes: number; at: number } };
  manifests: { key: string; value: string };
  choices: { key: string; value: string };
}

/** A backbone is 6 MB: room for some forty of them, and far below what browsers grant. */
const MOST_BYTES = 256 * 1024 * 1024;

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>('quadrat-models', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('files');
      fresh.createObjectStore('uses', { keyPath: 'sha256' });
      fresh.createObjectStore('manifests');
      fresh.createObjectStore('choices');
    },
  });
}

/** Forgets the models of projects in this browser; which backend is the fastest is the machine's and stays. */
export async function clearPackageStore(): Promise<void> {
  const db = await openDatabase().catch(() => null);
  if (!db) return; // refused storage holds nothing
  const change = db.transaction(['files', 'uses', 'manifests'], 'readwrite');
  await Promise.all([
    change.objectStore('files').clear(),
    change.objectStore('uses').clear(),
    change.objectStore('manifests').clear(),
    change.done,
  ]);
  db.close();
}

/**
 * The store in IndexedDB, which unlike Cache Storage exists on plain http too. The store is a convenience: where the
 * browser refuses it (private windows, a full disk), reads find nothing, writes keep nothing, and models load anew.
 */
export async function openPackageStore(
  clock: Clock = systemClock,
  mostBytes = MOST_BYTES,
): Promise<PackageStore> {
  let db: IDBPDatabase<Schema>;
  try {
    db = await openDatabase();
  } catch (error) {
    console.info('Models are not kept in this browser:', error);
    return forgetfulStore;
  }
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      console.info('The store of models did not answer:', error);
      return undefined;
    }
  };
  return {
    file: (sha256) =>
      attempt(async () => {
        const bytes = await db.get('files', sha256);
        if (bytes) await db.put('uses', { sha256, bytes: bytes.length, at: clock.now() });
        return bytes;
      }),
    keepFile: async (sha256, bytes) => {
      await attempt(async () => {
        await prune(db, mostBytes - bytes.length);
        const change = db.transaction(['files', 'uses'], 'readwrite');
        await Promise.all([
          change.objectStore('files').put(bytes, sha256),
          change.objectStore('uses').put({ sha256, bytes: bytes.length, at: clock.now() }),
          change.done,
        ]);
      });
    },
    dropFile: async (sha256) => {
      await attempt(() => drop(db, [sha256]));
    },
    manifest: (versionId) => attempt(() => db.get('manifests', versionId)),
    keepManifest: async (versionId, text) => {
      await attempt(() => db.put('manifests', text, versionId));
    },
    choice: (key) => attempt(() => db.get('choices', key)),
    keepChoice: async (key, backend) => {
      await attempt(() => db.put('choices', backend, key));
    },
  };
}

/** Drops the files that were used longest ago until the rest fits. */
async function prune(db: IDBPDatabase<Schema>, mostBytes: number): Promise<void> {
  const uses = (await db.getAll('uses')).sort((a, b) => b.at - a.at);
  let kept = 0;
  const old = uses.filter((use) => {
    kept += use.bytes;
    return kept > mostBytes;
  });
  if (old.length > 0) {
    await drop(
      db,
      old.map((use) => use.sha256),
    );
  }
}

async function drop(db: IDBPDatabase<Schema>, hashes: readonly string[]): Promise<void> {
  const change = db.transaction(['files', 'uses'], 'readwrite');
  await Promise.all([
    ...hashes.map((sha256) => change.objectStore('files').delete(sha256)),
    ...hashes.map((sha256) => change.objectStore('uses').delete(sha256)),
    change.done,
  ]);
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

/** Keeps nothing. */
export const forgetfulStore: PackageStore = {
  file: nothing,
  keepFile: nothing,
  dropFile: nothing,
  manifest: nothing,
  keepManifest: nothing,
  choice: nothing,
  keepChoice: nothing,
};
