import type { TrainMetrics } from '@/lib/contracts/result';
import type { Translator } from '@/lib/i18n/translator';

/** The headline of a version: what its training showed, honestly. */
export function verdict(
  name: string,
  deployed: string | null,
  metrics: TrainMetrics,
  t: Translator<'models'>,
): string {
  const f1 = metrics.candidate.macroF1.value;
  if (f1 === null) {
    return t('verdict.unmeasured', { name });
  }
  const { paired } = metrics;
  if (deployed === null || !paired) {
    return t('verdict.alone', { name, f1, cells: metrics.test.cells });
  }
  return t(isClear(paired) ? 'verdict.clear' : 'verdict.chance', {
    name,
    deployed,
    won: paired.won,
    lost: paired.lost,
  });
}

type Paired = NonNullable<TrainMetrics['paired']>;

/** Whether chance alone would hardly make the difference (exact McNemar, 5 %). */
function isClear(paired: Paired): boolean {
  return paired.p < 0.05;
}

/** What to think of before a deployment, or null. `deployed` is the version that was deployed at the training. */
export function caution(
  name: string,
  deployed: string | null,
  metrics: TrainMetrics,
  t: Translator<'models'>,
): string | null {
  if (metrics.candidate.cells === 0) {
    return t('caution.unmeasured', { name });
  }
  const { paired } = metrics;
  if (deployed === null || !paired || !isClear(paired) || paired.won >= paired.lost) return null;
  return t('caution.worse', { name, deployed });
}
