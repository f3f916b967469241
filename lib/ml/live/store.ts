import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Example } from '@/lib/ml/live/examples';
import type { ChipRecord } from '@/lib/ml/predictor';

/** What the browser keeps for the live head of one person in one project on one backbone. */
export interface StoredLive {
  readonly examples: readonly Example[];
  readonly record: readonly ChipRecord[];
}

/** `scope` names person, project and backbone. */
export interface LiveStore {
  /** false where the browser refuses storage: nothing outlives a reload */
  readonly lasting: boolean;
  read(scope: string): Promise<StoredLive>;
  keep(scope: string, example: Example | null, record: readonly ChipRecord[]): Promise<void>;
  drop(scope: string, chipIds: readonly string[]): Promise<void>;
  clear(scope: string): Promise<void>;
}

/** The scope is called `ground` here: browsers hold databases with this key. */
interface Schema extends DBSchema {
  chips: { key: [string, string]; value: Example & { ground: string; chipId: string; at: number } };
  records: { key: string; value: readonly (ChipRecord & EarlierNames)[] };
}

/** What `actions` and `deployed` were called in records that browsers still hold. */
interface EarlierNames {
  tally?: ChipRecord['actions'];
  champion?: ChipRecord['deployed'];
}

/** All chips of a scope: ids sort after the empty text and before a character that no id has. */
const chipsOf = (scope: string): IDBKeyRange => IDBKeyRange.bound([scope, ''], [scope, '\uffff']);

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>('quadrat-live', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('chips', { keyPath: ['ground', 'chipId'] });
      fresh.createObjectStore('records');
    },
  });
}

/** Forgets what the live heads of everybody have learnt in this browser. */
export async function clearLiveStore(): Promise<void> {
  const db = await openDatabase().catch(() => null);
  if (!db) return; // refused storage holds nothing
  const change = db.transaction(['chips', 'records'], 'readwrite');
  await Promise.all([
    change.objectStore('chips').clear(),
    change.objectStore('records').clear(),
    change.done,
  ]);
  db.close();
}

/** The store in IndexedDB of the worker's own origin: nothing in it is ever sent. */
export async function openLiveStore(): Promise<LiveStore> {
  let db: IDBPDatabase<Schema>;
  try {
    db = await openDatabase();
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
    read: (scope) =>
      attempt(async () => {
        const rows = await db.getAll('chips', chipsOf(scope));
        const stored = (await db.get('records', scope)) ?? [];
        const record = stored.map(({ tally, champion, ...chip }) => ({
          ...chip,
          deployed: chip.deployed ?? champion ?? null,
          actions: chip.actions ?? tally ?? null,
        }));
        return { examples: rows.sort((a, b) => a.at - b.at), record };
      }, NOTHING),
    keep: (scope, example, record) =>
      attempt(async () => {
        const change = db.transaction(['chips', 'records'], 'readwrite');
        const chip = example && {
          ...example,
          ground: scope,
          chipId: example.chip.id,
          at: record.length,
        };
        await Promise.all([
          chip && change.objectStore('chips').put(chip),
          change.objectStore('records').put(record, scope),
          change.done,
        ]);
      }, undefined),
    drop: (scope, chipIds) =>
      attempt(async () => {
        await Promise.all(chipIds.map((id) => db.delete('chips', [scope, id])));
      }, undefined),
    clear: (scope) =>
      attempt(async () => {
        await Promise.all([db.delete('chips', chipsOf(scope)), db.delete('records', scope)]);
      }, undefined),
  };
}

const NOTHING: StoredLive = { examples: [], record: [] };
const done = (): Promise<void> => Promise.resolve();

/** Keeps nothing. */
export const forgetfulLiveStore: LiveStore = {
  lasting: false,
  read: () => Promise.resolve(NOTHING),
  keep: done,
  drop: done,
  clear: done,
};
