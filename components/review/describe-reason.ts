import { correctionOf } from '@/components/review/opinions';
import type { ReviewChip } from '@/lib/client/review-chip';
import type { ReviewReason } from '@/lib/domain/review/schema';
import type { Translator } from '@/lib/i18n/translator';

/** Why a chip stands where it does in the order of review, in the reader's language; `label` names a code. */
export function describeReason(
  reason: ReviewReason,
  t: Translator<'review.reason'>,
  label: (code: number) => string,
): string {
  const { differ, shared } = reason;
  const people = differ > 0 ? `${t('differ', { differ, shared })} ` : '';
  return people + describeModel(reason, t, label);
}

/** Why a chip is on screen: for the correction that is asked of it, by its place in the order, or because somebody opened it. */
export function describeWhy(
  view: ReviewChip,
  t: Translator<'review.reason'>,
  label: (code: number) => string,
): string {
  const correction = correctionOf(view);
  if (correction) {
    return t('correction', { name: correction.by.name, count: correction.changes.length });
  }
  if (view.chip.status === 'SUBMITTED') return describeReason(view.reason, t, label);
  return t('notWaiting');
}

function describeModel(
  { model, against, compared, surest }: ReviewReason,
  t: Translator<'review.reason'>,
  label: (code: number) => string,
): string {
  if (model === null) return t('noModel');
  if (compared === 0) return t('notScored', { model });
  if (!surest) return t('agrees', { model, compared });
  const { code, probability } = surest;
  return t('against', { model, against, compared, claim: label(code), probability });
}
