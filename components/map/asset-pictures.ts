import type { MapPicture } from '@/components/map/types';
import type { AssetView } from '@/lib/domain/asset/schema';

/** The assets that have a place on the ground, as pictures of a map. */
export function groundPictures(assets: readonly AssetView[]): MapPicture[] {
  return assets.flatMap(({ id, previewUrl, georef }) =>
    georef?.footprint ? [{ id, previewUrl, ring: georef.footprint }] : [],
  );
}

/** An asset in its own pixels, as the one picture of a map. */
export function pixelPicture({ id, previewUrl, width, height }: AssetView): MapPicture {
  const ring = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const;
  return { id, previewUrl, ring };
}
