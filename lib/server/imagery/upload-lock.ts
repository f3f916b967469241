import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS, MemoryLocker } from '@tus/server';
import type { Lock, Locker, RequestRelease } from '@tus/server';
import { AdvisoryLocks } from '@/lib/server/db/advisory-locks';
import { log } from '@/lib/server/log';

const LONGEST_WAIT_MS = 30_000;
const WAITER_LOOKS_MS = 200;
const HOLDER_LOOKS_MS = 1_000;

/**
 * One upload is written, and taken into the store, by one request at a time, whichever copy of the web process it reaches: within
 * a process by tus's own lock, between processes by an advisory lock of the database, which ends with the process. A second one
 * says that somebody waits: who holds the first looks for it and gives way, since the sender of a connection that broke without a
 * word comes again by another.
 */
export class UploadLocker implements Locker {
  readonly #within = new MemoryLocker({ acquireLockTimeout: LONGEST_WAIT_MS });
  readonly #between = new AdvisoryLocks();

  newLock(id: string): UploadLock {
    return new UploadLock(`upload ${id}`, this.#within.newLock(id), this.#between);
  }

  async close(): Promise<void> {
    await this.#between.close();
  }
}

class UploadLock implements Lock {
  readonly #name: string;
  readonly #within: Lock;
  readonly #between: AdvisoryLocks;
  #watch: NodeJS.Timeout | undefined;

  constructor(name: string, within: Lock, between: AdvisoryLocks) {
    this.#name = name;
    this.#within = within;
    this.#between = between;
  }

  /** @throws ERRORS.ERR_LOCK_TIMEOUT where whoever holds it does not give way */
  async lock(stopped: AbortSignal, requestRelease: RequestRelease): Promise<void> {
    await this.#within.lock(stopped, requestRelease);
    try {
      await this.#acquire(stopped);
    } catch (error) {
      await this.#within.unlock();
      throw error;
    }
    this.#watch = setInterval(() => {
      this.#isWanted().then(
        (wanted) => wanted && requestRelease(),
        (error: unknown) => log.warn({ err: error }, 'nobody can ask for the lock of an upload'),
      );
    }, HOLDER_LOOKS_MS);
    this.#watch.unref();
  }

  async unlock(): Promise<void> {
    clearInterval(this.#watch);
    try {
      await this.#between.call('pg_advisory_unlock', this.#name);
    } finally {
      await this.#within.unlock();
    }
  }

  async #acquire(stopped: AbortSignal): Promise<void> {
    const end = performance.now() + LONGEST_WAIT_MS;
    let asked = false;
    try {
      while (!(await this.#between.call('pg_try_advisory_lock', this.#name))) {
        if (stopped.aborted || performance.now() > end) {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- what tus knows as this error is a plain object
          throw ERRORS.ERR_LOCK_TIMEOUT;
        }
        asked ||= await this.#between.call('pg_try_advisory_lock', this.#wanted);
        await sleep(WAITER_LOOKS_MS);
      }
    } finally {
      if (asked) await this.#between.call('pg_advisory_unlock', this.#wanted);
    }
  }

  get #wanted(): string {
    return `${this.#name} wanted`;
  }

  /** A shared lock is refused while a waiter has the exclusive one. */
  async #isWanted(): Promise<boolean> {
    const free = await this.#between.call('pg_try_advisory_lock_shared', this.#wanted);
    if (free) await this.#between.call('pg_advisory_unlock_shared', this.#wanted);
    return !free;
  }
}
