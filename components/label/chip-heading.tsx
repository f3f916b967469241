'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { HeldChip } from '@/lib/client/session/held-chip';

/** Which chip is on screen, why, and the way to its neighbours in this session. */
export function ChipHeading(props: {
  held: HeldChip;
  of: number;
  onNext: () => void;
  onPrevious: (() => void) | null;
}) {
  const t = useTranslations('session');
  const queue = useTranslations('queue');
  const { chip, reason, done, control } = props.held;
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Button
        variant="ghost"
        size="icon"
        className="max-sm:hidden"
        aria-label={t('previous-chip')}
        disabled={!props.onPrevious}
        onClick={() => props.onPrevious?.()}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <h1 className="truncate text-body font-medium">
        {t('chip', { number: chip.number })}{' '}
        <span className="font-normal text-text-3">{t('of', { count: props.of })}</span>
      </h1>
      <Button
        variant="ghost"
        size="icon"
        className="max-sm:hidden"
        aria-label={t('next-chip')}
        onClick={props.onNext}
      >
        <ChevronRight aria-hidden />
      </Button>
      {(done || reason !== null) && (
        // on a phone the bar has no room for it
        <span className="max-sm:hidden">
          <Badge>{done || reason === null ? t('is-submitted') : t(`reason.${reason}`)}</Badge>
        </span>
      )}
      {control && !done && (
        <span title={queue('controlMeans')}>
          <Badge variant="accent">{queue('control')}</Badge>
        </span>
      )}
      <span className="truncate font-mono text-caption text-text-3 max-[1199px]:hidden">
        {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
      </span>
    </div>
  );
}
