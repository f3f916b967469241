import type { ReviewReason } from '@/lib/domain/review/schema';
import type { Say } from '@/lib/words/say';

/** Why a chip stands where it does in the order of review, in the reader's language. */
export function reasonWords(reason: ReviewReason, t: Say<'review.reason'>): string {
  const { differ, shared } = reason;
  const people = differ > 0 ? `${t('differ', { differ, shared })} ` : '';
  return people + modelWords(reason, t);
}

function modelWords(reason: ReviewReason, t: Say<'review.reason'>): string {
  const { model, trust, against, compared } = reason;
  if (model === null) return t('noModel');
  if (trust === null) return t('notLooked', { model });
  return against === 0
    ? t('agrees', { model, trust, compared })
    : t('against', { model, trust, against, compared });
}
