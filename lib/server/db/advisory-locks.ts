import pg from 'pg';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';

type Act =
  | 'pg_try_advisory_lock'
  | 'pg_advisory_unlock'
  | 'pg_try_advisory_lock_shared'
  | 'pg_advisory_unlock_shared';

/** Locks with names that hold between processes and end with them. All of one object belong to one connection of its own. */
export class AdvisoryLocks {
  readonly #session: pg.Pool;

  constructor() {
    const lasting = { max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true };
    this.#session = new pg.Pool({ connectionString: env().DATABASE_URL, ...lasting });
    this.#session.on('error', (error) =>
      log.warn({ err: error }, 'a connection broke: its locks are lost'),
    );
  }

  /** Whether the lock is got (for the `try` ones), or was held. */
  async call(act: Act, name: string): Promise<boolean> {
    const text = `SELECT ${act}(hashtextextended($1, 0)) AS done`;
    const { rows } = await this.#session.query<{ done: boolean }>(text, [name]);
    return rows[0]?.done ?? false;
  }

  async close(): Promise<void> {
    await this.#session.end();
  }
}
