'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useFormatter, useTranslations } from 'use-intl';
import { AccuracyTable } from '@/components/proposal/accuracy-table';
import { AccuracyWords } from '@/components/proposal/accuracy-words';
import { useThresholdWords } from '@/components/proposal/use-threshold-words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Slider } from '@/components/ui/slider';
import { Toggle } from '@/components/ui/toggle';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { ProposalAccuracy } from '@/lib/domain/proposal/accuracy';
import { ProjectView } from '@/lib/domain/project/schema';
import type { PredictionOutput } from '@/lib/domain/proposal/prediction';
import { thresholdRange, thresholdsOf } from '@/lib/domain/proposal/thresholds';
import { fixed } from '@/lib/i18n/fixed';

/** From which probability on a class is proposed: the deployed version's own, or one for all classes of the project. */
export function ThresholdForm(props: {
  slug: string;
  /** the project's; null: each version's own */
  threshold: number | null;
  /** the deployed version with its own thresholds by class */
  version: {
    name: string;
    outputs: readonly PredictionOutput[];
    thresholds: Readonly<Record<string, number>>;
  } | null;
  /** how right its proposals are; null: no version is deployed */
  accuracy: ProposalAccuracy | null;
}) {
  const { slug, threshold, version, accuracy } = props;
  const t = useTranslations('settings');
  const format = useFormatter();
  const words = useThresholdWords();
  const router = useRouter();
  const outputs = version?.outputs ?? [];
  const own = thresholdsOf(null, version?.thresholds ?? null);
  const [value, setValue] = useState(threshold);
  const shown = value === null ? own : thresholdsOf(value, null);
  const save = useSubmit(async () => {
    const body = { threshold: value };
    await api(ProjectView, `/projects/${slug}`, { method: 'PATCH', body });
    toast(t('savedItHoldsForThe'));
    router.refresh();
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">{t('aCellIsProposedFrom')}</p>
      <Toggle
        label={t('theSameForAllClasses')}
        checked={value !== null}
        onChange={(on) => setValue(on ? thresholdRange(own, outputs).from : null)}
      />
      {value !== null && (
        <Slider
          label={t('smallestProbabilityOfAProposal')}
          min={0}
          max={1}
          step={0.05}
          value={value}
          valueText={format.number(value, fixed(2))}
          fill="right"
          onChange={setValue}
        />
      )}
      <p className="text-caption text-text-3">{words(shown, outputs, version?.name ?? null)}</p>
      {accuracy && (
        <>
          <p aria-live="polite">
            <AccuracyWords accuracy={accuracy} thresholds={shown} />
          </p>
          <AccuracyTable accuracy={accuracy} thresholds={shown} />
        </>
      )}
      {save.problem !== null && <Notice variant="bad">{save.problem}</Notice>}
      <Button
        className="self-start"
        busy={save.busy}
        disabled={value === threshold}
        onClick={() => void save.run()}
      >
        {t('save')}
      </Button>
    </div>
  );
}
