import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { withSession } from '@/lib/server/db/session';

/** Prisma's own key, so that its tools and this runner exclude each other. */
const LOCK = 72_707_369;

/** Prisma's table, column by column: its tools read what we write. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface AppliedRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Applies the migrations of `folder` (prisma/migrations) that the database lacks, in the order of their names, under an
 * advisory lock, each in a transaction of its own. Returns the names of those applied now.
 * Refuses, and changes nothing, when an applied file was edited, when a migration was left unfinished, or when the
 * database knows a migration that this copy of Quadrat does not.
 */
export async function migrate(url: string, folder = 'prisma/migrations'): Promise<string[]> {
  const wanted = await readMigrations(folder);
  // the lock ends with the session
  return withSession(url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query<AppliedRow>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const pending = findPending(wanted, rows);
    for (const migration of pending) await apply(client, migration);
    return pending.map((m) => m.name);
  });
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((e) => e.isDirectory()).map((e) => e.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function findPending(wanted: Migration[], applied: AppliedRow[]): Migration[] {
  const known = new Map(wanted.map((m) => [m.name, m]));
  for (const row of applied) {
    const name = row.migration_name;
    if (!row.finished_at) {
      throw new Error(
        `Migration ${name} was begun and never finished. Nothing was changed now. Restore the database from a backup, or repair it by hand and set finished_at in "_prisma_migrations".`,
      );
    }
    const migration = known.get(name);
    if (!migration) {
      throw new Error(
        `The database has migration ${name}, which this copy of Quadrat does not know: it belongs to a newer version. Nothing was changed. Update Quadrat, or use another database.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new Error(
        `Migration ${name} was edited after it was applied to this database. Nothing was changed. Put the file back as it was and write a new migration instead.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return wanted.filter((m) => !done.has(m.name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed and was rolled back: ${String(error)}`, {
      cause: error,
    });
  }
}
