'use client';
import { Check, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { tooLargeFor } from '@/components/label/model-fit';
import { PredictorChoice } from '@/components/label/predictor-choice';
import { Badge } from '@/components/ui/badge';
import type { PredictorState } from '@/lib/ml/predictor';

type GridOf = Parameters<typeof tooLargeFor>[1];

/** The model in one line: loading with its share, checked on its check chips, or why there is none. */
export function ModelState({ state, chip }: { state: PredictorState; chip: GridOf | null }) {
  const t = useTranslations('live');
  const tooLarge = chip && tooLargeFor(state, chip);
  if (tooLarge) {
    const { remedy, ...values } = tooLarge;
    return (
      <span
        className="flex max-w-72 min-w-0 items-center gap-1 text-bad"
        title={t(`too-large.${remedy}`, values)}
      >
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        <span className="truncate max-md:sr-only">{t('too-large.short', values)}</span>
      </span>
    );
  }
  switch (state.kind) {
    case 'idle':
      return null;
    case 'loading':
      return (
        <span className="text-text-3 max-md:hidden" title={state.text}>
          {t('model.loading', { percent: Math.round(state.fraction * 100) })}
        </span>
      );
    case 'ready':
      return (
        <span
          className="flex shrink-0 items-center gap-2 max-md:hidden"
          title={t('model.agrees', { backend: state.backend })}
        >
          <span className="text-text-2">
            {state.outputs.length === 0
              ? t('state')
              : t.rich('model.named', {
                  name: state.name,
                  b: (words) => <span className="font-semibold text-text-1">{words}</span>,
                })}
          </span>
          <Badge>
            <Check aria-hidden /> {t('model.checked')}
          </Badge>
        </span>
      );
    case 'failed':
      return (
        <span className="flex max-w-56 min-w-0 items-center gap-1 text-bad" title={state.message}>
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          <span className="truncate max-md:sr-only">
            {t('model.failed', { message: state.message })}
          </span>
        </span>
      );
    case 'none':
      return (
        <span className="text-text-3 max-md:hidden" title={state.why}>
          {t('model.none')}
        </span>
      );
  }
}

/** What the threshold panel says while there is nothing to threshold. */
export function WhyNoProposals({ model, chip }: { model: PredictorState; chip: GridOf }) {
  const t = useTranslations('live');
  const tooLarge = tooLargeFor(model, chip);
  if (tooLarge) {
    const { remedy, ...values } = tooLarge;
    return t(`too-large.${remedy}`, values);
  }
  switch (model.kind) {
    case 'idle':
    case 'loading':
      return t('no-proposals.coming');
    case 'ready':
      return model.live?.choice.by === null ? (
        <PredictorChoice choice={model.live.choice} />
      ) : (
        t('no-proposals.not-yet')
      );
    case 'failed':
      return t('no-proposals.failed', { message: model.message });
    case 'none':
      return model.why;
  }
}
