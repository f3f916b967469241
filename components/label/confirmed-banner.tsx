'use client';
import { useTranslations } from 'use-intl';
import type { CorrectionActs } from '@/components/label/use-correction';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ConfirmedChip } from '@/lib/client/session/held-chip';
import type { CorrectionView } from '@/lib/domain/correction/schema';

/** Above a confirmed chip: that it is for looking at, or being corrected; and what became of the person's correction. */
export function ConfirmedBanner(props: {
  confirmed: ConfirmedChip;
  correcting: boolean;
  /** cells that the person has changed */
  changed: number;
  /** null where nothing can be changed: an archived project */
  acts: CorrectionActs | null;
}) {
  const t = useTranslations('label.confirmed');
  const { confirmed, correcting, acts } = props;
  const { mine } = confirmed;
  const part = (chunks: React.ReactNode) => (
    <span className="font-medium text-text-1">{chunks}</span>
  );
  if (correcting) {
    return (
      <Notice
        action={
          <Button size="small" onClick={acts?.cancel}>
            {t('cancel')}
          </Button>
        }
      >
        {t.rich('correcting', { count: props.changed, part })}
      </Notice>
    );
  }
  return (
    <>
      <Notice
        action={
          acts && (
            <Button size="small" onClick={acts.begin}>
              {mine?.state === 'ASKED' ? t('askAnew') : t('ask')}
            </Button>
          )
        }
      >
        {t.rich('confirmed', {
          known: confirmed.by === null ? 'no' : 'yes',
          by: confirmed.by ?? '',
          part,
        })}
      </Notice>
      {mine && <Mine correction={mine} acts={acts} />}
    </>
  );
}

function Mine({ correction, acts }: { correction: CorrectionView; acts: CorrectionActs | null }) {
  const t = useTranslations('label.confirmed');
  const { state, changes, settledBy, answer } = correction;
  const words = { count: changes.length, name: settledBy ?? '', answer: answer ?? '' };
  return (
    <Notice
      action={
        acts && (
          <Button size="small" onClick={state === 'ASKED' ? acts.withdraw : acts.read}>
            {state === 'ASKED' ? t('takeBack') : t('seen')}
          </Button>
        )
      }
    >
      {t(`mine.${state}`, words)}
    </Notice>
  );
}
