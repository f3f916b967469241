import proj4 from 'proj4';
import type { LineReason } from '@/lib/domain/label/file';
import { assetGrid } from '@/lib/domain/label/locate';
import type { AssetGrid } from '@/lib/domain/label/locate';
import { affine, apply, invert } from '@/lib/geometry/affine';
import { projected } from '@/lib/geometry/space';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { epsgByCode } from '@/lib/server/imagery/epsg';
import { listNamedAssets, listPlacedChips } from '@/lib/server/label/import/data';
import type { NamedAsset } from '@/lib/server/label/import/data';
import { turns } from '@/lib/server/turns';

export interface FoundAsset {
  asset: NamedAsset;
  grid: AssetGrid;
}

/** Finds a project's assets by what files call them, and pixels by coordinates on the ground. */
export interface AssetFinder {
  byName(name: string): Promise<FoundAsset | LineReason>;
  /** `name` empty: the asset in which the point lies */
  byGround(name: string, x: number, y: number): Promise<(FoundAsset & { px: Pixel }) | LineReason>;
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
  const turn = turns();

  async function open(asset: NamedAsset): Promise<FoundAsset> {
    let grid = grids.get(asset.id);
    if (!grid) {
      grid = listPlacedChips(asset.id).then((chips) => assetGrid(asset, chips));
      grids.set(asset.id, grid);
    }
    return { asset, grid: await grid };
  }

  function find(name: string): NamedAsset | LineReason {
    if (name === '') return { code: 'assetMissing', values: {} };
    const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    for (const [i, key] of [base, name.toLowerCase(), stemOf(base)].entries()) {
      const found = indexes[i]?.get(key) ?? [];
      if (found.length > 1) {
        return { code: 'assetAmbiguous', values: { name, count: found.length } };
      }
      if (found[0]) return found[0];
    }
    return { code: 'assetUnknown', values: { name } };
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
        await turn();
        const px = toPixel?.(asset, x, y) ?? null;
        if (px && (named || isInside(asset, px))) return { ...(await open(asset)), px };
      }
      return named
        ? { code: 'noGeoreference', values: { name } }
        : { code: 'noAssetThere', values: {} };
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
  // by the assets' own systems: reading their definitions takes longer than a point
  const converters = new Map<string, proj4.Converter>();
  const convert = (to: string, point: [number, number]): [number, number] => {
    const converter = converters.get(to) ?? proj4(definition, to);
    converters.set(to, converter);
    return converter.forward(point);
  };
  return ({ georef }, x, y) => {
    if (!georef) return null;
    if (georef.epsg !== epsg && georef.proj4 === null) return null;
    const [east, north] =
      georef.epsg === epsg || georef.proj4 === null ? [x, y] : convert(georef.proj4, [x, y]);
    const toAsset = invert(affine<'asset px', 'projected'>(georef.affine));
    return toAsset && apply(toAsset, projected(east, north));
  };
}
