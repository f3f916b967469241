'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Loaded } from '@/components/ui/loaded';
import { Notice } from '@/components/ui/notice';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ArchiveSummary, ProjectView } from '@/lib/domain/project/schema';

/** Archives the project after a question, or brings it back. */
export function ArchiveSection({ project }: { project: ProjectView }) {
  const t = useTranslations('settings.archiving');
  const router = useRouter();
  const since = project.archivedAt;
  const [asking, setAsking] = useState(false);
  const restore = useSubmit(async () => {
    await api(ProjectView, `/projects/${project.slug}/restore`, { method: 'POST' });
    toast(t('restored'));
    router.refresh();
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">{t('about')}</p>
      {restore.problem !== null && <Notice variant="bad">{restore.problem}</Notice>}
      {since === null ? (
        <Button className="self-start" onClick={() => setAsking(true)}>
          {t('archive')}
        </Button>
      ) : (
        <>
          <p>{t.rich('archivedSince', { at: () => <When at={since} /> })}</p>
          <Button className="self-start" busy={restore.busy} onClick={() => void restore.run()}>
            {t('restore')}
          </Button>
        </>
      )}
      {asking && <ArchiveDialog project={project} onClose={() => setAsking(false)} />}
    </div>
  );
}

function ArchiveDialog({ project, onClose }: { project: ProjectView; onClose: () => void }) {
  const t = useTranslations('settings');
  const router = useRouter();
  const path = `/projects/${project.slug}/archive`;
  const summary = useQuery({
    queryKey: ['archive', project.slug],
    queryFn: ({ signal }) => api(ArchiveSummary, path, { signal }),
    gcTime: 0,
  });
  const archive = useSubmit(async () => {
    await api(ProjectView, path, { method: 'POST' });
    toast(t('archiving.archived'));
    onClose();
    router.refresh();
  });
  return (
    <ConfirmDialog
      title={t('archiving.question', { name: project.name })}
      description={t('archiving.means')}
      confirm={t('archiving.archive')}
      cancel={t('cancel')}
      action={archive}
      onClose={onClose}
    >
      <Loaded query={summary} className="h-40 w-full">
        {(effects) => <Effects summary={effects} />}
      </Loaded>
    </ConfirmDialog>
  );
}

const EFFECTS = {
  stops: ['jobs', 'leased', 'invitations'],
  stays: ['chips', 'waiting', 'members'],
} as const;

/** What there is some of: what is none is not listed. */
function Effects({ summary }: { summary: ArchiveSummary }) {
  const t = useTranslations('settings.archiving.list');
  return (['stops', 'stays'] as const).map((part) => {
    const lines = EFFECTS[part].filter((line) => summary[line] > 0);
    return (
      lines.length > 0 && (
        <section key={part}>
          <h3 className="font-medium">{t(part)}</h3>
          <ul className="flex list-disc flex-col gap-1 pl-5 text-text-2">
            {lines.map((line) => (
              <li key={line}>{t(line, summary)}</li>
            ))}
          </ul>
        </section>
      )
    );
  });
}
