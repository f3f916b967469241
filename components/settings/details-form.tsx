'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { TextArea, TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

/** Name, description and rule of a project. */
export function DetailsForm({ project }: { project: ProjectView }) {
  const t = useTranslations('settings');
  const router = useRouter();
  const before = { name: project.name, description: project.description, rule: project.rule };
  const [details, setDetails] = useState(before);
  const put = (part: Partial<typeof details>) => setDetails({ ...details, ...part });
  const changed = JSON.stringify(details) !== JSON.stringify(before);
  const save = useSubmit(async () => {
    await api(ProjectView, `/projects/${project.slug}`, { method: 'PATCH', body: details });
    toast(t('saved'));
    router.refresh();
  }, ['name', 'description', 'rule']);
  return (
    <SubmitForm action={save} label={t('save')} disabled={!changed}>
      <TextField
        label={t('name')}
        required
        maxLength={80}
        value={details.name}
        error={save.field('name')}
        hint={t('itsAddressStaysPSlug', { slug: project.slug })}
        onChange={(event) => put({ name: event.target.value })}
      />
      <TextField
        label={t('inASentence')}
        maxLength={500}
        value={details.description}
        error={save.field('description')}
        onChange={(event) => put({ description: event.target.value })}
      />
      <TextArea
        label={t('ruleWhenACellShows')}
        required
        maxLength={1000}
        value={details.rule}
        error={save.field('rule')}
        hint={t('shownWhereverPeopleDecideA')}
        onChange={(event) => put({ rule: event.target.value })}
      />
    </SubmitForm>
  );
}
