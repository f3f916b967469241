'use client';
import { ChevronLeft, ChevronRight, LayoutList } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { ChipListButton } from '@/components/workbench/chip-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { HeldChip } from '@/lib/client/session/held-chip';

/** Which chip is on screen, why, and the way to its neighbours in this session. */
export function ChipHeading(props: {
  held: HeldChip;
  of: number;
  /** nothing can be labelled, so that it is no control chip either */
  archived: boolean;
  /** shows the list of all chips */
  onList: () => void;
  /** the table whose list is walked, as it was left; null: none is */
  back: string | null;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
}) {
  const t = useTranslations('session');
  const queue = useTranslations('queue');
  const walk = useTranslations('chips.walk');
  const truth = useTranslations('truth');
  const { chip, reason, done, control, confirmed, practice } = props.held;
  return (
    // never narrower than the chip's number
    <div className="flex shrink-[100] items-center gap-2">
      {props.back !== null && (
        <Button asChild variant="ghost" size="icon">
          <Link href={props.back} aria-label={walk('back')}>
            <LayoutList aria-hidden />
          </Link>
        </Button>
      )}
      <Button
        variant="ghost"
        size="icon"
        className="max-sm:hidden"
        aria-label={t('previousChip')}
        disabled={!props.onPrevious}
        onClick={() => props.onPrevious?.()}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <h1 className="shrink-0 text-body font-medium">
        <ChipListButton onList={props.onList}>
          {t('chip', { number: chip.number })}{' '}
          <span className="font-normal text-text-3">{t('of', { count: props.of })}</span>
        </ChipListButton>
      </h1>
      <Button
        variant="ghost"
        size="icon"
        className="max-sm:hidden"
        aria-label={t('nextChip')}
        disabled={!props.onNext}
        onClick={() => props.onNext?.()}
      >
        <ChevronRight aria-hidden />
      </Button>
      {(done || reason !== null) && (
        // on a phone the bar has no room for it
        <span className="min-w-0 truncate max-sm:hidden">
          <Badge>
            {confirmed
              ? t('isConfirmed')
              : practice && !done
                ? truth('practice.badge', { ...practice })
                : done || reason === null
                  ? t('isSubmitted')
                  : t(`reason.${reason}`)}
          </Badge>
        </span>
      )}
      {control && !done && !props.archived && (
        <span className="min-w-0 truncate" title={queue('controlMeans')}>
          <Badge variant="accent">{queue('control')}</Badge>
        </span>
      )}
      <span className="min-w-0 shrink-[100] truncate font-mono text-caption text-text-3 max-[1199px]:hidden">
        {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
      </span>
    </div>
  );
}
