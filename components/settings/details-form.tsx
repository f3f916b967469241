'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextArea, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
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
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
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
      {save.problem !== null && <Notice variant="bad">{save.problem}</Notice>}
      <Button type="submit" className="self-start" busy={save.busy} disabled={!changed}>
        {t('save')}
      </Button>
    </form>
  );
}
