// The Node worker: cuts chips and writes exports. Run: node --import tsx lib/server/worker/main.ts
import { availableParallelism, hostname } from 'node:os';
import path from 'node:path';
import { readdir, rm, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { systemClock } from '@/lib/core/clock';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import { HANDLERS } from '@/lib/server/worker/handlers';
import { workLoop } from '@/lib/server/worker/loop';

const DAY_MS = 24 * 3600 * 1000;

/** Removes decoded pictures that a crashed worker left behind. */
async function sweepScratch(): Promise<void> {
  const folder = path.join(env().QUADRAT_HOME, 'cache', 'scratch');
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const left = path.join(folder, name);
    const { mtimeMs } = await stat(left);
    if (systemClock.now() - mtimeMs > DAY_MS) await rm(left, { recursive: true, force: true });
  }
}

// threads within libvips; each picture is read once, so its cache of operations only holds memory
sharp.concurrency(availableParallelism());
sharp.cache(false);

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    log.info({ signal }, 'stopping');
    stop.abort();
  });
}

await sweepScratch();
log.info({ home: env().QUADRAT_HOME }, 'worker ready');
await workLoop(`worker ${hostname()} ${String(process.pid)}`, HANDLERS, stop.signal);
log.info('worker stopped');
// connections of the pool would keep the process
process.exit(0);
