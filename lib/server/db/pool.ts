import type pg from 'pg';
import { AttributedPool } from '@/lib/server/db/attributed';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';

// pages, routes and proxy.ts are bundles of their own, and next dev reloads modules: one pool a process must outlive that
const holder = globalThis as { quadratPool?: pg.Pool };

/** The process's connections to the database. */
export function pool(): pg.Pool {
  holder.quadratPool ??= open();
  return holder.quadratPool;
}

function open(): pg.Pool {
  const made = new AttributedPool({ connectionString: env().DATABASE_URL, max: 16 });
  // a connection that breaks while nobody uses it is replaced at the next use
  made.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
  return made;
}

/** Whether the database answers. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await pool().query('SELECT 1');
    return true;
  } catch (error) {
    log.error({ err: error }, 'the database does not answer');
    return false;
  }
}
