import ScaleLine from 'ol/control/ScaleLine';
import Zoom from 'ol/control/Zoom';
import { getHeight, getWidth, intersects, isEmpty } from 'ol/extent';
import type { Extent } from 'ol/extent';
import Feature from 'ol/Feature';
import { defaults } from 'ol/interaction/defaults';
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom';
import LayerGroup from 'ol/layer/Group';
import ImageLayer from 'ol/layer/Image';
import VectorLayer from 'ol/layer/Vector';
import OlMap from 'ol/Map';
import ImageStatic from 'ol/source/ImageStatic';
import VectorSource from 'ol/source/Vector';
import { mapPlane, polygonOf } from '@/components/map/plane';
import type { MapPlane } from '@/components/map/plane';
import type { MapChip, MapPicture, Plane, PlaneRing } from '@/components/map/types';

/** A layer of shapes and what it draws. */
interface Shapes {
  readonly layer: VectorLayer;
  readonly source: VectorSource;
}

/** A map and its layers, from the bottom to the top: previews, chips, outlines of pictures, the area. */
export interface MadeMap {
  readonly map: OlMap;
  readonly plane: MapPlane;
  readonly previews: LayerGroup;
  readonly chips: Shapes;
  readonly pictures: Shapes;
  readonly area: Shapes;
}

/** A preview is fetched where it covers so many pixels of the screen. */
const LEAST_PREVIEW_PX = 24;
const MARGIN = 16;

function shapes(): Shapes {
  const source = new VectorSource();
  return { source, layer: new VectorLayer({ source }) };
}

/** An empty map without a base map: nothing is fetched but the project's own previews. */
export function makeMap(
  target: HTMLElement,
  kind: Plane,
  labels: { zoomIn: string; zoomOut: string },
): MadeMap {
  const plane = mapPlane(kind);
  const [previews, chips, pictures, area] = [new LayerGroup(), shapes(), shapes(), shapes()];
  const zoom = new Zoom({ zoomInTipLabel: labels.zoomIn, zoomOutTipLabel: labels.zoomOut });
  const map = new OlMap({
    target,
    view: plane.view,
    layers: [previews, chips.layer, pictures.layer, area.layer],
    controls: kind.kind === 'ground' ? [zoom, new ScaleLine()] : [zoom],
    // the wheel scrolls the page until the map has the focus
    interactions: defaults({ mouseWheelZoom: false }).extend([
      new MouseWheelZoom({ onFocusOnly: true }),
    ]),
  });
  return { map, plane, previews, chips, pictures, area };
}

/** Puts pictures on the map in place of those before. */
export function setPictures(made: MadeMap, pictures: readonly MapPicture[]): void {
  const { source } = made.pictures;
  source.clear(true);
  const layers = pictures.map(({ id, previewUrl, ring }) => {
    const geometry = polygonOf(made.plane, ring);
    const feature = new Feature(geometry);
    feature.setId(id);
    source.addFeature(feature);
    const extent = geometry.getExtent();
    return previewUrl === null ? null : preview(made, previewUrl, extent);
  });
  made.previews.getLayers().clear();
  made.previews.getLayers().extend(layers.filter((layer) => layer !== null));
}

function preview({ plane }: MadeMap, url: string, extent: Extent): ImageLayer<ImageStatic> {
  return new ImageLayer({
    extent,
    maxResolution: getWidth(extent) / LEAST_PREVIEW_PX,
    source: new ImageStatic({ url, imageExtent: extent, projection: plane.view.getProjection() }),
  });
}

/** Puts chips on the map in place of those before. */
export function setChips(made: MadeMap, chips: readonly MapChip[]): void {
  const { source } = made.chips;
  source.clear(true);
  source.addFeatures(
    chips.map(({ ring, status }) => new Feature({ geometry: polygonOf(made.plane, ring), status })),
  );
}

/** Shows an area in place of the one before. */
export function setArea(made: MadeMap, ring: PlaneRing | null): void {
  const { source } = made.area;
  source.clear(true);
  if (ring) source.addFeature(new Feature(polygonOf(made.plane, ring)));
}

/** Brings one picture, or all of them, into the window. */
export function showPictures({ map, pictures }: MadeMap, id: string | null): void {
  const { source } = pictures;
  const one = id === null ? null : source.getFeatureById(id)?.getGeometry()?.getExtent();
  const extent = one ?? source.getExtent();
  if (!extent || isEmpty(extent)) return;
  map.getView().fit(extent, { padding: [MARGIN, MARGIN, MARGIN, MARGIN] });
}

/** A picture smaller than this on the screen is gone to. */
const TOO_SMALL_PX = 96;

/** Goes to a picture that is out of sight or too small to show its chips; else the map stays where the person moved it. */
export function bringIn(made: MadeMap, id: string): void {
  const view = made.map.getView();
  const extent = made.pictures.source.getFeatureById(id)?.getGeometry()?.getExtent();
  if (!extent) return;
  const side = Math.max(getWidth(extent), getHeight(extent)) / (view.getResolution() ?? 1);
  const inSight = intersects(view.calculateExtent(), extent);
  if (!inSight || side < TOO_SMALL_PX) showPictures(made, id);
}

/** How far beside a dot a press still means it, in pixels. */
const REACH_PX = 10;

/** The picture at a place of the map, or a dot close by; null without one. */
export function pictureAt({ map, pictures }: MadeMap, at: number[]): string | null {
  const [under] = pictures.source.getFeaturesAtCoordinate(at);
  const near = under ?? pictures.source.getClosestFeatureToCoordinate(at);
  const place = near?.getGeometry()?.getClosestPoint(at);
  if (!near || !place) return null;
  const [there, here] = [map.getPixelFromCoordinate(place), map.getPixelFromCoordinate(at)];
  const apart = Math.hypot((there[0] ?? 0) - (here[0] ?? 0), (there[1] ?? 0) - (here[1] ?? 0));
  return apart <= REACH_PX ? String(near.getId()) : null;
}
