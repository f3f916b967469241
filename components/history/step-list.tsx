'use client';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import type { HistoryStep } from '@/lib/domain/history/schema';

/** The steps, oldest first; a press goes to one. */
export function StepList(props: {
  steps: readonly HistoryStep[];
  place: number;
  words: (step: HistoryStep) => string;
  more: (() => void) | null;
  onGo: (place: number) => void;
}) {
  const { steps, place } = props;
  const t = useTranslations('history');
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [place, steps.length]);
  return (
    <ol aria-label={t('steps')} className="min-h-0 flex-1 overflow-y-auto p-2">
      {steps.map((step, i) => (
        <li key={step.id}>
          <button
            ref={i === place ? current : null}
            type="button"
            aria-current={i === place ? 'step' : undefined}
            onClick={() => {
              props.onGo(i);
            }}
            className="w-full rounded-control px-2 py-1.5 text-left hover:bg-bg-2 aria-[current]:bg-accent-soft pointer-coarse:min-h-11"
          >
            <span className="block break-words">{props.words(step)}</span>
            <span className="block text-caption text-text-3">
              {step.labels.of === null
                ? t('reviewedLabels')
                : t('labelsOf', { name: step.labels.of })}{' '}
              · <When at={new Date(step.at)} clock />
            </span>
          </button>
        </li>
      ))}
      {props.more && (
        <li>
          <Button size="small" onClick={props.more}>
            {t('more')}
          </Button>
        </li>
      )}
    </ol>
  );
}
