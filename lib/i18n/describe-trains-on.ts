import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import { describeKinds } from '@/lib/domain/training/readiness';
import { describeLeftOut } from '@/lib/i18n/describe-left-out';
import type { Translator } from '@/lib/i18n/translator';

/** What a training would learn from, calibrate and be measured on, and what it leaves out: a sentence each. */
export function describeTrainsOn(
  summary: SnapshotSummary,
  t: Translator<'models.trainsOn'>,
  tLeftOut: Translator<'common.leftOut'>,
): string[] {
  const { train, calibration, test } = summary.splits;
  const kinds = summary.classes.map(({ cells, ...named }) => ({ ...named, cells: cells.train }));
  const out = describeLeftOut(summary, tLeftOut);
  return [
    t('learns', { ...train, kinds: describeKinds(kinds, t('absent')) }),
    calibration.cells > 0 ? t('calibrates', calibration) : t('noCalibration'),
    test.cells > 0 ? t('measured', test) : t('noTest'),
    ...(out.length > 0 ? [t('leavesOut', { what: out.join(', ') })] : []),
  ];
}
