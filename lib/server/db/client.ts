import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@/generated/prisma/client';
import type { Prisma } from '@/generated/prisma/client';
import { untilDone } from '@/lib/server/db/again';
import { pool } from '@/lib/server/db/pool';

/** A client or an open transaction: what data.ts and mutations.ts take. */
export type Db = PrismaClient | Prisma.TransactionClient;

// next dev reloads modules; one client a process must outlive that
const holder = globalThis as { quadratDb?: PrismaClient };

/** The process's database client. */
export function db(): PrismaClient {
  holder.quadratDb ??= open();
  return holder.quadratDb;
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
  const { rows } = await untilDone(() =>
    pool().query({ name, text: sql.text, values: sql.values }),
  );
  return rows as T[];
}

function open(): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool(), { disposeExternalPool: true }),
    // Prisma's own 2 s and 5 s turn a busy moment (a build beside it) into a failed save
    transactionOptions: { maxWait: 15_000, timeout: 20_000 },
  });
}
