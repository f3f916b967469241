'use client';
import { useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { toRegions } from '@/components/imagery/regions';
import type { Region } from '@/components/imagery/regions';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import type { AssetView } from '@/lib/domain/asset/schema';
import type { QueueArea } from '@/lib/domain/queue/schema';

type Place = readonly [number, number];

/** A part of the map or of one picture: drawn with pointer, pen or finger, or given as rows and columns of chips. */
export function AreaChooser(props: {
  assets: readonly AssetView[];
  area: QueueArea | null;
  onArea: (area: QueueArea | null) => void;
}) {
  const { assets, area, onArea } = props;
  const t = useTranslations('queue');
  const regions = useMemo(() => toRegions(assets), [assets]);
  const [chosen, setChosen] = useState<string | null>(
    area && area.kind !== 'ground' ? area.asset : null,
  );
  const where = chosen ?? (regions.length > 0 ? 'region 0' : (assets[0]?.id ?? ''));
  const region = regions.find((_, i) => where === `region ${String(i)}`);
  const asset = assets.find(({ id }) => id === where);
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
        {regions.map((_, i) => (
          <option key={i} value={`region ${String(i)}`}>
            {t('map', { number: i + 1 })}
          </option>
        ))}
        {assets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {region && <RegionLasso key={where} region={region} onArea={onArea} />}
      {asset && (
        <>
          <AssetLasso key={where} asset={asset} onArea={onArea} />
          <GridRange area={area?.kind === 'grid' ? area : null} asset={asset.id} onArea={onArea} />
        </>
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

/** A ring on the sketch of a region: metres on the screen, longitude and latitude outside. */
function RegionLasso(props: { region: Region; onArea: (area: QueueArea) => void }) {
  const { bounds, shapes, toLonLat } = props.region;
  const size = { width: bounds.east - bounds.west, height: bounds.north - bounds.south };
  const margin = Math.max(size.width, size.height, 1) / 20;
  const at = ([x, y]: Place): Place => [x - bounds.west + margin, bounds.north - y + margin];
  return (
    <Lasso
      width={size.width + 2 * margin}
      height={size.height + 2 * margin}
      onRing={(ring) => {
        const places = ring.map(([x, y]) =>
          toLonLat(x + bounds.west - margin, bounds.north + margin - y),
        );
        props.onArea({ kind: 'ground', ring: places });
      }}
    >
      {shapes.map(({ asset, ring }) => {
        const places = ring.map(at);
        const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
        const [left, top] = [Math.min(...xs), Math.min(...ys)];
        return (
          <g key={asset.id}>
            {asset.previewUrl !== null && (
              <image
                href={asset.previewUrl}
                x={left}
                y={top}
                width={Math.max(...xs) - left}
                height={Math.max(...ys) - top}
                preserveAspectRatio="none"
              />
            )}
            <polygon
              points={places.map((place) => place.join()).join(' ')}
              fill="transparent"
              stroke="var(--text-2)"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </Lasso>
  );
}

/** A ring on one picture, in its pixels. */
function AssetLasso(props: { asset: AssetView; onArea: (area: QueueArea) => void }) {
  const { id, width, height, previewUrl } = props.asset;
  return (
    <Lasso
      {...{ width, height }}
      onRing={(ring) => {
        props.onArea({ kind: 'pixels', asset: id, ring });
      }}
    >
      {previewUrl !== null && <image href={previewUrl} {...{ width, height }} />}
    </Lasso>
  );
}

/** More corners than this make no better area. */
const MOST = 400;

/** A closed line drawn freely in the units of the view box. */
function Lasso(props: {
  width: number;
  height: number;
  onRing: (ring: [number, number][]) => void;
  children: React.ReactNode;
}) {
  const t = useTranslations('queue');
  const [ring, setRing] = useState<[number, number][]>([]);
  const drawing = useRef(false);
  const placeOf = (event: React.PointerEvent<SVGSVGElement>): [number, number] => {
    const matrix = event.currentTarget.getScreenCTM();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse());
    return [x, y];
  };
  const end = (): void => {
    if (!drawing.current) return;
    drawing.current = false;
    const step = Math.ceil(ring.length / MOST);
    const kept = ring.filter((_, i) => i % step === 0);
    if (kept.length >= 3) props.onRing(kept);
  };
  return (
    <div>
      <p className="mb-1 text-caption text-text-2">{t('drawHere')}</p>
      <svg
        viewBox={`0 0 ${String(props.width)} ${String(props.height)}`}
        className="block max-h-72 w-full cursor-crosshair touch-none rounded-control bg-bg-2"
        role="img"
        aria-label={t('drawing')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drawing.current = true;
          setRing([placeOf(event)]);
        }}
        onPointerMove={(event) => {
          if (!drawing.current) return;
          const place = placeOf(event);
          setRing((before) => [...before, place]);
        }}
        onPointerUp={end}
        onPointerCancel={end}
      >
        {props.children}
        {ring.length > 0 && (
          <polygon
            points={ring.map((place) => place.join()).join(' ')}
            fill="var(--accent)"
            fillOpacity={0.25}
            stroke="var(--accent)"
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </div>
  );
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
