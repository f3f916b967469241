import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Example } from '@/lib/ml/live/examples';
import type { ChipRecord } from '@/lib/ml/predictor';

/** What the browser keeps for the live head of one person in one project on one backbone. */
export interface Kept {
  readonly examples: readonly Example[];
  readonly record: readonly ChipRecord[];
}

/** `ground` names person, project and backbone. */
export interface LiveStore {
  /** false where the browser refuses storage: nothing outlives a reload */
  readonly lasting: boolean;
  read(ground: string): Promise<Kept>;
  keep(ground: string, example: Example | null, record: readonly ChipRecord[]): Promise<void>;
  drop(ground: string, chipIds: readonly string[]): Promise<void>;
  clear(ground: string): Promise<void>;
}

interface Schema extends DBSchema {
  chips: { key: [string, string]; value: Example & { ground: string; chipId: string; at: number } };
  records: { key: string; value: readonly ChipRecord[] };
}

/** All chips of a ground: ids sort after the empty text and before a character that no id has. */
const chipsOf = (ground: string): IDBKeyRange =>
  IDBKeyRange.bound([ground, ''], [ground, '\uffff']);

/** The store in IndexedDB of the worker's own origin: nothing in it is ever sent. */
export async function openLiveStore(): Promise<LiveStore> {
  let db: IDBPDatabase<Schema>;
  try {
    db = await openDB<Schema>('quadrat-live', 1, {
      upgrade(fresh) {
        fresh.createObjectStore('chips', { keyPath: ['ground', 'chipId'] });
        fresh.createObjectStore('records');
      },
    });
  } catch (error) {
    console.info('What the live head learns is not kept in this browser:', error);
    return forgetfulLiveStore;
  }
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      console.info('The live head’s store did not answer:', error);
      return otherwise;
    }
  };
  return {
    lasting: true,
    read: (ground) =>
      attempt(async () => {
        const rows = await db.getAll('chips', chipsOf(ground));
        const record = (await db.get('records', ground)) ?? [];
        return { examples: rows.sort((a, b) => a.at - b.at), record };
      }, NOTHING),
    keep: (ground, example, record) =>
      attempt(async () => {
        const change = db.transaction(['chips', 'records'], 'readwrite');
        const chip = example && { ...example, ground, chipId: example.chip.id, at: record.length };
        await Promise.all([
          chip && change.objectStore('chips').put(chip),
          change.objectStore('records').put(record, ground),
          change.done,
        ]);
      }, undefined),
    drop: (ground, chipIds) =>
      attempt(async () => {
        await Promise.all(chipIds.map((id) => db.delete('chips', [ground, id])));
      }, undefined),
    clear: (ground) =>
      attempt(async () => {
        await Promise.all([db.delete('chips', chipsOf(ground)), db.delete('records', ground)]);
      }, undefined),
  };
}

const NOTHING: Kept = { examples: [], record: [] };
const done = (): Promise<void> => Promise.resolve();

/** Keeps nothing. */
export const forgetfulLiveStore: LiveStore = {
  lasting: false,
  read: () => Promise.resolve(NOTHING),
  keep: done,
  drop: done,
  clear: done,
};
