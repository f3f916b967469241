import proj4 from 'proj4';
import type { LineProblemCode } from '@/lib/domain/label/file';
import { assetGrid } from '@/lib/domain/label/locate';
import type { AssetGrid } from '@/lib/domain/label/locate';
import { affine, apply, invert } from '@/lib/geometry/affine';
import { projected } from '@/lib/geometry/space';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { epsgByCode } from '@/lib/server/imagery/epsg';
import { listNamedAssets, listPlacedChips } from '@/lib/server/label/import/data';
import type { NamedAsset } from '@/lib/server/label/import/data';

export interface FoundAsset {
  asset: NamedAsset;
  grid: AssetGrid;
}
export interface NotFound {
  code: LineProblemCode;
  text: string;
}

/** Finds a project's assets by what files call them, and pixels by coordinates on the ground. */
export interface AssetFinder {
  byName(name: string): Promise<FoundAsset | NotFound>;
  /** `name` empty: the asset in which the point lies */
  byGround(name: string, x: number, y: number): Promise<(FoundAsset & { px: Pixel }) | NotFound>;
}
type Pixel = readonly [number, number];

/**
 * A finder for one import. Names match an asset's name, else its SHA-256, else its name without folders and ending
 * ("plots/a_1.csv" is "a_1.tif"); a name that fits two assets is refused. Chips are read once an asset.
 * @throws AppError `invalid` for a coordinate system that the EPSG table lacks
 */
export async function assetFinder(scope: ProjectScope, epsg: number | null): Promise<AssetFinder> {
  const assets = await listNamedAssets(scope);
  const indexes = [
    indexBy(assets, (asset) => asset.name),
    indexBy(assets, (asset) => asset.sha256),
    indexBy(assets, (asset) => stemOf(asset.name)),
  ];
  const toPixel = epsg === null ? null : await pixelFinder(epsg);
  const grids = new Map<string, Promise<AssetGrid>>();

  async function open(asset: NamedAsset): Promise<FoundAsset> {
    let grid = grids.get(asset.id);
    if (!grid) {
      grid = listPlacedChips(asset.id).then((chips) => assetGrid(asset, chips));
      grids.set(asset.id, grid);
    }
    return { asset, grid: await grid };
  }

  function find(name: string): NamedAsset | NotFound {
    if (name === '') return { code: 'asset_missing', text: 'names no asset' };
    const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    for (const [i, key] of [base, name.toLowerCase(), stemOf(base)].entries()) {
      const found = indexes[i]?.get(key) ?? [];
      if (found.length > 1) {
        return {
          code: 'asset_ambiguous',
          text: `"${name}" fits ${String(found.length)} assets; name it by its SHA-256`,
        };
      }
      if (found[0]) return found[0];
    }
    return { code: 'asset_unknown', text: `the project has no asset "${name}"` };
  }

  return {
    async byName(name) {
      const asset = find(name);
      return 'code' in asset ? asset : await open(asset);
    },
    async byGround(name, x, y) {
      const named = name === '' ? null : find(name);
      if (named && 'code' in named) return named;
      for (const asset of named ? [named] : assets) {
        const px = toPixel?.(asset, x, y) ?? null;
        if (px && (named || isInside(asset, px))) return { ...(await open(asset)), px };
      }
      return named
        ? { code: 'off_picture', text: `"${name}" has no georeference to place it by` }
        : { code: 'asset_unknown', text: 'lies in no georeferenced asset of the project' };
    },
  };
}

function isInside(asset: NamedAsset, [x, y]: Pixel): boolean {
  return x >= 0 && y >= 0 && x <= asset.width && y <= asset.height;
}

function indexBy(
  assets: readonly NamedAsset[],
  key: (asset: NamedAsset) => string,
): Map<string, NamedAsset[]> {
  const index = new Map<string, NamedAsset[]>();
  for (const asset of assets) {
    const same = index.get(key(asset));
    if (same) same.push(asset);
    else index.set(key(asset), [asset]);
  }
  return index;
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}

/** From coordinates of a system to pixels of a georeferenced asset; null where the asset's place is not known. */
async function pixelFinder(
  epsg: number,
): Promise<(asset: NamedAsset, x: number, y: number) => Pixel | null> {
  const definition = (await epsgByCode(epsg))?.proj4 ?? null;
  if (definition === null) {
    throw new AppError('invalid', 'labelImport.epsg', { epsg: String(epsg) });
  }
  return ({ georef }, x, y) => {
    if (!georef) return null;
    if (georef.epsg !== epsg && georef.proj4 === null) return null;
    const [east, north] =
      georef.epsg === epsg || georef.proj4 === null
        ? [x, y]
        : proj4(definition, georef.proj4, [x, y]);
    const toAsset = invert(affine<'asset px', 'projected'>(georef.affine));
    return toAsset && apply(toAsset, projected(east, north));
  };
}
