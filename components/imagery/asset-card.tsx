'use client';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { EditAssetDialog } from '@/components/imagery/edit-asset-dialog';
import { metresText, takenText } from '@/components/imagery/format';
import { RemoveAssetDialog } from '@/components/imagery/remove-asset-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { useCopy } from '@/components/ui/use-copy';
import type { AssetView, Georeference, Provenance } from '@/lib/domain/asset/schema';
import { bytesText } from '@/lib/i18n/bytes';
import { instantText } from '@/lib/i18n/instant';
import type { Locale } from '@/lib/i18n/locales';
import type { Translator } from '@/lib/i18n/translator';

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
  const t = useTranslations('imagery');
  const locale = useLocale();
  const { asset } = props;
  const { provenance } = asset;
  const copy = useCopy();
  const [open, setOpen] = useState<'edit' | 'history' | 'remove' | null>(null);
  return (
    <Card
      title={<span className="block max-w-64 truncate">{asset.name}</span>}
      actions={<Badge>{asset.georef ? t('placed') : t('noCoordinates')}</Badge>}
    >
      {asset.previewUrl !== null && (
        <img
          src={asset.previewUrl}
          alt={t('previewOfName', { name: asset.name })}
          className="mb-3 max-h-56 w-full rounded-control bg-bg-3 object-contain"
        />
      )}
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-2">
        <Fact name={t('facts.size')}>
          {t('widthHeightPxBitDepthBit', {
            width: asset.width,
            height: asset.height,
            bitDepth: asset.bitDepth,
            bands: asset.bands,
            bytes: bytesText(asset.bytes, locale),
          })}
        </Fact>
        <Fact name={t('facts.coordinates')}>
          {asset.georef ? systemText(asset.georef, t) : t('noneInTheFile')}
        </Fact>
        <Fact name={t('facts.pixel')}>{pixelText(asset, props.grid, t, locale)}</Fact>
        <Fact name={t('facts.cutTo')}>
          {t('chipsOfRowsColsCells', {
            chips: asset.chips,
            rows: props.grid.rows,
            cols: props.grid.cols,
          })}
        </Fact>
        <Fact name={t('facts.taken')}>
          {provenance.takenAt === null ? null : takenText(provenance.takenAt, locale)}
        </Fact>
        <Fact name={t('facts.survey')}>{asset.survey}</Fact>
        <Fact name={t('facts.sensor')}>{provenance.sensor}</Fact>
        <Fact name={t('facts.source')}>{provenance.source}</Fact>
        <Fact name={t('facts.licence')}>{provenance.licence}</Fact>
        <Fact name={t('facts.broughtIn')}>
          {asset.importedBy ?? t('aScriptOfThisInstance')}, {instantText(asset.importedAt, locale)}
        </Fact>
        {provenance.transform.length > 0 && (
          <Fact name={t('facts.shownAs')}>{remarksText(provenance.transform, t)}</Fact>
        )}
        {provenance.notes.length > 0 && (
          <Fact name={t('facts.remarks')}>{remarksText(provenance.notes, t)}</Fact>
        )}
        <Fact name={t('facts.sha256')}>
          <span className="flex items-center gap-2">
            <code className="truncate font-mono text-caption">{asset.sha256}</code>
            <button
              type="button"
              aria-label={t('copyTheSHA256')}
              className="-my-1 flex size-6 shrink-0 items-center justify-center rounded-mark pointer-coarse:size-11"
              onClick={() => copy(asset.sha256)}
            >
              <Copy aria-hidden className="size-3.5" />
            </button>
          </span>
        </Fact>
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        {props.canEdit && (
          <Button size="small" onClick={() => setOpen('edit')}>
            {t('correctAField')}
          </Button>
        )}
        <Button size="small" variant="ghost" onClick={() => setOpen('history')}>
          {t('historyCount', { count: provenance.history.length })}
        </Button>
        {props.canEdit && (
          <Button size="small" variant="ghost" onClick={() => setOpen('remove')}>
            {t('removal.open')}
          </Button>
        )}
      </div>
      {open === 'edit' && (
        <EditAssetDialog
          slug={props.slug}
          asset={asset}
          onClose={() => setOpen(null)}
          onChanged={props.onChanged}
        />
      )}
      {open === 'remove' && (
        <RemoveAssetDialog
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

function remarksText(remarks: Provenance['notes'], t: Translator<'imagery'>): string {
  return remarks
    .map((one) => (typeof one === 'string' ? one : t(`remark.${one.key}`, one.values as never)))
    .join(' ');
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations('imagery');
  const unknown = children === null || children === '';
  return (
    <>
      <dt className="text-caption text-text-3">{name}</dt>
      <dd className={`min-w-0 break-words ${unknown ? 'text-text-3' : ''}`}>
        {unknown ? t('notKnown') : children}
      </dd>
    </>
  );
}

function systemText(georef: Georeference, t: Translator<'imagery'>): string {
  const code = georef.epsg === null ? '' : `EPSG:${String(georef.epsg)}, `;
  return t('readFromTheFile', { system: `${code}${georef.name}` });
}

function pixelText(asset: AssetView, grid: Grid, t: Translator<'imagery'>, locale: Locale): string {
  const side = asset.georef?.pixelM && Math.sqrt(asset.georef.pixelM[0] * asset.georef.pixelM[1]);
  if (!side) {
    return grid.cellPx === null
      ? t('pixel.unknown')
      : t('pixel.unknownCellPx', { cellPx: grid.cellPx });
  }
  const pixel = metresText(side, locale);
  if (grid.cellPx !== null) {
    return t('pixel.cellOfPx', {
      pixel,
      px: grid.cellPx,
      cell: metresText(side * grid.cellPx, locale),
    });
  }
  const cellM = grid.cellM ?? 0;
  return t('pixel.cellOfM', { pixel, cell: metresText(cellM, locale), px: cellM / side });
}

function HistoryDialog({ asset, onClose }: { asset: AssetView; onClose: () => void }) {
  const t = useTranslations('imagery');
  const locale = useLocale();
  const { history, read } = asset.provenance;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('history')}
      description={asset.name}
    >
      <ol className="flex flex-col gap-3">
        <li>
          {t('broughtInBy', {
            at: instantText(asset.importedAt, locale),
            by: asset.importedBy ?? t('aScriptOfThisInstance'),
          })}
        </li>
        {history.map((change, i) => (
          <li key={i}>
            {t.rich('changedField', {
              at: instantText(change.at, locale),
              by: change.by,
              field: fieldLabel(change.field, t),
              before: change.before ?? '',
              after: change.after ?? '',
              q: (chunks) => <q>{chunks}</q>,
            })}
          </li>
        ))}
      </ol>
      {Object.keys(read).length > 0 && (
        <>
          <h3>{t('whatTheFileSaysOf')}</h3>
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

/** A field by its name as people say it. */
function fieldLabel(field: string, t: Translator<'imagery'>): string {
  const key = `fieldNames.${field}` as 'fieldNames.name';
  return t.has(key) ? t(key) : field;
}
