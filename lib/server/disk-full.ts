import { statfsSync } from 'node:fs';
import { AppError } from '@/lib/server/app-error';
import { causesOf } from '@/lib/server/causes';
import { env } from '@/lib/server/env';

/** Of files: no room, or the user's share of it is used up. */
const OF_FILES = new Set(['ENOSPC', 'EDQUOT']);
/** PostgreSQL's disk_full. */
const OF_DATABASE = '53100';
/** What is said where there is no code: by libvips, by a program that was run. */
const WORDS = /no space left on device|disk quota exceeded/i;
const MB = 1024 ** 2;

/** Whether something could not be written for want of room: the same can be tried again once there is some. */
export function isDiskFull(error: unknown): boolean {
  for (const { code, originalCode, message } of causesOf(error)) {
    if (OF_FILES.has(String(code)) || code === 'disk_full') return true;
    if (code === OF_DATABASE || originalCode === OF_DATABASE) return true;
    if (typeof message === 'string' && WORDS.test(message)) return true;
  }
  return false;
}

/** The same in words: which disk, how much room there is, what to do. */
export function diskFull(error: unknown): AppError {
  if (error instanceof AppError && error.code === 'disk_full') return error;
  const where = isOfDatabase(error) ? 'database' : 'files';
  return new AppError('disk_full', 'diskFull', { where, ...room() });
}

/**
 * Looks before much is written.
 * @throws AppError `disk_full` where so many bytes find no room
 */
export function assertRoomFor(bytes: number): void {
  const { free, total } = room();
  if (bytes > free * MB)
    throw new AppError('disk_full', 'diskFull', { where: 'files', free, total });
}

function isOfDatabase(error: unknown): boolean {
  return [...causesOf(error)].some(
    ({ code, originalCode }) => code === OF_DATABASE || originalCode === OF_DATABASE,
  );
}

/** Of the disk that keeps the instance's files, in MB: what this process may still write, and all of it. */
function room(): { free: number; total: number } {
  const { bavail, blocks, bsize } = statfsSync(env().QUADRAT_HOME);
  return { free: Math.floor((bavail * bsize) / MB), total: Math.floor((blocks * bsize) / MB) };
}
