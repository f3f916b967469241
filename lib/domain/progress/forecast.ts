import { seededRandom } from '@/lib/core/seeded-random';
import { daysAfter } from '@/lib/domain/progress/period';
import type { Forecast } from '@/lib/domain/progress/schema';
import type { NextTraining } from '@/lib/domain/project/overview';

const RUNS = 2000;
const SEED = 20_261_127;
/** Further than a year ahead nothing is said. */
const LONGEST_DAYS = 366;

/**
 * When the next training may begin. The days to come are drawn from the last seven, each as likely as the others, until enough chips
 * are confirmed: one day in ten before `early`, one in ten after `late`. Where nobody confirmed anything, or on one day only, there is no
 * pace, and no day is named. `recent`: chips confirmed a day, today the last.
 */
export function forecastOf(next: NextTraining, recent: readonly number[], today: string): Forecast {
  if (!next.counts) return { kind: 'training' };
  if (next.ready) return { kind: 'ready' };
  const { confirmed, need, chips } = next.counts;
  if (chips < need) return { kind: 'pictures' };
  const missing = need - confirmed;
  const days = recent.map((n) => Math.max(0, n));
  const working = days.filter((n) => n > 0).length;
  if (working === 0) return { kind: 'nobody', missing };
  if (working === 1) return { kind: 'oneDay', missing };
  const needed = drawnDays(days, missing);
  const at = (share: number): string | null => {
    const after = needed[Math.floor(share * needed.length)] ?? LONGEST_DAYS;
    return after >= LONGEST_DAYS ? null : daysAfter(today, after);
  };
  const pace = days.reduce((sum, n) => sum + n, 0) / days.length;
  return { kind: 'day', missing, pace, likely: at(0.5), early: at(0.1), late: at(0.9) };
}

/** Days until so many chips are confirmed, of many runs, the shortest first. */
function drawnDays(days: readonly number[], missing: number): number[] {
  const random = seededRandom(SEED);
  const needed = Array.from({ length: RUNS }, () => {
    let [left, passed] = [missing, 0];
    while (left > 0 && passed < LONGEST_DAYS) {
      left -= days[Math.floor(random() * days.length)] ?? 0;
      passed += 1;
    }
    return passed;
  });
  return needed.sort((a, b) => a - b);
}
