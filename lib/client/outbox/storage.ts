import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { inOrder } from '@/lib/client/outbox/task';
import type { SaveTask, Task } from '@/lib/client/outbox/task';
import type { SaveRequest } from '@/lib/domain/label/schema';

/** Where unconfirmed work is kept. Every call may fail: private windows and full disks refuse storage. */
export interface OutboxStorage {
  all(userId: string): Promise<Task[]>;
  put(task: Task): Promise<void>;
  remove(id: string): Promise<void>;
}

/** A save as the first version of the store kept it. */
interface FirstSave {
  order: number;
  path: string;
  sheet: string;
  userId: string;
  save: Omit<SaveRequest, 'baseRevision'>;
}

/** A task as the second version kept it. */
type SecondTask = Omit<SaveTask, 'labelling'> & { sheet: string };

interface Schema extends DBSchema {
  saves: { key: string; value: FirstSave };
  tasks: { key: string; value: Task | SecondTask; indexes: { person: string } };
}

/** Work in IndexedDB: it outlives a closed tab, a crash and a restart of the machine. */
export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  // opened at the first use: the server, which renders pages too, has no such database
  const database = (): Promise<IDBPDatabase<Schema>> =>
    (opened ??= openDB<Schema>('quadrat-outbox', 3, {
      upgrade(db, from, _to, tx) {
        if (from < 2) {
          db.createObjectStore('tasks', { keyPath: 'id' }).createIndex('person', 'userId');
        }
        // what an earlier version of the page left is work like any other
        if (from === 1) void takeOver(db, tx);
        if (from === 2) void rename(tx);
      },
      // another tab has a newer page: its upgrade must not wait for this one
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        opened = null;
      },
    }));
  return {
    async all(userId) {
      const tasks = await (await database()).getAllFromIndex('tasks', 'person', userId);
      return (tasks as Task[]).sort(inOrder);
    },
    async put(task) {
      await (await database()).put('tasks', task);
    },
    async remove(id) {
      await (await database()).delete('tasks', id);
    },
  };
}

/** Work in memory, for tests. */
export function memoryStorage(): OutboxStorage {
  const tasks = new Map<string, Task>();
  return {
    all: (userId) =>
      Promise.resolve([...tasks.values()].filter((t) => t.userId === userId).sort(inOrder)),
    put: (task) => {
      tasks.set(task.id, task);
      return Promise.resolve();
    },
    remove: (id) => {
      tasks.delete(id);
      return Promise.resolve();
    },
  };
}

async function takeOver(
  db: IDBPDatabase<Schema>,
  tx: IDBPTransaction<Schema, ('saves' | 'tasks')[], 'versionchange'>,
): Promise<void> {
  for (const save of await tx.objectStore('saves').getAll()) {
    await tx.objectStore('tasks').put(fromFirst(save));
  }
  db.deleteObjectStore('saves');
}

async function rename(
  tx: IDBPTransaction<Schema, ('saves' | 'tasks')[], 'versionchange'>,
): Promise<void> {
  for (const task of await tx.objectStore('tasks').getAll()) {
    if (!('sheet' in task)) continue;
    const { sheet, ...rest } = task;
    await tx.objectStore('tasks').put({ ...rest, labelling: sheet });
  }
}

function fromFirst({ save, order, path, sheet, userId }: FirstSave): SaveTask {
  const { saveId, openedMs, changes } = save;
  const [slug = ''] = sheet.split('/');
  const place = { order, path, labelling: sheet, slug, number: 0, userId };
  return { kind: 'save', id: saveId, ...place, save: { openedMs, changes } };
}
