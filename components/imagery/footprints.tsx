'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { gridStep, metresText, toRegions } from '@/components/imagery/regions';
import type { Region } from '@/components/imagery/regions';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { AssetView } from '@/lib/domain/asset/schema';

const WIDTH = 320;
const HEIGHT = 216;
const MARGIN = 12;
/** A picture smaller than this on the sketch is drawn as a dot. */
const LEAST = 5;

/** Where the pictures lie to each other: a sketch, north up, no base map. Regions far apart are leafed through. */
export function Footprints(props: {
  assets: readonly AssetView[];
  selected: string | null;
  onSelect: (assetId: string) => void;
}) {
  const t = useTranslations('imagery');
  const regions = useMemo(() => toRegions(props.assets), [props.assets]);
  const [leafed, setLeafed] = useState<{ index: number; selected: string | null } | null>(null);
  if (regions.length === 0) return null;
  const home = Math.max(
    0,
    regions.findIndex((r) => r.assets.some((a) => a.id === props.selected)),
  );
  // a new selection brings its own region back
  const index = leafed?.selected === props.selected ? leafed.index % regions.length : home;
  const region = regions[index];
  if (!region) return null;
  const go = (by: number): void => {
    setLeafed({ index: (index + by + regions.length) % regions.length, selected: props.selected });
  };
  const without = props.assets.length - regions.reduce((sum, r) => sum + r.assets.length, 0);
  return (
    <Card
      title={t('footprints')}
      note={t('squaresOfValue', { value: metresText(stepOf(region)) })}
      actions={
        regions.length > 1 && (
          <>
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('regionBefore')}
              onClick={() => go(-1)}
            >
              <ChevronLeft aria-hidden />
            </Button>
            <span className="text-caption text-text-2">
              {t('valueOfCountRegions', { value: index + 1, count: regions.length })}
            </span>
            <Button variant="ghost" size="icon" aria-label={t('nextRegion')} onClick={() => go(1)}>
              <ChevronRight aria-hidden />
            </Button>
          </>
        )
      }
    >
      <Sketch region={region} selected={props.selected} onSelect={props.onSelect} />
      {without > 0 && (
        <p className="mt-2 text-caption text-text-3">
          {t('withoutCoordinates', { count: without })}
        </p>
      )}
    </Card>
  );
}

const scaleOf = ({ bounds }: Region): number =>
  Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(1e-6, bounds.east - bounds.west),
    (HEIGHT - 2 * MARGIN) / Math.max(1e-6, bounds.north - bounds.south),
  );
const stepOf = (region: Region): number => gridStep((HEIGHT - 2 * MARGIN) / scaleOf(region));

function Sketch(props: {
  region: Region;
  selected: string | null;
  onSelect: (assetId: string) => void;
}) {
  const t = useTranslations('imagery');
  const { region } = props;
  const { bounds } = region;
  const scale = scaleOf(region);
  const middle = { x: (bounds.west + bounds.east) / 2, y: (bounds.south + bounds.north) / 2 };
  const px = (x: number): number => WIDTH / 2 + (x - middle.x) * scale;
  const py = (y: number): number => HEIGHT / 2 - (y - middle.y) * scale;
  const step = stepOf(region) * scale;
  const lines = (length: number): number[] =>
    Array.from(
      { length: Math.floor(length / step) + 1 },
      (_, i) => ((length / 2) % step) + i * step,
    );
  // what is selected is drawn last, above its neighbours
  const shapes = [...region.shapes].sort(
    (a, b) => Number(a.asset.id === props.selected) - Number(b.asset.id === props.selected),
  );
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block w-full rounded-control bg-bg-2"
      role="group"
      aria-label={t('footprintsOfCountPictures', { count: region.assets.length })}
    >
      {lines(WIDTH).map((x) => (
        <path key={`x${x}`} d={`M${x} 0V${HEIGHT}`} stroke="var(--line)" />
      ))}
      {lines(HEIGHT).map((y) => (
        <path key={`y${y}`} d={`M0 ${y}H${WIDTH}`} stroke="var(--line)" />
      ))}
      {shapes.map(({ asset, ring }) => {
        const on = asset.id === props.selected;
        const xs = ring.map(([x]) => px(x));
        const ys = ring.map(([, y]) => py(y));
        const [left, top] = [Math.min(...xs), Math.min(...ys)];
        const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
        const select = (): void => props.onSelect(asset.id);
        return (
          <g
            key={asset.id}
            role="button"
            tabIndex={0}
            aria-label={asset.name}
            aria-pressed={on}
            onClick={select}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') select();
            }}
          >
            <title>{asset.name}</title>
            {Math.max(width, height) < LEAST ? (
              <circle
                cx={left + width / 2}
                cy={top + height / 2}
                r={on ? 4 : 3}
                fill={on ? 'var(--accent)' : 'var(--text-3)'}
              />
            ) : (
              <>
                {asset.previewUrl !== null && (
                  <image
                    href={asset.previewUrl}
                    x={left}
                    y={top}
                    width={width}
                    height={height}
                    preserveAspectRatio="none"
                  />
                )}
                <polygon
                  points={ring.map(([x, y]) => `${px(x)},${py(y)}`).join(' ')}
                  fill="transparent"
                  stroke={on ? 'var(--accent)' : 'var(--text-2)'}
                  strokeWidth={on ? 3 : 1}
                />
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
