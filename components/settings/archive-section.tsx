'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

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
  const archive = useSubmit(async () => {
    await api(ProjectView, `/projects/${project.slug}/archive`, { method: 'POST' });
    toast(t('archiving.archived'));
    onClose();
    router.refresh();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('archiving.question', { name: project.name })}
      description={t('archiving.means')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="danger" busy={archive.busy} onClick={() => void archive.run()}>
            {t('archiving.archive')}
          </Button>
        </>
      }
    >
      {archive.problem !== null && <Notice variant="bad">{archive.problem}</Notice>}
    </Dialog>
  );
}
