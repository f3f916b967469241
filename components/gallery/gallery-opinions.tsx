'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { opinionsOf, predictionOf } from '@/components/review/opinions';
import { Avatar } from '@/components/ui/avatar';
import { When } from '@/components/ui/when';
import { CodeMark } from '@/components/workbench/class-mark';
import type { ReviewChip } from '@/lib/client/review-chip';
import type { ClassView } from '@/lib/domain/class/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { rankedOutputs } from '@/lib/domain/proposal/prediction';
import { thresholdsOf } from '@/lib/domain/proposal/thresholds';
import { fixed } from '@/lib/i18n/fixed';

/** Who says what of a cell, and what the model gives it; of a whole chip, who labelled it. */
export function GalleryOpinions(props: {
  view: ReviewChip;
  cell: number | null;
  classes: readonly ClassView[];
  words: (code: number) => string;
}) {
  const t = useTranslations('gallery');
  const format = useFormatter();
  const { view, cell, classes, words } = props;
  const prediction = predictionOf(view);
  const thresholds = view.proposals?.thresholds ?? thresholdsOf(null, null);
  const opinions = opinionsOf(view, prediction, thresholds);
  if (opinions.length === 0) return <p className="mt-1 text-text-2">{t('nobody')}</p>;
  const outputs = prediction && cell !== null ? rankedOutputs(prediction, cell).slice(0, 3) : [];
  return (
    <ul className="mt-1 flex flex-col">
      {opinions.map((opinion, place) => {
        const code = cell === null ? UNLABELLED : (opinion.cells[cell] ?? UNLABELLED);
        const at = view.labellings[place]?.labelling.updatedAt ?? null;
        return (
          <li
            key={opinion.id}
            className="flex min-h-9 items-center gap-2 border-t border-line py-1.5 first:border-t-0"
          >
            <Avatar name={opinion.name} model={opinion.isModel} />
            {cell === null ? (
              <span className="min-w-0 flex-1 truncate">{opinion.name}</span>
            ) : (
              <>
                <CodeMark code={code} classes={classes} />
                <span className="min-w-0 flex-1 truncate font-medium">
                  <span className="sr-only">{opinion.name}: </span>
                  {words(code)}
                </span>
              </>
            )}
            <span className="text-caption text-text-3">
              {opinion.isModel
                ? outputs
                    .map((one) => `${one.name} ${format.number(one.probability, fixed(2))}`)
                    .join(' · ')
                : at !== null && <When at={new Date(at)} clock />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
