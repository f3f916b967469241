'use client';
import { Check, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { PredictorChoice } from '@/components/label/predictor-choice';
import { Badge } from '@/components/ui/badge';
import type { PredictorState } from '@/lib/ml/predictor';

/** The model in one line: loading with its share, checked on its check chips, or why there is none. */
export function ModelState({ state }: { state: PredictorState }) {
  const t = useTranslations('live');
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
export function WhyNoProposals({ model }: { model: PredictorState }) {
  const t = useTranslations('live');
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
