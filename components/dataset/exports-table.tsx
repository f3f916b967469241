'use client';
import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Count } from '@/components/ui/count';
import { EmptyState } from '@/components/ui/empty-state';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Table, UnseenHeading } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import type { ExportView } from '@/lib/domain/export/schema';
import { jobErrorMessage } from '@/lib/domain/job/schema';
import { bytesText } from '@/lib/i18n/bytes';
import { useErrorText } from '@/lib/i18n/use-error-text';

const NAMES = { csv: 'CSV', coco: 'COCO', imagefolder: 'ImageFolder' } as const;

/** The exports, newest first: under way, finished with a download, or failed with the reason. */
export function ExportsTable({ slug, items }: { slug: string; items: readonly ExportView[] }) {
  const t = useTranslations('dataset');
  const locale = useLocale();
  if (items.length === 0) {
    return <EmptyState title={t('noExportYet')}>{t('exportTheConfirmedLabelsAs')}</EmptyState>;
  }
  return (
    <Table stacks>
      <thead>
        <tr>
          <th scope="col">{t('export')}</th>
          <th scope="col" className="num">
            {t('cells')}
          </th>
          <th scope="col" className="num">
            {t('size')}
          </th>
          <th scope="col">{t('made')}</th>
          <UnseenHeading>{t('download')}</UnseenHeading>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td className="whitespace-nowrap">
              {t.rich('valueOfSSnapshot', {
                value: NAMES[item.format],
                part: (chunks) => <span className="font-semibold">{chunks}</span>,
                snapshot: item.snapshot,
              })}
            </td>
            <td className="num" data-label={t('cells')}>
              {item.result && <Count of={item.result.cells} />}
            </td>
            <td className="num whitespace-nowrap" data-label={t('size')}>
              {item.result && bytesText(item.result.bytes, locale)}
            </td>
            <td className="whitespace-nowrap" data-label={t('made')}>
              <When at={new Date(item.createdAt)} clock />
              {item.by !== null && (
                <span className="text-text-3"> {t('byBy', { by: item.by })}</span>
              )}
            </td>
            <td className="min-w-40 text-right">
              <State slug={slug} item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ slug, item }: { slug: string; item: ExportView }) {
  const t = useTranslations('dataset');
  const errorText = useErrorText();
  if (item.result) {
    return (
      <Button asChild size="small">
        <a href={`/api/v1/projects/${slug}/exports/${item.id}/file`} download={item.result.name}>
          <Download aria-hidden /> {t('download')}
        </a>
      </Button>
    );
  }
  if (item.state === 'FAILED')
    return (
      <span className="text-bad">
        {t('failedError', { error: item.error ? errorText(jobErrorMessage(item.error)) : '' })}
      </span>
    );
  if (item.state === 'CANCELLED') return <span className="text-text-3">{t('cancelled')}</span>;
  return (
    <div className="flex flex-col gap-1 text-left">
      <span className="text-caption text-text-2">
        {item.progress ? t('writing') : t('waitingForTheWorker')}
      </span>
      <ProgressBar
        value={item.progress?.fraction ?? null}
        label={t('exportValue', { value: NAMES[item.format] })}
      />
    </div>
  );
}
