import { db } from '@/lib/server/db/client';

/** Turns the time of a job's lease back, as if its holder had been silent for an hour. */
export async function expireLease(jobId: string): Promise<void> {
  await db()
    .$executeRaw`UPDATE "Job" SET "leaseUntil" = now() - interval '1 hour' WHERE "id" = ${jobId}::uuid`;
}

/** Ends a job's wait before its next try. */
export async function makeDue(jobId: string): Promise<void> {
  await db().$executeRaw`UPDATE "Job" SET "runAfter" = now() WHERE "id" = ${jobId}::uuid`;
}
