import type { NextTraining } from '@/lib/domain/project/overview';
import type { Translator } from '@/lib/i18n/translator';

/** What stands between the project and its next training, in words. */
export function describeNextTraining(
  next: NextTraining,
  t: Translator<'project.next'>,
): { title: string; detail: string } {
  if (!next.counts) return { title: t('training'), detail: t('trainingMore') };
  const { confirmed, need, chips, last } = next.counts;
  if (chips < need) {
    // labelling alone does not get there
    return { title: t('needsPictures'), detail: t('tooFewChips', { need, chips, confirmed }) };
  }
  return {
    title: next.ready ? t('ready') : t('needs', { count: need - confirmed }),
    detail: last === null ? t('first', { confirmed, need }) : t('later', { confirmed, need, last }),
  };
}
