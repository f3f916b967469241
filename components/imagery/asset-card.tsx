'use client';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { EditAssetDialog } from '@/components/imagery/edit-asset-dialog';
import { bytesText, countText, instantText, takenText } from '@/components/imagery/format';
import { metresText } from '@/components/imagery/regions';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import type { AssetView, Georeference } from '@/lib/domain/asset/schema';

export interface Grid {
  cellPx: number | null;
  cellM: number | null;
  rows: number;
  cols: number;
}

/** All that is known of one picture: what it is, where it lies, where it comes from, what was done to it. */
export function AssetCard(props: {
  slug: string;
  asset: AssetView;
  grid: Grid;
  canEdit: boolean;
  onChanged: () => void;
}) {
  const { asset } = props;
  const { provenance } = asset;
  const [open, setOpen] = useState<'edit' | 'history' | null>(null);
  return (
    <Card
      title={<span className="block max-w-64 truncate">{asset.name}</span>}
      actions={<Badge>{asset.georef ? 'placed' : 'no coordinates'}</Badge>}
    >
      {asset.previewUrl !== null && (
        <img
          src={asset.previewUrl}
          alt={`Preview of ${asset.name}`}
          className="mb-3 max-h-56 w-full rounded-control bg-bg-3 object-contain"
        />
      )}
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-2">
        <Fact name="Size">
          {asset.width.toLocaleString('en')} × {asset.height.toLocaleString('en')} px,{' '}
          {asset.bitDepth} bit, {countText(asset.bands, 'band')}, {bytesText(asset.bytes)}
        </Fact>
        <Fact name="Coordinates">
          {asset.georef ? systemText(asset.georef) : 'none in the file'}
        </Fact>
        <Fact name="Pixel">{pixelText(asset, props.grid)}</Fact>
        <Fact name="Cut to">
          {countText(asset.chips, 'chip')} of {props.grid.rows} × {props.grid.cols} cells, fewer at
          the edge
        </Fact>
        <Fact name="Taken">
          {provenance.takenAt === null ? null : takenText(provenance.takenAt)}
        </Fact>
        <Fact name="Survey">{asset.survey}</Fact>
        <Fact name="Sensor">{provenance.sensor}</Fact>
        <Fact name="Source">{provenance.source}</Fact>
        <Fact name="Licence">{provenance.licence}</Fact>
        <Fact name="Brought in">
          {asset.importedBy ?? 'a script of this instance'}, {instantText(asset.importedAt)}
        </Fact>
        {provenance.transform.length > 0 && (
          <Fact name="Shown as">{provenance.transform.join(' ')}</Fact>
        )}
        {provenance.notes.length > 0 && <Fact name="Remarks">{provenance.notes.join(' ')}</Fact>}
        <Fact name="SHA-256">
          <span className="flex items-center gap-2">
            <code className="truncate font-mono text-caption">{asset.sha256}</code>
            <button
              type="button"
              aria-label="Copy the SHA-256"
              onClick={() => {
                void navigator.clipboard
                  .writeText(asset.sha256)
                  .then(() => toast('Copied.'))
                  .catch(() => toast.error('The browser did not allow copying.'));
              }}
            >
              <Copy aria-hidden className="size-3.5" />
            </button>
          </span>
        </Fact>
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        {props.canEdit && (
          <Button size="small" onClick={() => setOpen('edit')}>
            Correct a field
          </Button>
        )}
        <Button size="small" look="ghost" onClick={() => setOpen('history')}>
          History ({provenance.history.length})
        </Button>
      </div>
      {open === 'edit' && (
        <EditAssetDialog
          slug={props.slug}
          asset={asset}
          onClose={() => setOpen(null)}
          onChanged={props.onChanged}
        />
      )}
      {open === 'history' && <HistoryDialog asset={asset} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const unknown = children === null || children === '';
  return (
    <>
      <dt className="text-caption text-text-3">{name}</dt>
      <dd className={`min-w-0 break-words ${unknown ? 'text-text-3' : ''}`}>
        {unknown ? 'not known' : children}
      </dd>
    </>
  );
}

function systemText(georef: Georeference): string {
  const code = georef.epsg === null ? '' : `EPSG:${String(georef.epsg)}, `;
  return `${code}${georef.name}, read from the file`;
}

function pixelText(asset: AssetView, grid: Grid): string {
  const side = asset.georef?.pixelM && Math.sqrt(asset.georef.pixelM[0] * asset.georef.pixelM[1]);
  if (!side)
    return grid.cellPx === null
      ? 'size not known'
      : `size not known; a cell is ${String(grid.cellPx)} px`;
  if (grid.cellPx !== null) {
    return `${metresText(side)}; a cell of ${String(grid.cellPx)} px is ${metresText(side * grid.cellPx)}`;
  }
  const cellM = grid.cellM ?? 0;
  return `${metresText(side)}; a cell of ${metresText(cellM)} is ${(cellM / side).toFixed(1)} px`;
}

function HistoryDialog({ asset, onClose }: { asset: AssetView; onClose: () => void }) {
  const { history, read } = asset.provenance;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="History"
      description={asset.name}
    >
      <ol className="flex flex-col gap-3">
        <li>
          {instantText(asset.importedAt)} · {asset.importedBy ?? 'a script of this instance'}{' '}
          brought it in.
        </li>
        {history.map((change, i) => (
          <li key={i}>
            {instantText(change.at)} · {change.by} changed{' '}
            {change.field === 'takenAt' ? 'date taken' : change.field} from{' '}
            <q>{change.before ?? ''}</q> to <q>{change.after ?? ''}</q>.
          </li>
        ))}
      </ol>
      {Object.keys(read).length > 0 && (
        <>
          <h3>What the file says of itself</h3>
          <dl className="grid grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-3 gap-y-1 text-caption">
            {Object.entries(read).map(([name, value]) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </dl>
        </>
      )}
    </Dialog>
  );
}
