import type { Coordinate } from 'ol/coordinate';
import Polygon from 'ol/geom/Polygon';
import { fromLonLat, toLonLat } from 'ol/proj';
import Projection from 'ol/proj/Projection';
import View from 'ol/View';
import type { Plane, PlaneRing } from '@/components/map/types';

/** How places of a plane lie on the map, and how the map looks at them. */
export interface MapPlane {
  readonly toMap: (place: readonly [number, number]) => Coordinate;
  readonly fromMap: (at: Coordinate) => [number, number];
  readonly view: View;
}

/** Screen pixels a picture's pixel is shown with at most. */
const LARGEST_PIXEL = 16;

/** The ground in web Mercator, which keeps shapes as they are; a picture in its own pixels, y up as maps have it. */
export function mapPlane(plane: Plane): MapPlane {
  if (plane.kind === 'ground') {
    return {
      toMap: ([lon, lat]) => fromLonLat([lon, lat]),
      fromMap: (at) => pair(toLonLat(at)),
      view: new View({ center: [0, 0], zoom: 1, enableRotation: false }),
    };
  }
  const { width, height } = plane;
  const extent = [0, -height, width, 0];
  return {
    toMap: ([x, y]) => [x, -y],
    fromMap: (at) => pair([at[0] ?? 0, -(at[1] ?? 0)]),
    view: new View({
      projection: new Projection({ code: 'pixels', units: 'pixels', extent }),
      center: [width / 2, -height / 2],
      resolution: Math.max(width, height) / 256,
      maxResolution: Math.max(width, height) / 64,
      minResolution: 1 / LARGEST_PIXEL,
      enableRotation: false,
    }),
  };
}

function pair([x = 0, y = 0]: Coordinate): [number, number] {
  return [x, y];
}

/** A ring of the plane as a polygon of the map. */
export function polygonOf({ toMap }: MapPlane, ring: PlaneRing): Polygon {
  const [first] = ring;
  return new Polygon([[...ring, ...(first ? [first] : [])].map(toMap)]);
}
