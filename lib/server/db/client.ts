import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@/generated/prisma/client';
import type { Prisma } from '@/generated/prisma/client';
import { env } from '@/lib/server/env';

/** A client or an open transaction: what data.ts and mutations.ts take. */
export type Db = PrismaClient | Prisma.TransactionClient;

// next dev reloads modules; one client a process must outlive that
const holder = globalThis as { quadratDb?: PrismaClient };

/** The process's database client. */
export function db(): PrismaClient {
  holder.quadratDb ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: 16 }),
    // Prisma's own 2 s and 5 s turn a busy moment (a build beside it) into a failed save
    transactionOptions: { maxWait: 15_000, timeout: 20_000 },
  });
  return holder.quadratDb;
}
