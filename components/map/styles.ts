import { getCenter, getHeight, getWidth } from 'ol/extent';
import type { FeatureLike } from 'ol/Feature';
import Point from 'ol/geom/Point';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { faded } from '@/components/map/palette';
import type { Palette } from '@/components/map/palette';
import type { ChipStatus } from '@/lib/domain/chip/schema';

/** A picture smaller than this on the map is drawn as a dot. */
const LEAST_PX = 6;
const NONE = new Fill({ color: 'rgb(0 0 0 / 0)' });

/** A picture's outline, or a dot where it would be too small to be seen. */
export function pictureStyle(palette: Palette, selected: string | null) {
  return (feature: FeatureLike, resolution: number): Style => {
    const on = feature.getId() === selected;
    const extent = feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0];
    const colour = on ? palette.accent : palette['text-2'];
    const zIndex = on ? 1 : 0;
    if (Math.max(getWidth(extent), getHeight(extent)) / resolution >= LEAST_PX) {
      return new Style({
        zIndex,
        fill: NONE,
        stroke: new Stroke({ color: colour, width: on ? 3 : 1 }),
      });
    }
    return new Style({
      zIndex,
      geometry: new Point(getCenter(extent)),
      image: new CircleStyle({
        radius: on ? 6 : 4,
        fill: new Fill({ color: colour }),
        stroke: new Stroke({ color: palette['bg-1'], width: 1 }),
      }),
    });
  };
}

/** A chip's state: the accent grows with what is done, as in the bar of a project; what came back has a thick edge. */
export function chipStyle(palette: Palette) {
  const { accent } = palette;
  const style = (fill: string, width: number): Style =>
    new Style({
      fill: new Fill({ color: fill }),
      stroke: new Stroke({ color: width > 1 ? accent : palette['text-2'], width }),
    });
  const styles: Record<ChipStatus, Style> = {
    UNTOUCHED: style('rgb(0 0 0 / 0)', 0.75),
    IN_PROGRESS: style(faded(palette['text-3'], 0.35), 0.75),
    SUBMITTED: style(faded(accent, 0.2), 0.75),
    RETURNED: style(faded(accent, 0.12), 2.5),
    CONFIRMED: style(faded(accent, 0.5), 0.75),
  };
  return (feature: FeatureLike): Style => styles[feature.get('status') as ChipStatus];
}

/** The area that is chosen, or is being drawn. */
export function areaStyle({ accent, 'bg-1': ground }: Palette): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: ground, width: 4 }) }),
    new Style({
      fill: new Fill({ color: faded(accent, 0.25) }),
      stroke: new Stroke({ color: accent, width: 2 }),
      image: new CircleStyle({ radius: 5, fill: new Fill({ color: accent }) }),
    }),
  ];
}
