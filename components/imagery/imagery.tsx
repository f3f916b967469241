'use client';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { AddFilesDialog } from '@/components/imagery/add-files-dialog';
import { AssetCard } from '@/components/imagery/asset-card';
import type { Grid } from '@/components/imagery/asset-card';
import { AddButtons, DropZone } from '@/components/imagery/drop-zone';
import type { NamedFile } from '@/components/imagery/dropped-files';
import { FilesTable } from '@/components/imagery/files-table';
import { Footprints } from '@/components/imagery/footprints';
import { ImportSummary } from '@/components/imagery/import-summary';
import { useImagery } from '@/components/imagery/use-imagery';
import { Columns } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';

interface ImageryProps {
  slug: string;
  isAdmin: boolean;
  grid: Grid;
}

/** The imagery of a project: admins bring files in and follow them, everybody sees what there is and where it is from. */
export function Imagery(props: ImageryProps) {
  const t = useTranslations('imagery');
  const imagery = useImagery(props.slug, props.isAdmin);
  const [chosen, setChosen] = useState<NamedFile[]>([]);
  const add = props.isAdmin ? (
    <div className="flex flex-wrap justify-end gap-2">
      <AddButtons onFiles={setChosen} />
    </div>
  ) : null;
  const content = (
    <div className="flex flex-col gap-4">
      {imagery.error && (
        <Notice variant="bad">
          {t('messageWhatIsShownMay', { message: imagery.error.message })}
        </Notice>
      )}
      {imagery.loading ? (
        <Skeleton className="h-96 w-full" />
      ) : imagery.counts.all === 0 ? (
        <Nothing add={add} />
      ) : (
        <>
          {add}
          <Contents {...props} imagery={imagery} />
        </>
      )}
      {chosen.length > 0 && (
        <AddFilesDialog
          files={chosen}
          onClose={() => setChosen([])}
          onStart={(details) => {
            imagery.queue.add(chosen, details);
            setChosen([]);
          }}
        />
      )}
    </div>
  );
  return props.isAdmin ? <DropZone onFiles={setChosen}>{content}</DropZone> : content;
}

function Nothing({ add }: { add: ReactNode }) {
  const t = useTranslations('imagery');
  return (
    <Card>
      <EmptyState title={t('noImageryYet')} action={add}>
        {add ? t('dropGeoTIFFJPEGOrPNG') : t('anAdminOfThisProject')}
      </EmptyState>
    </Card>
  );
}

function Contents(props: ImageryProps & { imagery: ReturnType<typeof useImagery> }) {
  const { imagery, isAdmin } = props;
  const { queue } = imagery;
  const [picked, setPicked] = useState<string | null>(null);
  const selected = imagery.assets.find((asset) => asset.id === picked) ?? imagery.assets[0] ?? null;
  return (
    <Columns
      main={
        <>
          {isAdmin && (
            <ImportSummary
              rows={imagery.rows}
              ready={imagery.counts.ready}
              chips={imagery.counts.chips}
              queue={imagery.sending}
              onPause={() => queue.pause()}
              onResume={() => queue.resume()}
            />
          )}
          <FilesTable
            rows={imagery.rows}
            total={imagery.counts.all}
            selected={selected?.id ?? null}
            actions={{ select: setPicked, retry: imagery.retry, cancel: imagery.cancel }}
            onMore={imagery.more}
          />
        </>
      }
      side={
        selected && (
          <>
            <Footprints
              slug={props.slug}
              assets={imagery.assets}
              selected={selected}
              onSelect={setPicked}
            />
            <AssetCard
              key={selected.id}
              slug={props.slug}
              asset={selected}
              grid={props.grid}
              canEdit={isAdmin}
              onChanged={imagery.refresh}
            />
          </>
        )
      }
    />
  );
}
