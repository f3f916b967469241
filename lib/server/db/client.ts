import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '@/generated/prisma/client';
import type { Prisma } from '@/generated/prisma/client';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';

/** A client or an open transaction: what data.ts and mutations.ts take. */
export type Db = PrismaClient | Prisma.TransactionClient;

// next dev reloads modules; one client a process must outlive that
const holder = globalThis as { quadratDb?: { client: PrismaClient; pool: pg.Pool } };

/** The process's database client. */
export function db(): PrismaClient {
  return opened().client;
}

/**
 * Runs one statement: inside `tx`, or else on a connection of its own, prepared once a connection under `name` and without
 * Prisma between. For what people wait for many times a second. One name stands for one text, whatever the values.
 */
export async function statement<T>(
  tx: Prisma.TransactionClient | null,
  name: string,
  sql: Prisma.Sql,
): Promise<T[]> {
  if (tx) return await tx.$queryRaw<T[]>(sql);
  const { rows } = await opened().pool.query({ name, text: sql.text, values: sql.values });
  return rows as T[];
}

function opened(): { client: PrismaClient; pool: pg.Pool } {
  holder.quadratDb ??= open();
  return holder.quadratDb;
}

function open(): { client: PrismaClient; pool: pg.Pool } {
  const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 16 });
  // a connection that breaks while nobody uses it is replaced at the next use
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    // Prisma's own 2 s and 5 s turn a busy moment (a build beside it) into a failed save
    transactionOptions: { maxWait: 15_000, timeout: 20_000 },
  });
  return { client, pool };
}
