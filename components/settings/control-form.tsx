'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

/** On how many chips people see no proposal before they submit. */
export function ControlForm({ slug, percent }: { slug: string; percent: number }) {
  const t = useTranslations('queue.share');
  const router = useRouter();
  const [value, setValue] = useState(String(percent));
  const save = useSubmit(async () => {
    const body = { controlPercent: Number(value) };
    await api(ProjectView, `/projects/${slug}`, { method: 'PATCH', body });
    toast(t('saved'));
    router.refresh();
  }, ['controlPercent']);
  return (
    <SubmitForm action={save} label={t('save')} disabled={value === String(percent)}>
      <TextField
        label={t('label')}
        hint={t('hint')}
        type="number"
        inputMode="numeric"
        min={0}
        max={50}
        required
        value={value}
        error={save.field('controlPercent')}
        onChange={(event) => setValue(event.target.value)}
      />
    </SubmitForm>
  );
}
