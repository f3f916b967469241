import { AppError } from '@/lib/server/app-error';
import { db } from '@/lib/server/db/client';
import { log } from '@/lib/server/log';
import { version } from '@/package.json';

/**
 * Asks the database whether it answers.
 * @throws AppError `unavailable` when it gives none
 */
export async function readHealth(): Promise<{ status: 'ok'; version: string }> {
  try {
    await db().$queryRaw`SELECT 1`;
  } catch (error) {
    log.error({ err: error }, 'the database does not answer');
    throw new AppError('unavailable', 'database');
  }
  return { status: 'ok', version };
}
