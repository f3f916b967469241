'use client';
import { useTranslations } from 'use-intl';
import type { HistoryStep } from '@/lib/domain/history/schema';

/** A step in words: who did what. */
export function useStepWords(): (step: HistoryStep) => string {
  const t = useTranslations('history');
  return ({ kind, by, source, note, cells }) => {
    const name = by ?? t('nobody');
    const count = cells.length;
    switch (kind) {
      case 'SAVE':
        return t(`save.${source ?? 'hand'}`, { name, count });
      case 'SEED':
        return source === 'import' ? t('seed.import') : t('seed.review');
      case 'SUBMIT':
        return t('submit', { name });
      case 'ACCEPT':
        return t('accept', { name });
      case 'RETURN':
        // with a source it is an undone verdict, not a return to the labelers
        return source === null ? t('return', { name, note: note ?? '' }) : t('reopen', { name });
    }
  };
}
