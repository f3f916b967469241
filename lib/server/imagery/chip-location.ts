import type { Georeference } from '@/lib/domain/asset/schema';
import {
  blockOf,
  blockPercent,
  CHIPS_TO_SPLIT_WITHIN,
  splitOfPercent,
} from '@/lib/domain/chip/split';
import type { BlockPlace } from '@/lib/domain/chip/split';
import type { Ring, Split } from '@/lib/domain/chip/schema';
import type { ChipWindow } from '@/lib/domain/grid/lattice';
import { affine, apply } from '@/lib/geometry/affine';
import { assetPx } from '@/lib/geometry/space';
import { pixelToLonLat, utmPlace, windowRing } from '@/lib/server/imagery/projection';

/** Where a chip lies and which part of the data it belongs to. */
export interface ChipLocation {
  footprint: Ring | null;
  block: string;
  split: Split;
}

/** What the places of an asset's chips are found from. */
export interface LocationContext {
  georef: Georeference | null;
  asset: { sha256: string };
  chips: number;
  cell: { cellPx: number; cellM: number | null };
  project: { blockCells: number; splitSalt: string; cellM: number | null };
}

/** Footprint, block and split of each window, in order (docs/decisions/0004-splits-by-ground.md). */
export async function locateChips(
  windows: readonly ChipWindow[],
  context: LocationContext,
): Promise<ChipLocation[]> {
  const splits = new Map<string, Split>();
  const places: ChipLocation[] = [];
  for (const window of windows) {
    const block = blockOf(blockPlace(window, context));
    let split = splits.get(block);
    if (!split) {
      split = splitOfPercent(await blockPercent(context.project.splitSalt, block));
      splits.set(block, split);
    }
    const footprint = context.georef && windowRing(context.georef, window);
    places.push({ footprint, block, split });
  }
  return places;
}

function blockPlace(window: ChipWindow, context: LocationContext): BlockPlace {
  const { georef, asset, cell, project } = context;
  const centre = assetPx(window.x + window.width / 2, window.y + window.height / 2);
  if (georef && cell.cellM !== null) {
    const side = blockSide(project, cell.cellM);
    const at = pixelToLonLat(georef, centre);
    if (at) return { kind: 'ground', ...utmPlace(at), side };
    const [x, y] = apply(affine<'asset px', 'projected'>(georef.affine), centre);
    const metres = georef.metresPerUnit;
    if (metres !== null) {
      return { kind: 'ground', system: georef.name, x: x * metres, y: y * metres, side };
    }
  }
  if (context.chips < CHIPS_TO_SPLIT_WITHIN) return { kind: 'asset', asset: asset.sha256 };
  const [x, y] = centre;
  return { kind: 'pixels', asset: asset.sha256, x, y, side: project.blockCells * cell.cellPx };
}

/**
 * Side of a block in metres. Where the project's cells are given in pixels, two surveys of one ground with pixels of
 * nearly the same size must still share their blocks: the side is then rounded to two digits.
 */
function blockSide(project: LocationContext['project'], cellM: number): number {
  const side = project.blockCells * cellM;
  return project.cellM === null ? Number(side.toPrecision(2)) : side;
}
