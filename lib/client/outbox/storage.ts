import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { fromEarlier, fromFirst } from '@/lib/client/outbox/earlier';
import type { EarlierTask, FirstSave } from '@/lib/client/outbox/earlier';
import { inOrder } from '@/lib/client/outbox/task';
import type { Task } from '@/lib/client/outbox/task';

/** Where unconfirmed work is kept. Every call may fail: private windows and full disks refuse storage. */
export interface OutboxStorage {
  all(userId: string): Promise<Task[]>;
  put(task: Task): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Schema extends DBSchema {
  saves: { key: string; value: FirstSave };
  tasks: { key: string; value: Task; indexes: { person: string } };
}

/** Work in IndexedDB: it outlives a closed tab, a crash and a restart of the machine. */
export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  // opened at the first use: the server, which renders pages too, has no such database
  const database = (): Promise<IDBPDatabase<Schema>> =>
    (opened ??= openDB<Schema>('quadrat-outbox', 4, {
      upgrade(db, from, _to, tx) {
        if (from < 2) {
          db.createObjectStore('tasks', { keyPath: 'id' }).createIndex('person', 'userId');
        }
        // what an earlier version of the page left is work like any other
        if (from === 1) void takeOver(db, tx);
        if (from === 2 || from === 3) void rename(tx);
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
      return tasks.sort(inOrder);
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
  const tasks = (await tx.objectStore('tasks').getAll()) as unknown as EarlierTask[];
  for (const task of tasks) await tx.objectStore('tasks').put(fromEarlier(task));
}
