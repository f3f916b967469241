import { inject } from 'vitest';
import type pg from 'pg';
import { withSession } from '@/lib/server/db/session';
import { runSql, withDatabase } from '@/scripts/setup/databases';

/** The test file's database as the owner of its tables, where `db()` works as the application's role. */
export function ownerUrl(): string {
  const { pathname } = new URL(process.env['DATABASE_URL'] ?? '');
  return withDatabase(inject('adminUrl'), pathname.slice(1));
}

/** What the application may not: VACUUM, switched-off triggers, rows of append-only tables made by hand. */
export async function asOwner(sql: string): Promise<void> {
  await runSql(ownerUrl(), sql);
}

/** The same on one connection, with replies. */
export async function withOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return await withSession(ownerUrl(), work);
}
