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
  });
  return holder.quadratDb;
}
