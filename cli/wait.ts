import { ApiProblem } from '@/lib/client/problem';

/** Waits so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Milliseconds between tries while a server does not answer: about two minutes in all, enough for a restart. */
const TRIES = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

/**
 * Asks about work that goes on at the server. While the server is away or broken it is asked again: the work may well go on.
 * @throws what `ask` threw when the server refuses, or still does not answer at the end
 */
export async function patiently<T>(
  ask: () => Promise<T>,
  note: (words: string) => void,
  wait: (ms: number) => Promise<void> = pause,
): Promise<T> {
  for (const ms of TRIES) {
    try {
      return await ask();
    } catch (error) {
      const away = error instanceof ApiProblem && (error.status === 0 || error.status >= 500);
      if (!away) throw error;
      note(`${error.message} Asking again in ${String(ms / 1000)} s.`);
      await wait(ms);
    }
  }
  return await ask();
}
