import type { OtherDate } from '@/lib/domain/imagery-context/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import type { ChipContext } from '@/lib/server/imagery-context/data';
import { listContextAssets } from '@/lib/server/imagery-context/data';
import { coverage, register } from '@/lib/server/imagery-context/registration';
import { windowRing } from '@/lib/server/imagery/projection';

/** Less than this share of the chip is no comparison. */
const LEAST = 0.02;

/**
 * The project's pictures of a chip's ground at another time, oldest first: another date, or another survey where the date is
 * not known. Tiles of the chip's own flight that overlap it are none.
 */
export async function otherDates(scope: ProjectScope, chip: ChipContext): Promise<OtherDate[]> {
  const { asset, window } = chip;
  const ring = asset.georef && windowRing(asset.georef, window);
  if (!asset.georef || !ring) return [];
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  const box = {
    west: Math.min(...lons),
    east: Math.max(...lons),
    south: Math.min(...lats),
    north: Math.max(...lats),
  };
  const found: OtherDate[] = [];
  for (const other of await listContextAssets(scope, box, asset.id)) {
    const sameTime = other.takenAt === asset.takenAt && other.survey === asset.survey;
    if (sameTime || !other.georef) continue;
    const placed = register(window, asset.georef, other.georef);
    const covers = 'map' in placed ? coverage(placed.map, window, other) : 1;
    if (covers < LEAST) continue;
    const { id, name, survey, takenAt } = other;
    const path = `/api/v1/projects/${scope.slug}/chips/${chip.id}/other-dates/${id}`;
    found.push({
      assetId: id,
      name,
      survey,
      takenAt,
      covers: Number(covers.toFixed(3)),
      url: 'map' in placed ? `${path}?v=${chip.imageSha.slice(0, 16)}` : null,
      why: 'why' in placed ? placed.why : null,
    });
  }
  return found;
}
