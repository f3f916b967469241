import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '@/lib/server/db/embedded';
import type { EmbeddedDatabase } from '@/lib/server/db/embedded';
import { isDiskFull } from '@/lib/server/disk-full';
import { say, SetupError } from './console.mjs';
import type { Watchdog } from './supervise';

/** Between two tries to start a database on a full disk. */
const FULL_MS = 5_000;

/** The built-in database as the supervisor keeps it. */
export interface KeptDatabase {
  url: string;
  /** rejects with words for the terminal when it ended and does not come back; never resolves */
  lost: Promise<never>;
  /** set-up is over: from now on it is started again should it end by itself */
  keepRunning(): void;
  stop(): Promise<void>;
}

/**
 * Starts the database in `folder`. Should it end by itself during set-up, `lost` says so: a step that it died under is not
 * repeated. Afterwards it is started again.
 */
export async function keepDatabase(folder: string, watchdog: Watchdog): Promise<KeptDatabase> {
  let stopping = false;
  const isStopping = (): boolean => stopping;
  let settingUp = true;
  let up = false;
  const begin = () =>
    startEmbedded(folder, {
      onLog: (line) => {
        if (!line.startsWith('LOG:') || !up) say('database', line);
      },
      onSpawn: (pid) => watchdog.watch(pid, 'SIGINT'),
    }).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new SetupError(`The database could not be started: ${why}. ${AGAIN}`, { cause: error });
    });
  /** After set-up: a full disk is waited out, people may be at work. */
  const beginAgain = async (): Promise<EmbeddedDatabase> => {
    for (;;) {
      try {
        return await begin();
      } catch (error) {
        if (!isDiskFull(error) || isStopping()) throw error;
        say(
          'database',
          `the disk is full: free some space. Next try in ${String(FULL_MS / 1000)} s`,
        );
        await sleep(FULL_MS);
      }
    }
  };
  let starting = begin();
  let server = await starting;
  up = true;
  const { url } = server;
  const watch = async (): Promise<never> => {
    for (;;) {
      await server.ended;
      watchdog.forget(server.pid);
      // nobody waits for news of a database that was stopped
      if (isStopping()) return new Promise<never>(() => undefined);
      if (settingUp) throw new SetupError(ENDED_DURING_SETUP);
      say('database', 'it ended by itself; starting it again');
      await sleep(1000);
      if (isStopping()) return new Promise<never>(() => undefined);
      starting = beginAgain();
      server = await starting;
      if (server.url !== url) {
        throw new SetupError(
          'The port of the database was taken while it was down. Start Quadrat again.',
        );
      }
    }
  };
  const lost = watch();
  lost.catch(() => undefined);
  return {
    url,
    lost,
    keepRunning: () => {
      settingUp = false;
    },
    stop: async () => {
      stopping = true;
      // one that is only coming up is stopped as well
      await (await starting).stop();
    },
  };
}

const AGAIN =
  'Run the same command again: it goes on where it stopped. Should it happen again, see whether the machine has memory and disk left.';

const ENDED_DURING_SETUP =
  'The database ended by itself during set-up, so set-up stopped. What the database said is above, behind "database". ' +
  AGAIN;
