import type { ReviewReason } from '@/lib/domain/review/schema';
import type { Translator } from '@/lib/i18n/translator';

/** Why a chip stands where it does in the order of review, in the reader's language. */
export function describeReason(reason: ReviewReason, t: Translator<'review.reason'>): string {
  const { differ, shared } = reason;
  const people = differ > 0 ? `${t('differ', { differ, shared })} ` : '';
  return people + describeModel(reason, t);
}

function describeModel(reason: ReviewReason, t: Translator<'review.reason'>): string {
  const { model, trust, against, compared } = reason;
  if (model === null) return t('noModel');
  if (trust === null) return t('notLooked', { model });
  return against === 0
    ? t('agrees', { model, trust, compared })
    : t('against', { model, trust, against, compared });
}
