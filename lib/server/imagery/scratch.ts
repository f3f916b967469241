import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { env } from '@/lib/server/env';

/** A folder for the decoded picture, which is gone afterwards whatever happened. */
export async function withScratch<T>(work: (file: string) => Promise<T>): Promise<T> {
  const folder = path.join(env().QUADRAT_HOME, 'cache', 'scratch');
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(path.join(folder, 'cut-'));
  try {
    return await work(path.join(own, 'picture.v'));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
