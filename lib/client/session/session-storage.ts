import { deleteDB, openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { Tabs } from '@/lib/client/session/tabs';
import type { HeldChip } from '@/lib/client/session/held-chip';
import { EMPTY_SESSION } from '@/lib/client/session/session-history';
import type { SessionHistory } from '@/lib/client/session/session-history';

/** Where a session is stored, so that a reload, a crash or hours without a network lose nothing of it. */
export interface SessionStorage {
  /** ids of the sessions that are stored, the newest first */
  sessions(): Promise<string[]>;
  read(id: string): Promise<SessionHistory>;
  /** Stores what differs from `before`. */
  save(id: string, history: SessionHistory, before: SessionHistory): Promise<void>;
}

/** The session that a closed tab left, unless another tab has it by now; else a fresh one. */
export async function resumeSession(
  storage: SessionStorage,
  tabs: Tabs,
): Promise<{ id: string; history: SessionHistory }> {
  const stored = await storage.sessions().catch(() => []);
  for (const id of stored) {
    if (!(await tabs.claim(lockOf(id)))) continue;
    return { id, history: await storage.read(id).catch(() => EMPTY_SESSION) };
  }
  const id = newId();
  await tabs.claim(lockOf(id));
  return { id, history: EMPTY_SESSION };
}

function lockOf(id: string): string {
  return `quadrat-session-${id}`;
}

interface StoredChip {
  owner: string;
  session: string;
  number: number;
  at: number;
  held: HeldChip;
}
interface StoredSession {
  owner: string;
  id: string;
  at: number;
  numbers: number[];
  place: number;
}
interface Schema extends DBSchema {
  chips: { key: [string, string, number]; value: StoredChip; indexes: { at: number } };
  sessions: { key: [string, string]; value: StoredSession; indexes: { owner: string; at: number } };
}

/** A session that nobody touched for so long is over. */
const LONGEST_MS = 12 * 3600 * 1000;

/** A person's sessions of a project, in IndexedDB. Every call may fail: private windows and full disks refuse storage. */
export function indexedDbSessions(userId: string, slug: string): SessionStorage {
  const owner = `${userId}/${slug}`;
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = (): Promise<IDBPDatabase<Schema>> => (opened ??= openSessionDatabase());
  return {
    async sessions() {
      const stored = await (await database()).getAllFromIndex('sessions', 'owner', owner);
      return stored.sort((a, b) => b.at - a.at).map(({ id }) => id);
    },
    async read(id) {
      const db = await database();
      const stored = await db.get('sessions', [owner, id]);
      if (!stored) return EMPTY_SESSION;
      const found = await Promise.all(stored.numbers.map((n) => db.get('chips', [owner, id, n])));
      const chips = found.flatMap((chip) => (chip ? [chip.held] : []));
      const number = stored.numbers[stored.place];
      return { chips, at: chips.findIndex((held) => held.chip.number === number) };
    },
    async save(id, { chips, at }, before) {
      const tx = (await database()).transaction(['chips', 'sessions'], 'readwrite');
      const now = systemClock.now();
      const known = new Set(before.chips);
      for (const held of chips.filter((chip) => !known.has(chip))) {
        const { number } = held.chip;
        void tx.objectStore('chips').put({ owner, session: id, number, at: now, held });
      }
      const numbers = chips.map((held) => held.chip.number);
      for (const { chip } of before.chips) {
        if (!numbers.includes(chip.number)) {
          void tx.objectStore('chips').delete([owner, id, chip.number]);
        }
      }
      void tx.objectStore('sessions').put({ owner, id, at: now, numbers, place: at });
      await tx.done;
    },
  };
}

/** Sessions in memory, for tests. */
export function memorySessions(): SessionStorage {
  const stored = new Map<string, SessionHistory>();
  return {
    sessions: () => Promise.resolve([...stored.keys()].toReversed()),
    read: (id) => Promise.resolve(stored.get(id) ?? EMPTY_SESSION),
    save: (id, history) => {
      stored.delete(id);
      stored.set(id, history);
      return Promise.resolve();
    },
  };
}

/** Forgets the sessions of everybody. A tab that still has one open keeps what is on its screen. */
export async function clearSessions(): Promise<void> {
  const db = await openSessionDatabase().catch(() => null);
  if (!db) return; // refused storage holds nothing
  const tx = db.transaction(['chips', 'sessions'], 'readwrite');
  await Promise.all([tx.objectStore('chips').clear(), tx.objectStore('sessions').clear(), tx.done]);
  db.close();
}

async function openSessionDatabase(): Promise<IDBPDatabase<Schema>> {
  // Earlier pages had their sessions in a database of another name and shape. No work was in it: strokes are the outbox's.
  // Not waited for: a tab of the earlier page may still have it open.
  void deleteDB('quadrat-desk').catch(() => undefined);
  const db = await openDB<Schema>('quadrat-session', 1, {
    upgrade(fresh) {
      const chips = fresh.createObjectStore('chips', { keyPath: ['owner', 'session', 'number'] });
      chips.createIndex('at', 'at');
      const sessions = fresh.createObjectStore('sessions', { keyPath: ['owner', 'id'] });
      sessions.createIndex('at', 'at');
      sessions.createIndex('owner', 'owner');
    },
  });
  // strokes are the outbox's: what goes here is only the comfort of undoing them
  const old = IDBKeyRange.upperBound(systemClock.now() - LONGEST_MS);
  const tx = db.transaction(['chips', 'sessions'], 'readwrite');
  for (const name of ['chips', 'sessions'] as const) {
    const index = tx.objectStore(name).index('at');
    for (let c = await index.openCursor(old); c; c = await c.continue()) await c.delete();
  }
  await tx.done;
  return db;
}
