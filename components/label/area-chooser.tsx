'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { groundPictures, pixelPicture } from '@/components/map/asset-pictures';
import { ChipLegend } from '@/components/map/chip-legend';
import { PictureMap } from '@/components/map/map';
import type { MapTool, Plane, PlaneRing } from '@/components/map/types';
import { useAssetChips } from '@/components/map/use-asset-chips';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import type { AssetView } from '@/lib/domain/asset/schema';
import type { QueueArea } from '@/lib/domain/queue/schema';

const GROUND = 'ground';
const GROUND_PLANE: Plane = { kind: 'ground' };
const TOOLS = ['move', 'box', 'lasso', 'polygon'] as const satisfies readonly MapTool[];

/** A part of the map or of one picture: drawn with pointer, pen or finger, or given as rows and columns of chips. */
export function AreaChooser(props: {
  slug: string;
  assets: readonly AssetView[];
  area: QueueArea | null;
  onArea: (area: QueueArea | null) => void;
}) {
  const { assets, area, onArea } = props;
  const t = useTranslations('queue');
  const placed = useMemo(() => groundPictures(assets), [assets]);
  const [chosen, setChosen] = useState<string | null>(
    area && area.kind !== 'ground' ? area.asset : null,
  );
  const where = chosen ?? (placed.length > 0 ? GROUND : (assets[0]?.id ?? ''));
  const asset = assets.find(({ id }) => id === where) ?? null;
  const plane = useMemo(
    (): Plane =>
      asset ? { kind: 'pixels', width: asset.width, height: asset.height } : GROUND_PLANE,
    [asset],
  );
  const pictures = useMemo(() => (asset ? [pixelPicture(asset)] : placed), [asset, placed]);
  const chips = useAssetChips(props.slug, asset, 'pixels');
  const [tool, setTool] = useState<MapTool>('lasso');
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('where')}
        value={where}
        onChange={(event) => {
          setChosen(event.target.value);
          onArea(null);
        }}
      >
        {placed.length > 0 && <option value={GROUND}>{t('map')}</option>}
        {assets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <div>
        <fieldset className="mb-2 flex flex-wrap gap-1">
          <legend className="mb-1 text-caption text-text-2">{t('drawHere')}</legend>
          {TOOLS.map((name) => (
            <Button
              key={name}
              size="small"
              variant={name === tool ? 'plain' : 'ghost'}
              aria-pressed={name === tool}
              onClick={() => {
                setTool(name);
              }}
            >
              {t(`tool.${name}`)}
            </Button>
          ))}
        </fieldset>
        <PictureMap
          {...{ plane, pictures, chips, tool }}
          area={ringOf(area)}
          onArea={(ring) => {
            onArea(asset ? { kind: 'pixels', asset: asset.id, ring } : { kind: 'ground', ring });
          }}
          label={t('drawing')}
          className="h-72"
        />
        {asset && <ChipLegend />}
      </div>
      {asset && (
        <GridRange
          key={where}
          area={area?.kind === 'grid' ? area : null}
          asset={asset.id}
          onArea={onArea}
        />
      )}
      <div className="flex items-center justify-between gap-2">
        <p className="text-caption text-text-2" role="status">
          {area ? t('drawn') : t('notDrawn')}
        </p>
        <Button
          variant="ghost"
          disabled={!area}
          onClick={() => {
            onArea(null);
          }}
        >
          {t('clear')}
        </Button>
      </div>
    </div>
  );
}

function ringOf(area: QueueArea | null): PlaneRing | null {
  return area && area.kind !== 'grid' ? area.ring : null;
}

type Grid = Extract<QueueArea, { kind: 'grid' }>;
const FIELDS = ['rowFrom', 'rowTo', 'colFrom', 'colTo'] as const;

/** The same by keys: rows and columns of the picture's chips, counted from 1. */
function GridRange(props: {
  asset: string;
  area: Grid | null;
  onArea: (area: QueueArea | null) => void;
}) {
  const t = useTranslations('queue');
  const { area } = props;
  const [typed, setTyped] = useState(
    area ? [...area.rows, ...area.cols].map((n) => String(n + 1)) : ['', '', '', ''],
  );
  const change = (place: number, text: string): void => {
    const next = typed.map((old, i) => (i === place ? text : old));
    setTyped(next);
    const [r0 = 0, r1 = 0, c0 = 0, c1 = 0] = next.map((value) => Math.floor(Number(value)) - 1);
    if (![r0, r1, c0, c1].every((n) => n >= 0)) return;
    props.onArea({
      ...{ kind: 'grid', asset: props.asset },
      rows: [Math.min(r0, r1), Math.max(r0, r1)],
      cols: [Math.min(c0, c1), Math.max(c0, c1)],
    });
  };
  return (
    <fieldset>
      <legend className="mb-1 text-caption text-text-2">{t('orGrid')}</legend>
      <div className="grid grid-cols-4 gap-2">
        {FIELDS.map((field, place) => (
          <TextField
            key={field}
            label={t(field)}
            type="number"
            min={1}
            value={typed[place] ?? ''}
            onChange={(event) => {
              change(place, event.target.value);
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
