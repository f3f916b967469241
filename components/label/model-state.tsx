'use client';
import { Check, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { tooLargeFor } from '@/components/label/model-fit';
import { PredictorChoice } from '@/components/label/predictor-choice';
import { Badge } from '@/components/ui/badge';
import { useErrorText } from '@/lib/i18n/use-error-text';
import type { Translator } from '@/lib/i18n/translator';
import type { LoadStep, PredictorState } from '@/lib/ml/predictor';

type GridOf = Parameters<typeof tooLargeFor>[1];

/** The model in one line: loading with its share, checked on its check chips, or why there is none. */
export function ModelState({ state, chip }: { state: PredictorState; chip: GridOf | null }) {
  const t = useTranslations('live');
  const errorText = useErrorText();
  const tooLarge = chip && tooLargeFor(state, chip);
  if (tooLarge) {
    const { remedy, ...values } = tooLarge;
    return (
      <span
        className="flex max-w-72 min-w-0 items-center gap-1 text-bad"
        title={t(`tooLarge.${remedy}`, values)}
      >
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        <span className="truncate max-md:sr-only">{t('tooLarge.short', values)}</span>
      </span>
    );
  }
  switch (state.kind) {
    case 'idle':
      return <Room>{null}</Room>;
    case 'loading':
      return (
        <Room>
          <span className="text-text-3" title={describeStep(state.step, t)}>
            {t('model.loading', { percent: Math.round(state.fraction * 100) })}
          </span>
        </Room>
      );
    case 'ready':
      return (
        <Room>
          <span
            className="flex items-center gap-2"
            title={t('model.agrees', { backend: state.backend })}
          >
            <span className="text-text-2">
              {state.outputs.length === 0
                ? t('model.base')
                : t.rich('model.named', {
                    name: state.name,
                    b: (words) => <span className="font-semibold text-text-1">{words}</span>,
                  })}
            </span>
            <Badge>
              <Check aria-hidden /> {t('model.checked')}
            </Badge>
          </span>
        </Room>
      );
    case 'failed':
      return (
        <span
          className="flex max-w-56 min-w-0 items-center gap-1 text-bad"
          title={errorText(state.text)}
        >
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          <span className="truncate max-md:sr-only">
            {t('model.failed', { message: errorText(state.text) })}
          </span>
        </span>
      );
    case 'none':
      return (
        <Room>
          <span className="text-text-3" title={errorText(state.why)}>
            {t('model.none')}
          </span>
        </Room>
      );
  }
}

/** A name as long as those of a project's first hundred versions. */
const LONG_NAME = 'v00';

/** Whatever the model is at, its words take the room of a checked version's: nothing in the bar moves while it loads. */
function Room({ children }: { children: ReactNode }) {
  const t = useTranslations('live.model');
  const all = [t('base'), t.markup('named', { name: LONG_NAME, b: (words) => words })];
  return (
    <span className="grid shrink-0 items-center max-md:hidden">
      <span className="[grid-area:1/1]">{children}</span>
      {all.map((words) => (
        <span key={words} aria-hidden className="invisible flex items-center gap-2 [grid-area:1/1]">
          <span data-words={words} className="font-semibold before:content-[attr(data-words)]" />
          <Badge>
            <Check />
            <span data-words={t('checked')} className="before:content-[attr(data-words)]" />
          </Badge>
        </span>
      ))}
    </span>
  );
}

function describeStep(step: LoadStep, t: Translator<'live'>): string {
  if (step.kind === 'try') return t('model.step.try', { backend: step.backend });
  return t('model.step.fetch', { loaded: step.loaded / 1e6, total: step.total / 1e6 });
}

/** What the threshold panel says while there is nothing to threshold. */
export function WhyNoProposals({ model, chip }: { model: PredictorState; chip: GridOf }) {
  const t = useTranslations('live');
  const errorText = useErrorText();
  const tooLarge = tooLargeFor(model, chip);
  if (tooLarge) {
    const { remedy, ...values } = tooLarge;
    return t(`tooLarge.${remedy}`, values);
  }
  switch (model.kind) {
    case 'idle':
    case 'loading':
      return t('noProposals.coming');
    case 'ready':
      return model.live?.choice.by === null ? (
        <PredictorChoice choice={model.live.choice} />
      ) : (
        t('noProposals.notYet')
      );
    case 'failed':
      return t('noProposals.failed', { message: errorText(model.text) });
    case 'none':
      return errorText(model.why);
  }
}
