import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { systemClock } from '@/lib/core/clock';
import type { HeldChip } from '@/lib/client/desk/held';
import { EMPTY_SITTING } from '@/lib/client/desk/sitting';
import type { Sitting } from '@/lib/client/desk/sitting';

/** Where a desk's sitting is kept, so that a reload, a crash or hours without a network lose nothing of it. */
export interface Shelf {
  /** ids of the sittings that are kept, the newest first */
  sittings(): Promise<string[]>;
  read(id: string): Promise<Sitting>;
  /** Keeps what differs from `before`. */
  keep(id: string, sitting: Sitting, before: Sitting): Promise<void>;
}

interface KeptChip {
  desk: string;
  sitting: string;
  number: number;
  at: number;
  held: HeldChip;
}
interface KeptSitting {
  desk: string;
  id: string;
  at: number;
  numbers: number[];
  place: number;
}
interface Schema extends DBSchema {
  chips: { key: [string, string, number]; value: KeptChip; indexes: { at: number } };
  sittings: { key: [string, string]; value: KeptSitting; indexes: { desk: string; at: number } };
}

/** A sitting that nobody touched for so long is over. */
const LONGEST_MS = 12 * 3600 * 1000;

/** A person's shelf for a project, in IndexedDB. Every call may fail: private windows and full disks refuse storage. */
export function indexedDbShelf(userId: string, slug: string): Shelf {
  const desk = `${userId}/${slug}`;
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = (): Promise<IDBPDatabase<Schema>> => (opened ??= openDeskDatabase());
  return {
    async sittings() {
      const kept = await (await database()).getAllFromIndex('sittings', 'desk', desk);
      return kept.sort((a, b) => b.at - a.at).map(({ id }) => id);
    },
    async read(id) {
      const db = await database();
      const kept = await db.get('sittings', [desk, id]);
      if (!kept) return EMPTY_SITTING;
      const found = await Promise.all(kept.numbers.map((n) => db.get('chips', [desk, id, n])));
      const chips = found.flatMap((chip) => (chip ? [chip.held] : []));
      const number = kept.numbers[kept.place];
      return { chips, at: chips.findIndex((held) => held.chip.number === number) };
    },
    async keep(id, { chips, at }, before) {
      const tx = (await database()).transaction(['chips', 'sittings'], 'readwrite');
      const now = systemClock.now();
      const known = new Set(before.chips);
      for (const held of chips.filter((chip) => !known.has(chip))) {
        const { number } = held.chip;
        void tx.objectStore('chips').put({ desk, sitting: id, number, at: now, held });
      }
      const numbers = chips.map((held) => held.chip.number);
      for (const { chip } of before.chips) {
        if (!numbers.includes(chip.number)) {
          void tx.objectStore('chips').delete([desk, id, chip.number]);
        }
      }
      void tx.objectStore('sittings').put({ desk, id, at: now, numbers, place: at });
      await tx.done;
    },
  };
}

/** A shelf in memory, for tests. */
export function memoryShelf(): Shelf {
  const kept = new Map<string, Sitting>();
  return {
    sittings: () => Promise.resolve([...kept.keys()].toReversed()),
    read: (id) => Promise.resolve(kept.get(id) ?? EMPTY_SITTING),
    keep: (id, sitting) => {
      kept.delete(id);
      kept.set(id, sitting);
      return Promise.resolve();
    },
  };
}

async function openDeskDatabase(): Promise<IDBPDatabase<Schema>> {
  const db = await openDB<Schema>('quadrat-desk', 2, {
    upgrade(fresh, from) {
      // an earlier page's sittings have another shape; strokes are the outbox's, which carries them over
      if (from > 0) for (const name of fresh.objectStoreNames) fresh.deleteObjectStore(name);
      const chips = fresh.createObjectStore('chips', { keyPath: ['desk', 'sitting', 'number'] });
      chips.createIndex('at', 'at');
      const sittings = fresh.createObjectStore('sittings', { keyPath: ['desk', 'id'] });
      sittings.createIndex('at', 'at');
      sittings.createIndex('desk', 'desk');
    },
  });
  // strokes are the outbox's: what goes here is only the comfort of undoing them
  const old = IDBKeyRange.upperBound(systemClock.now() - LONGEST_MS);
  const tx = db.transaction(['chips', 'sittings'], 'readwrite');
  for (const name of ['chips', 'sittings'] as const) {
    const index = tx.objectStore(name).index('at');
    for (let c = await index.openCursor(old); c; c = await c.continue()) await c.delete();
  }
  await tx.done;
  return db;
}
