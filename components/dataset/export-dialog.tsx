'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { SnapshotContents } from '@/components/dataset/snapshot-contents';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { api } from '@/lib/client/api';
import { ExportFormat } from '@/lib/domain/export/schema';
import type { SnapshotView } from '@/lib/domain/snapshot/schema';

/** Says what will be in the export and what not, and queues it. */
export function ExportDialog(props: {
  slug: string;
  snapshot: SnapshotView;
  onClose: () => void;
  onQueued: () => void;
}) {
  const t = useTranslations('dataset');
  const { snapshot } = props;
  const [format, setFormat] = useState<ExportFormat>('csv');
  const queue = useMutation({
    mutationFn: () =>
      api(z.object({ id: z.uuid() }), `/projects/${props.slug}/exports`, {
        body: { format, snapshot: snapshot.number },
      }),
    onSuccess: () => {
      toast(t('theExportOfSNumber', { number: snapshot.number }));
      props.onQueued();
      props.onClose();
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('exportSnapshotSNumber', { number: snapshot.number })}
      description={t('oneZipWithAManifest')}
      actions={
        <>
          <Button onClick={props.onClose}>{t('notNow')}</Button>
          <Button
            variant="primary"
            busy={queue.isPending}
            onClick={() => {
              queue.mutate();
            }}
          >
            {t('exportCellsCells', { cells: snapshot.cells })}
          </Button>
        </>
      }
    >
      <SnapshotContents chips={snapshot.chips} cells={snapshot.cells} summary={snapshot.summary} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-section font-semibold">{t('format')}</legend>
        {ExportFormat.options.map((option) => (
          <label
            key={option}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-control border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name="format"
              value={option}
              checked={format === option}
              onChange={() => {
                setFormat(option);
              }}
              className="accent-(--accent)"
            />
            {t(`formats.${option}`)}
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
