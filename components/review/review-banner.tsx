'use client';
import { useTranslations } from 'use-intl';
import type { Verdict } from '@/components/review/verdict';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ReviewChip } from '@/lib/client/review-chip';

/** Over the picture: why the chip cannot be decided now, and that its picture is missing. */
export function ReviewBanner(props: {
  view: ReviewChip;
  broken: boolean;
  busy: boolean;
  onVerdict: (verdict: Verdict) => void;
}) {
  const t = useTranslations('review');
  const { view } = props;
  const { status } = view.chip;
  return (
    <div className="absolute inset-x-4 top-4 z-10 mx-auto flex max-w-xl flex-col gap-2">
      {status === 'CONFIRMED' && (
        <Notice
          action={
            <Button
              size="small"
              busy={props.busy}
              onClick={() => {
                props.onVerdict({ kind: 'reopen' });
              }}
            >
              {t('openAgain')}
            </Button>
          }
        >
          {t('confirmedBy', { by: view.confirmedBy ?? 'none' })}
        </Notice>
      )}
      {status !== 'CONFIRMED' && status !== 'SUBMITTED' && (
        <Notice>{t('notWaiting', { why: t(`status.${status}`) })}</Notice>
      )}
      {props.broken && <Notice variant="bad">{t('pictureLost')}</Notice>}
    </div>
  );
}
