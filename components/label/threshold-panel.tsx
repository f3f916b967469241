'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { WhyNoProposals } from '@/components/label/model-state';
import { AccuracyWords } from '@/components/proposal/accuracy-words';
import { useThresholdWords } from '@/components/proposal/use-threshold-words';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Slider } from '@/components/ui/slider';
import { api } from '@/lib/client/api';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { ProposalAccuracy } from '@/lib/domain/proposal/accuracy';
import { isProposed, likeliestClasses } from '@/lib/domain/proposal/rule';
import { personalThreshold, thresholdRange } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { EditorState } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';
import { fixed } from '@/lib/i18n/fixed';
import type { PredictorState } from '@/lib/ml/predictor';

const BINS = 20;
/** How often is looked whether what is being counted is there. */
const COUNTING_MS = 15_000;

/** How right the version's proposals are at the thresholds, asked once a visit; nothing of a live head's (null). */
function VersionAccuracy(props: {
  slug: string;
  versionId: string | null;
  thresholds: Thresholds;
}) {
  const { slug, versionId, thresholds } = props;
  const { data } = useQuery({
    queryKey: ['proposal-accuracy', slug, versionId],
    queryFn: ({ signal }) =>
      api(ProposalAccuracy.nullable(), `/projects/${slug}/proposals/accuracy`, { signal }),
    staleTime: Infinity,
    refetchInterval: ({ state }) => (state.data?.counting ? COUNTING_MS : false),
    enabled: versionId !== null,
  });
  // another version may have been deployed since the page asked for its model
  if (data?.version.id !== versionId) return null;
  return (
    <p className="mt-1 text-caption text-text-3">
      <AccuracyWords accuracy={data} thresholds={thresholds} />
    </p>
  );
}

/** From which probability classes are proposed and who says so, over the histogram of this chip's. */
export default function ThresholdPanel(props: {
  editor: EditorStore;
  state: EditorState;
  model: PredictorState;
  slug: string;
  /** what holds where the person has set nothing */
  inForce: Thresholds;
}) {
  const { editor, state, inForce, model } = props;
  const { prediction, thresholds } = state;
  const t = useTranslations('live');
  const format = useFormatter();
  const words = useThresholdWords();
  const likeliest = prediction && !prediction.withheld ? likeliestClasses(prediction) : [];
  // withheld although somebody would propose: a control chip
  const proposes = model.kind !== 'ready' || model.live?.choice.by !== null;
  const isControl = prediction?.withheld === true && proposes;
  if (!prediction || likeliest.length === 0) {
    return (
      <p data-tour="proposals" className="text-caption text-text-3">
        {isControl ? (
          t('noProposals.control')
        ) : (
          <WhyNoProposals model={model} chip={state.labelling} />
        )}
      </p>
    );
  }
  const { from } = thresholdRange(thresholds, prediction.outputs);
  const bins = Array<number>(BINS).fill(0);
  for (const { probability } of likeliest) {
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = Math.max(...bins);
  const open = likeliest.filter(({ cell }) => state.labelling.cells[cell] === UNLABELLED);
  const above = open.filter((one) => isProposed(one, thresholds, UNLABELLED)).length;
  return (
    <div data-tour="proposals">
      <div aria-hidden className="flex h-9 items-end gap-px border-b border-line">
        {bins.map((count, bin) => (
          <div
            key={bin}
            className={`flex-1 rounded-t-[1px] ${(bin + 0.5) / BINS >= from ? 'bg-accent' : 'bg-line-control'}`}
            style={{
              height: `${String(count === 0 ? 0 : Math.max(6, (100 * Math.sqrt(count)) / Math.sqrt(most)))}%`,
            }}
          />
        ))}
      </div>
      <Slider
        label={t('threshold.name')}
        value={from}
        min={0.05}
        max={0.99}
        step={0.01}
        fill="right"
        valueText={format.number(from, fixed(2))}
        onChange={(value) => {
          editor.set({ thresholds: personalThreshold(value) });
        }}
      />
      <p className="mt-1 text-caption text-text-3">
        {t('threshold.counts', { above, below: open.length - above, open: open.length })}
        {prediction.preview && (
          <>
            {' '}
            <Badge>{t('preview')}</Badge>
          </>
        )}
      </p>
      <p className="mt-1 text-caption text-text-3">
        {words(thresholds, prediction.outputs, model.kind === 'ready' ? model.name : null)}
      </p>
      <VersionAccuracy {...{ slug: props.slug, thresholds }} versionId={prediction.versionId} />
      {thresholds.source === 'person' && (
        <Button
          variant="ghost"
          size="small"
          onClick={() => {
            editor.set({ thresholds: inForce });
          }}
        >
          {t('threshold.back', {
            value: format.number(thresholdRange(inForce, prediction.outputs).from, fixed(2)),
          })}
        </Button>
      )}
    </div>
  );
}
