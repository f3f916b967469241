'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LiveTrend } from '@/components/label/live-trend';
import { PredictorChoice } from '@/components/label/predictor-choice';
import { WhyNoProposals } from '@/components/label/model-state';
import { predictorOfTab, switchLive } from '@/components/label/use-model';
import { Button } from '@/components/ui/button';
import { Toggle } from '@/components/ui/toggle';
import { actionsSaved } from '@/lib/editor/action-counts';
import type { ChipView } from '@/lib/domain/chip/schema';
import { ENOUGH } from '@/lib/ml/live/record';
import type { ChipRecord, Comparison, PredictorState, TestMarks } from '@/lib/ml/predictor';

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
      {live.choice.comparison && live.on && <Compared comparison={live.choice.comparison} />}
      <LiveTrend record={live.record} />
      <Saved record={live.record} />
      <p className="text-text-3">
        {t('private')} {!live.lasting && t('notLasting')}
      </p>
      {live.record.length + live.chips > 0 && <Clear />}
    </div>
  );
}

/** How the two did where neither was shown: only there is neither flattered. */
function Compared({ comparison: { chips, live, deployed } }: { comparison: Comparison }) {
  const t = useTranslations('live.comparison');
  const marks = ({ right, wrong }: TestMarks): number => right + wrong;
  return (
    <p className="text-text-3">
      {chips > 0 &&
        t('result', {
          chips,
          liveRight: live.right,
          liveMarks: marks(live),
          deployedRight: deployed.right,
          deployedMarks: marks(deployed),
        })}{' '}
      {chips < ENOUGH && t('needs', { chips, needed: ENOUGH })}
    </p>
  );
}

function Saved({ record }: { record: readonly ChipRecord[] }) {
  const t = useTranslations('live');
  const counts = record.flatMap((chip) => chip.actions ?? []);
  if (counts.length === 0) return null;
  const count = Math.round(actionsSaved(counts));
  return (
    <p className="text-text-2" title={t('savedHow')}>
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
        {t('clearSure')}
      </Button>
      <Button variant="ghost" onClick={() => setSure(false)}>
        {t('keep')}
      </Button>
    </div>
  );
}
