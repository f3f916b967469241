'use client';
import { useTranslations } from 'use-intl';
import { WhyNoProposals } from '@/components/label/model-state';
import { Badge } from '@/components/ui/badge';
import { Slider } from '@/components/ui/slider';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { classProposals } from '@/lib/editor/proposals';
import type { EditorState, EditorStore } from '@/lib/editor/store';
import type { PredictorState } from '@/lib/ml/predictor';

const BINS = 20;

/** From which probability proposals are shown, over the histogram of this chip's. */
export function ThresholdPanel(props: {
  editor: EditorStore;
  state: EditorState;
  model: PredictorState;
}) {
  const { editor, state } = props;
  const t = useTranslations('live');
  const proposals =
    state.probabilities && !state.probabilities.withheld
      ? classProposals(state.probabilities, state.labelling.cells.length)
      : [];
  // withheld although somebody would propose: the chip is blind
  const proposes = props.model.kind !== 'ready' || props.model.live?.choice.by !== null;
  const isControl = state.probabilities?.withheld === true && proposes;
  if (proposals.length === 0) {
    return (
      <p data-tour="proposals" className="text-caption text-text-3">
        {isControl ? t('no-proposals.blind') : <WhyNoProposals model={props.model} />}
      </p>
    );
  }
  const bins = Array<number>(BINS).fill(0);
  for (const { probability } of proposals) {
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = Math.max(...bins);
  const open = proposals.filter(({ cell }) => state.labelling.cells[cell] === UNLABELLED);
  const above = open.filter(({ probability }) => probability >= state.threshold).length;
  return (
    <div data-tour="proposals">
      <div aria-hidden className="flex h-9 items-end gap-px border-b border-line">
        {bins.map((count, bin) => (
          <div
            key={bin}
            className={`flex-1 rounded-t-[1px] ${(bin + 0.5) / BINS >= state.threshold ? 'bg-accent' : 'bg-line-control'}`}
            style={{
              height: `${String(count === 0 ? 0 : Math.max(6, (100 * Math.sqrt(count)) / Math.sqrt(most)))}%`,
            }}
          />
        ))}
      </div>
      <Slider
        label={t('threshold.name')}
        value={state.threshold}
        min={0.05}
        max={0.99}
        step={0.01}
        fill="right"
        valueText={state.threshold.toFixed(2)}
        onChange={(threshold) => {
          editor.set({ threshold });
        }}
      />
      <p className="mt-1 text-caption text-text-3">
        {t('threshold.counts', { above, below: open.length - above, open: open.length })}
        {state.probabilities?.preview && (
          <>
            {' '}
            <Badge>{t('preview')}</Badge>
          </>
        )}
      </p>
    </div>
  );
}
