'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

/** How many ground truth chips labelers get, and whether new ones practise on some first. */
export function TruthSettings({ project }: { project: ProjectView }) {
  const t = useTranslations('truth.settings');
  const router = useRouter();
  const kept = {
    percent: String(project.groundTruthPercent),
    practice: String(project.practiceChips),
    mark: project.practicePercent === null ? '' : String(project.practicePercent),
  };
  const [percent, setPercent] = useState(kept.percent);
  const [practice, setPractice] = useState(kept.practice);
  const [mark, setMark] = useState(kept.mark);
  const save = useSubmit(async () => {
    const body = {
      groundTruthPercent: Number(percent),
      practiceChips: Number(practice),
      practicePercent: mark.trim() === '' ? null : Number(mark),
    };
    await api(ProjectView, `/projects/${project.slug}`, { method: 'PATCH', body });
    toast(t('saved'));
    router.refresh();
  }, ['groundTruthPercent', 'practiceChips', 'practicePercent']);
  const isSame = percent === kept.percent && practice === kept.practice && mark === kept.mark;
  const number = { type: 'number', inputMode: 'numeric' } as const;
  return (
    <SubmitForm action={save} label={t('save')} disabled={isSame}>
      <TextField
        {...number}
        label={t('percent')}
        hint={t('percentHint')}
        min={0}
        max={20}
        required
        value={percent}
        error={save.field('groundTruthPercent')}
        onChange={(event) => setPercent(event.target.value)}
      />
      <TextField
        {...number}
        label={t('practice')}
        hint={t('practiceHint')}
        min={0}
        max={50}
        required
        value={practice}
        error={save.field('practiceChips')}
        onChange={(event) => setPractice(event.target.value)}
      />
      <TextField
        {...number}
        label={t('mark')}
        hint={t('markHint')}
        min={1}
        max={100}
        value={mark}
        error={save.field('practicePercent')}
        onChange={(event) => setMark(event.target.value)}
      />
    </SubmitForm>
  );
}
