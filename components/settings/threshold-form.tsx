'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Slider } from '@/components/ui/slider';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

/** From which probability on a proposal is drawn when a chip opens. */
export function ThresholdForm({ slug, threshold }: { slug: string; threshold: number }) {
  const router = useRouter();
  const [value, setValue] = useState(threshold);
  const save = useSubmit(async () => {
    const body = { threshold: value };
    await api(ProjectView, `/projects/${slug}`, { method: 'PATCH', body });
    toast('Saved. It holds for the next chip that anybody opens.');
    router.refresh();
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">
        A cell is proposed from a probability of{' '}
        <span className="font-semibold text-text-1">{value.toFixed(2)}</span> on. Lower shows more
        and errs more often. On the label page everybody can move it for themselves.
      </p>
      <Slider
        label="Smallest probability of a proposal"
        min={0}
        max={1}
        step={0.05}
        value={value}
        valueText={value.toFixed(2)}
        fill="right"
        onChange={setValue}
      />
      {save.problem !== null && <Notice look="bad">{save.problem}</Notice>}
      <Button
        className="self-start"
        busy={save.busy}
        disabled={value === threshold}
        onClick={() => void save.run()}
      >
        Save
      </Button>
    </div>
  );
}
