import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { SaveRequest } from '@/lib/domain/label/schema';

/** A save that the server has not confirmed. `order` keeps the order in which strokes were made. */
export interface PendingSave {
  order: number;
  /** path below /api/v1 that it is posted to */
  path: string;
  /** the sheet that it belongs to: project, chip and kind */
  sheet: string;
  /** who made it: another person on this machine never sends it */
  userId: string;
  save: Omit<SaveRequest, 'baseRevision'>;
}

/** Where unconfirmed saves are kept. Every call may fail: private windows and full disks refuse storage. */
export interface OutboxStorage {
  all(userId: string): Promise<PendingSave[]>;
  put(pending: PendingSave): Promise<void>;
  remove(saveId: string): Promise<void>;
}

interface Schema extends DBSchema {
  saves: { key: string; value: PendingSave };
}

/** Saves in IndexedDB: they outlive a closed tab, a crash and a restart of the machine. */
export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  // opened at the first use: the server, which renders pages too, has no such database
  const database = (): Promise<IDBPDatabase<Schema>> =>
    (opened ??= openDB<Schema>('quadrat-outbox', 1, {
      upgrade(db) {
        db.createObjectStore('saves', { keyPath: 'save.saveId' });
      },
    }));
  return {
    async all(userId) {
      const saves = await (await database()).getAll('saves');
      return saves.filter((p) => p.userId === userId).sort((a, b) => a.order - b.order);
    },
    async put(pending) {
      await (await database()).put('saves', pending);
    },
    async remove(saveId) {
      await (await database()).delete('saves', saveId);
    },
  };
}

/** Saves in memory, for tests. */
export function memoryStorage(): OutboxStorage {
  const saves = new Map<string, PendingSave>();
  return {
    all: (userId) =>
      Promise.resolve(
        [...saves.values()].filter((p) => p.userId === userId).sort((a, b) => a.order - b.order),
      ),
    put: (pending) => {
      saves.set(pending.save.saveId, pending);
      return Promise.resolve();
    },
    remove: (saveId) => {
      saves.delete(saveId);
      return Promise.resolve();
    },
  };
}
