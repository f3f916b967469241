'use client';
import { useTranslations } from 'use-intl';
import { TruthToggle } from '@/components/ground-truth/truth-toggle';
import { correctionOf } from '@/components/review/opinions';
import type { Verdict } from '@/components/review/verdict';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ReviewChip } from '@/lib/client/review-chip';

interface Props {
  slug: string;
  view: ReviewChip;
  busy: boolean;
  onVerdict: (verdict: Verdict) => void;
}

/** Above the picture: why the chip cannot be decided now, and that its picture is missing. */
export function ReviewBanner(
  props: Props & {
    /** nothing in the project can be changed */
    archived: boolean;
    broken: boolean;
  },
) {
  const t = useTranslations('review');
  const session = useTranslations('session');
  const links = useTranslations('links');
  const { view } = props;
  const { status } = view.chip;
  const correction = correctionOf(view);
  const guests = view.labellings.filter(({ person }) => person.guestOf !== null);
  return (
    <>
      {props.archived && <Notice>{session('archived')}</Notice>}
      {!props.archived && status !== 'SUBMITTED' && (
        <Notice
          action={
            <span className="flex justify-end gap-2 max-sm:flex-col">
              {status === 'CONFIRMED' && (
                <TruthToggle slug={props.slug} number={view.chip.number} />
              )}
              {view.canUndo && <UndoButton {...props} />}
            </span>
          }
        >
          {status === 'CONFIRMED'
            ? correction
              ? t.rich('correction.asked', {
                  name: correction.by.name,
                  count: correction.changes.length,
                  said: correction.reason === '' ? 'no' : 'yes',
                  reason: correction.reason,
                  more: view.corrections.length - 1,
                  part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
                })
              : t('confirmedBy', {
                  known: view.confirmedBy === null ? 'no' : 'yes',
                  by: view.confirmedBy ?? '',
                })
            : t('notWaiting', { why: t(`status.${status}`) })}
        </Notice>
      )}
      {status === 'SUBMITTED' && guests.length > 0 && (
        <Notice>
          {links('guests', {
            names: guests.map(({ person }) => person.name).join(', '),
            source: [...new Set(guests.map(({ person }) => person.guestOf))].join(', '),
          })}
        </Notice>
      )}
      {props.broken && <Notice variant="bad">{t('pictureLost')}</Notice>}
    </>
  );
}

function UndoButton({ view, busy, onVerdict }: Props) {
  const t = useTranslations('review');
  return (
    <Button
      size="small"
      busy={busy}
      onClick={() => {
        onVerdict({ kind: 'reopen', number: view.chip.number, correctionId: null });
      }}
    >
      {view.chip.status === 'CONFIRMED' ? t('openAgain') : t('undoReturn')}
    </Button>
  );
}
