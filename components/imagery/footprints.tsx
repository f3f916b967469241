'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { groundPictures, pixelPicture } from '@/components/map/asset-pictures';
import { ChipLegend } from '@/components/map/chip-legend';
import { PictureMap } from '@/components/map/map';
import type { Plane } from '@/components/map/types';
import { MOST_CHIPS, useAssetChips } from '@/components/map/use-asset-chips';
import { Card } from '@/components/ui/card';
import type { AssetView } from '@/lib/domain/asset/schema';

/**
 * Where the pictures lie to each other, and the chips of the selected one by their state. A picture without coordinates is
 * shown by itself. The table of files selects by keys what a press on the map selects.
 */
export function Footprints(props: {
  slug: string;
  assets: readonly AssetView[];
  selected: AssetView;
  onSelect: (assetId: string) => void;
}) {
  const t = useTranslations('imagery');
  const { assets, selected } = props;
  const kind = selected.georef?.footprint ? 'ground' : 'pixels';
  const { width, height } = selected;
  const plane = useMemo(
    (): Plane => (kind === 'ground' ? { kind } : { kind, width, height }),
    [kind, width, height],
  );
  const pictures = useMemo(
    () => (kind === 'ground' ? groundPictures(assets) : [pixelPicture(selected)]),
    [kind, assets, selected],
  );
  const chips = useAssetChips(props.slug, selected, kind);
  const without = assets.filter(({ georef }) => !georef?.footprint).length;
  return (
    <Card title={t('footprints')} note={kind === 'ground' ? undefined : t('noPlaceOnTheGround')}>
      <PictureMap
        {...{ plane, pictures, chips }}
        selected={selected.id}
        onSelect={props.onSelect}
        label={t('footprintsOfCountPictures', { count: pictures.length })}
      />
      <ChipLegend />
      {selected.chips > MOST_CHIPS && (
        <p className="mt-2 text-caption text-text-3">{t('tooManyChips', { count: MOST_CHIPS })}</p>
      )}
      {kind === 'ground' && without > 0 && (
        <p className="mt-2 text-caption text-text-3">
          {t('withoutCoordinates', { count: without })}
        </p>
      )}
    </Card>
  );
}
