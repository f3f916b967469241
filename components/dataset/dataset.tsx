'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Snowflake } from 'lucide-react';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { ExportDialog } from '@/components/dataset/export-dialog';
import { ExportsTable } from '@/components/dataset/exports-table';
import { SnapshotContents } from '@/components/dataset/snapshot-contents';
import { Columns } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, UnseenHeading } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { ExportList } from '@/lib/domain/export/schema';
import { SnapshotList, SnapshotMade, SnapshotPreview } from '@/lib/domain/snapshot/schema';
import type { SnapshotView } from '@/lib/domain/snapshot/schema';

const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** Snapshots of a project, what a new one would hold, and the exports made from them. An archived project makes no new one. */
export function Dataset({ slug, archived }: { slug: string; archived: boolean }) {
  const t = useTranslations('dataset');
  const base = `/projects/${slug}`;
  const client = useQueryClient();
  const [exporting, setExporting] = useState<SnapshotView | null>(null);
  const snapshots = useQuery({
    queryKey: ['snapshots', slug],
    queryFn: ({ signal }) => api(SnapshotList, `${base}/snapshots`, { signal }),
  });
  const preview = useQuery({
    queryKey: ['snapshot-preview', slug],
    queryFn: ({ signal }) => api(SnapshotPreview, `${base}/snapshots/preview`, { signal }),
  });
  const exports = useQuery({
    queryKey: ['exports', slug],
    queryFn: ({ signal }) => api(ExportList, `${base}/exports`, { signal }),
    refetchInterval: (query) =>
      query.state.data?.items.some((item) => !ENDED.includes(item.state)) ? 1000 : false,
  });
  const freeze = useMutation({
    mutationFn: () => api(SnapshotMade, `${base}/snapshots`, { method: 'POST' }),
    onSuccess: async (made) => {
      const name = `S${String(made.number)}`;
      toast(made.created ? t('nameIsFrozen', { name }) : t('nothingHasChangedSinceName', { name }));
      await client.invalidateQueries({ queryKey: ['snapshots', slug] });
      await client.invalidateQueries({ queryKey: ['snapshot-preview', slug] });
      setExporting(made);
    },
    onError: (error) => toast.error(error.message),
  });

  const failed = snapshots.error ?? preview.error ?? exports.error;
  return (
    <>
      <Columns
        sideFirst
        main={
          <>
            {failed && (
              <Notice variant="bad">
                {t('messageWhatIsShownMay', { message: failed.message })}
              </Notice>
            )}
            <Card title={t('exports')} note={t('madeInTheBackgroundYou')}>
              {exports.data ? (
                <ExportsTable slug={slug} items={exports.data.items} />
              ) : (
                <Skeleton className="h-24 w-full" />
              )}
            </Card>
            <Card title={t('snapshots')} note={t('frozenLaterCorrectionsDoNot')}>
              <Snapshots items={snapshots.data?.items ?? null} onExport={setExporting} />
            </Card>
          </>
        }
        side={
          !archived && (
            <ConfirmedNow
              preview={preview.data ?? null}
              busy={freeze.isPending}
              onFreeze={() => {
                freeze.mutate();
              }}
            />
          )
        }
      />
      {exporting && (
        <ExportDialog
          slug={slug}
          snapshot={exporting}
          onClose={() => {
            setExporting(null);
          }}
          onQueued={() => {
            void client.invalidateQueries({ queryKey: ['exports', slug] });
          }}
        />
      )}
    </>
  );
}

/** What a snapshot made now would hold, and the button that makes it. */
function ConfirmedNow(props: {
  preview: SnapshotPreview | null;
  busy: boolean;
  onFreeze: () => void;
}) {
  const t = useTranslations('dataset');
  const { preview } = props;
  if (!preview) {
    return (
      <Card title={t('whatIsConfirmedNow')}>
        <Skeleton className="h-48 w-full" />
      </Card>
    );
  }
  const same = preview.same === null ? null : `S${String(preview.same)}`;
  const words =
    preview.cells === 0
      ? t('nothingCanBeExportedYet')
      : same === null
        ? t('thisContentIsNotIn')
        : t('theSameContentAsSnapshot', { same });
  return (
    <Card title={t('whatIsConfirmedNow')}>
      <div className="flex flex-col gap-4">
        <SnapshotContents {...preview} />
        <Button
          variant="primary"
          busy={props.busy}
          disabled={preview.cells === 0}
          onClick={props.onFreeze}
        >
          <Snowflake aria-hidden />
          {same === null ? t('freezeAndExport') : t('exportSame', { same })}
        </Button>
        <p className="text-caption text-text-3">{words}</p>
      </div>
    </Card>
  );
}

function Snapshots(props: {
  items: readonly SnapshotView[] | null;
  onExport: (snapshot: SnapshotView) => void;
}) {
  const t = useTranslations('dataset');
  if (!props.items) return <Skeleton className="h-24 w-full" />;
  if (props.items.length === 0) {
    return <EmptyState title={t('noSnapshotYet')}>{t('aSnapshotFreezesTheConfirmed')}</EmptyState>;
  }
  return <SnapshotTable items={props.items} onExport={props.onExport} />;
}

function SnapshotTable(props: {
  items: readonly SnapshotView[];
  onExport: (snapshot: SnapshotView) => void;
}) {
  const t = useTranslations('dataset');
  return (
    <Table stacks>
      <thead>
        <tr>
          <th scope="col">{t('snapshot')}</th>
          <th scope="col" className="num">
            {t('chips')}
          </th>
          <th scope="col" className="num">
            {t('cells')}
          </th>
          <th scope="col">{t('made')}</th>
          <th scope="col">{t('trainedOnIt')}</th>
          <UnseenHeading>{t('actions')}</UnseenHeading>
        </tr>
      </thead>
      <tbody>
        {props.items.map((snapshot) => (
          <tr key={snapshot.id}>
            <td>
              <span className="font-semibold">S{snapshot.number}</span>{' '}
              <span className="font-mono text-caption text-text-3" title={snapshot.sha256}>
                {snapshot.sha256.slice(0, 8)}
              </span>
            </td>
            <td className="num" data-label={t('chips')}>
              <Count of={snapshot.chips} />
            </td>
            <td className="num" data-label={t('cells')}>
              <Count of={snapshot.cells} />
            </td>
            <td className="whitespace-nowrap" data-label={t('made')}>
              <When at={new Date(snapshot.createdAt)} />
              {snapshot.by !== null && (
                <span className="text-text-3"> {t('byBy', { by: snapshot.by })}</span>
              )}
            </td>
            <td data-label={t('trainedOnIt')}>
              {snapshot.versions.join(', ') || <span className="text-text-3">–</span>}
            </td>
            <td className="text-right">
              <Button
                size="small"
                onClick={() => {
                  props.onExport(snapshot);
                }}
              >
                <Download aria-hidden /> {t('export')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
