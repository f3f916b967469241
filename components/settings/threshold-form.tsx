'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Slider } from '@/components/ui/slider';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

/** From which probability on a proposal is drawn when a chip opens. */
export function ThresholdForm({ slug, threshold }: { slug: string; threshold: number }) {
  const t = useTranslations('settings');
  const router = useRouter();
  const [value, setValue] = useState(threshold);
  const save = useSubmit(async () => {
    const body = { threshold: value };
    await api(ProjectView, `/projects/${slug}`, { method: 'PATCH', body });
    toast(t('savedItHoldsForThe'));
    router.refresh();
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">
        {t.rich('aCellIsProposedFrom', {
          value: value.toFixed(2),
          part: (chunks) => <span className="font-semibold text-text-1">{chunks}</span>,
        })}
      </p>
      <Slider
        label={t('smallestProbabilityOfAProposal')}
        min={0}
        max={1}
        step={0.05}
        value={value}
        valueText={value.toFixed(2)}
        fill="right"
        onChange={setValue}
      />
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
