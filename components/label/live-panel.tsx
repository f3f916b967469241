'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PredictorChoice } from '@/components/label/predictor-choice';
import { WhyNoProposals } from '@/components/label/model-state';
import { predictorOfTab, switchLive } from '@/components/label/use-model';
import { Button } from '@/components/ui/button';
import { Toggle } from '@/components/ui/toggle';
import { actionsSaved } from '@/lib/editor/action-counts';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ChipRecord, PredictorState } from '@/lib/ml/predictor';

/** What the person's own head learnt, who proposes now and why, and what proposals have brought so far. */
export default function LivePanel({ model, chip }: { model: PredictorState; chip: ChipView }) {
  const t = useTranslations('live');
  const live = model.kind === 'ready' ? model.live : null;
  if (!live) {
    return (
      <p className="text-caption text-text-3">
        <WhyNoProposals model={model} chip={chip} />
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2 text-caption">
      <Toggle label={t('switch')} checked={live.on} onChange={switchLive} />
      <p className="text-text-2" aria-live="polite">
        <PredictorChoice choice={live.choice} />
      </p>
      <p className="text-text-3">
        {live.chips === 0 ? t('nothing') : t('learnt', { chips: live.chips, cells: live.cells })}{' '}
        {live.learning && t('learning')}
      </p>
      <Curve record={live.record} />
      <Saved record={live.record} />
      <p className="text-text-3">
        {t('private')} {!live.lasting && t('not-lasting')}
      </p>
      {live.record.length + live.chips > 0 && <Clear />}
    </div>
  );
}

const WIDTH = 288;
const HEIGHT = 56;

/** Share of right ones of the marks that were drawn, chip by chip. */
function Curve({ record }: { record: readonly ChipRecord[] }) {
  const t = useTranslations('live');
  let [right, marks] = [0, 0];
  const points: number[] = [];
  for (const chip of record) {
    // a control chip, or one on which nothing was drawn, says nothing of marks that were shown
    if (!chip.drawn || chip.drawn.right + chip.drawn.wrong === 0) continue;
    right += chip.drawn.right;
    marks += chip.drawn.right + chip.drawn.wrong;
    points.push(right / marks);
  }
  if (points.length === 0) return null;
  const step = WIDTH / Math.max(1, points.length - 1);
  const line = points.map(
    (share, i) => `${(i * step).toFixed(1)},${(HEIGHT * (1 - share)).toFixed(1)}`,
  );
  const percent = `${String(Math.round((100 * right) / marks))} %`;
  return (
    <figure>
      <svg
        viewBox={`0 -2 ${String(WIDTH)} ${String(HEIGHT + 4)}`}
        className="h-14 w-full border-b border-line"
        role="img"
        aria-label={t('curve', { percent })}
        preserveAspectRatio="none"
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-line" />
        {points.length > 1 ? (
          <polyline
            points={line.join(' ')}
            className="fill-none stroke-accent"
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        ) : (
          <circle cx={4} cy={HEIGHT * (1 - (points[0] ?? 0))} r={3} className="fill-accent" />
        )}
      </svg>
      <figcaption className="flex justify-between text-text-2">
        <span>{t('right', { right, marks })}</span>
        <span>{percent}</span>
      </figcaption>
    </figure>
  );
}

function Saved({ record }: { record: readonly ChipRecord[] }) {
  const t = useTranslations('live');
  const counts = record.flatMap((chip) => chip.actions ?? []);
  if (counts.length === 0) return null;
  const count = Math.round(actionsSaved(counts));
  return (
    <p className="text-text-2" title={t('saved-how')}>
      {count < 0 ? t('cost', { count: -count }) : t('saved', { count })}
    </p>
  );
}

/** Forgetting asks once more. */
function Clear() {
  const t = useTranslations('live');
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <Button variant="ghost" className="self-start" onClick={() => setSure(true)}>
        {t('clear')}
      </Button>
    );
  }
  return (
    <div className="flex gap-2">
      <Button
        variant="danger"
        onClick={() => {
          setSure(false);
          void predictorOfTab().clearLive();
        }}
      >
        {t('clear-sure')}
      </Button>
      <Button variant="ghost" onClick={() => setSure(false)}>
        {t('keep')}
      </Button>
    </div>
  );
}
