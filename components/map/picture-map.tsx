'use client';
import 'ol/ol.css';
import Polygon from 'ol/geom/Polygon';
import Draw, { createBox } from 'ol/interaction/Draw';
import { unByKey } from 'ol/Observable';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import { useTranslations } from 'use-intl';
import {
  makeMap,
  bringIn,
  pictureAt,
  setArea,
  setChips,
  setPictures,
  showPictures,
} from '@/components/map/make-map';
import type { MadeMap } from '@/components/map/make-map';
import { readPalette, watchPalette } from '@/components/map/palette';
import type { Palette } from '@/components/map/palette';
import { Button } from '@/components/ui/button';
import { areaStyle, chipStyle, pictureStyle } from '@/components/map/styles';
import type { MapChip, MapTool, PictureMapProps, Plane } from '@/components/map/types';

const NO_CHIPS: readonly MapChip[] = [];
/** More corners than this make no better area. */
const MOST_CORNERS = 400;
/** The page's own colours for what OpenLayers brings. */
const CONTROLS = {
  '--ol-background-color': 'var(--bg-1)',
  '--ol-accent-background-color': 'var(--bg-3)',
  '--ol-subtle-background-color': 'var(--line-control)',
  '--ol-partial-background-color': 'var(--bg-1)',
  '--ol-foreground-color': 'var(--text-1)',
  '--ol-subtle-foreground-color': 'var(--text-1)',
  '--ol-brand-color': 'var(--accent)',
} as CSSProperties;

/**
 * Pictures and chips where they lie, on the ground or in the pixels of one picture, without a base map. With the focus on it
 * arrows move the map, + and - zoom. What can be done on it can be done without it: the page has a list, or fields.
 */
export default function PictureMap(props: PictureMapProps) {
  const { pictures, chips = NO_CHIPS, selected = null, area = null, tool = 'move' } = props;
  const t = useTranslations('map');
  const [made, setElement] = useMap(props.plane);
  const palette = usePalette(made);
  useEffect(() => {
    if (!made) return;
    setPictures(made, pictures);
    showPictures(made, null);
  }, [made, pictures]);
  useEffect(() => {
    if (made && selected !== null) bringIn(made, selected);
  }, [made, pictures, selected]);
  useEffect(() => {
    if (made) setChips(made, chips);
  }, [made, chips]);
  useEffect(() => {
    if (made) setArea(made, area);
  }, [made, area]);
  useEffect(() => {
    if (!made || !palette) return;
    made.pictures.layer.setStyle(pictureStyle(palette, selected));
    made.chips.layer.setStyle(chipStyle(palette));
    made.area.layer.setStyle(areaStyle(palette));
  }, [made, palette, selected]);
  useSelect(made, tool === 'move' ? props.onSelect : undefined);
  useDraw(made, palette, tool, props.onArea);
  return (
    <div className="relative">
      <div
        ref={setElement}
        role="application"
        aria-label={props.label}
        // a map takes keys: arrows, + and -
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        style={CONTROLS}
        className={`relative overflow-hidden rounded-control bg-bg-2 [&_.ol-control_button]:size-7! pointer-coarse:[&_.ol-control_button]:size-11! [&_.ol-viewport]:touch-none! ${tool === 'move' ? '' : 'cursor-crosshair'} ${props.className ?? 'h-56'}`}
      />
      {made && (
        <Button
          size="small"
          className="absolute top-2 right-2"
          onClick={() => {
            showPictures(made, null);
          }}
        >
          {t('showAll')}
        </Button>
      )}
    </div>
  );
}

/** The map of the plane, and the ref of the element that it is drawn in. */
function useMap(plane: Plane): [MadeMap | null, (element: HTMLDivElement) => () => void] {
  const t = useTranslations('map');
  const [made, setMade] = useState<MadeMap | null>(null);
  const setElement = useCallback(
    (element: HTMLDivElement) => {
      const next = makeMap(element, plane, { zoomIn: t('zoomIn'), zoomOut: t('zoomOut') });
      setMade(next);
      return () => {
        setMade(null);
        next.map.setTarget(undefined);
        next.map.dispose();
      };
    },
    [plane, t],
  );
  return [made, setElement];
}

/** The page's colours where the map lies, and again when they change. */
function usePalette(made: MadeMap | null): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const element = made?.map.getTargetElement();
    if (!element) return;
    const read = (): void => {
      setPalette(readPalette(element));
    };
    read();
    return watchPalette(read);
  }, [made]);
  return palette;
}

/** A press on a picture chooses it. */
function useSelect(made: MadeMap | null, onSelect: ((id: string) => void) | undefined): void {
  useEffect(() => {
    if (!made || !onSelect) return;
    const key = made.map.on('click', ({ coordinate }) => {
      const id = pictureAt(made, coordinate);
      if (id !== null) onSelect(id);
    });
    return () => {
      unByKey(key);
    };
  }, [made, onSelect]);
}

/** Draws an area with the chosen tool; a new one takes the place of the one before. */
function useDraw(
  made: MadeMap | null,
  palette: Palette | null,
  tool: MapTool,
  onArea: PictureMapProps['onArea'],
): void {
  const drawn = useRef(onArea);
  useEffect(() => {
    drawn.current = onArea;
  }, [onArea]);
  useEffect(() => {
    if (!made || !palette || tool === 'move') return;
    const draw = new Draw({
      ...(tool === 'box'
        ? { type: 'Circle', geometryFunction: createBox(), freehand: true }
        : { type: 'Polygon', freehand: tool === 'lasso' }),
      style: areaStyle(palette),
    });
    draw.on('drawstart', () => {
      setArea(made, null);
    });
    draw.on('drawend', ({ feature }) => {
      const shape = feature.getGeometry();
      if (!(shape instanceof Polygon) || shape.getArea() === 0) return;
      // closed: its last corner is the first
      const corners = (shape.getCoordinates()[0] ?? []).slice(0, -1);
      const step = Math.ceil(corners.length / MOST_CORNERS);
      const ring = corners.filter((_, i) => i % step === 0).map(made.plane.fromMap);
      if (ring.length >= 3) drawn.current?.(ring);
    });
    made.map.addInteraction(draw);
    return () => {
      made.map.removeInteraction(draw);
    };
  }, [made, palette, tool]);
}
