'use client';
import { useState } from 'react';
import type { PointerEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useParts } from '@/components/editor/use-parts';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { EditorStore } from '@/lib/editor/store';
import { coversCells, shownPart } from '@/lib/editor/view';

const VIEW = ['view', 'frame', 'lattice'] as const;
const MAP = { width: 136, height: 112 };
/** A chip smaller than this on the map of its picture gets a map of its own while a part of it fills the window. */
const CHIP_TOO_SMALL = 56;

/** What the map takes at most of the lower left corner: two pictures with their gaps. */
const CORNER = { width: 2 * MAP.width + 32, height: MAP.height + 16 };

/**
 * Whether the map is shown: while it covers no cell by itself, else as the person wishes by `toggle`, which is there meanwhile.
 */
export function useMinimap(editor: EditorStore): { shown: boolean; toggle: (() => void) | null } {
  const { view, frame, lattice } = useParts(editor, VIEW);
  const [wished, setWished] = useState(false);
  // zoomed in, it is what one moves by, and whatever it lies over can be moved aside
  const isZoomedIn = shownPart(view, lattice, frame) !== null;
  if (isZoomedIn || !coversCells(view, lattice, frame, CORNER))
    return { shown: true, toggle: null };
  return { shown: wished, toggle: () => setWished(!wished) };
}

interface MarkBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the chip lies in its picture, and zoomed in: where the window lies in the chip. Pressing or dragging moves the view. */
export function Minimap(props: { editor: EditorStore; chip: ChipView; pictureUrl: string }) {
  const { editor, chip } = props;
  const { asset } = chip;
  const t = useTranslations('display.map');
  const { view, frame, lattice } = useParts(editor, VIEW);
  const part = frame.width > 0 ? shownPart(view, lattice, frame) : null;
  const k = Math.min(MAP.width / asset.width, MAP.height / asset.height);
  const own = Math.max(chip.width, chip.height) * k < CHIP_TOO_SMALL;
  const inset = Math.min(MAP.width / chip.width, MAP.height / chip.height);
  return (
    <div className="flex items-end gap-2 max-sm:hidden">
      {asset.previewUrl !== null && (
        <MapPicture
          size={{ width: asset.width * k, height: asset.height * k }}
          url={asset.previewUrl}
          label={t('asset', { name: asset.name })}
          {...(own ? {} : { onPoint: centreAt(editor, k, chip) })}
        >
          <Outline
            box={{ x: chip.x * k, y: chip.y * k, width: chip.width * k, height: chip.height * k }}
          />
          {part && !own && <Outline box={scaled(part, k, chip)} accent />}
        </MapPicture>
      )}
      {part && (own || asset.previewUrl === null) && (
        <MapPicture
          size={{ width: chip.width * inset, height: chip.height * inset }}
          url={props.pictureUrl}
          label={t('window')}
          onPoint={centreAt(editor, inset, { x: 0, y: 0 })}
        >
          <Outline box={scaled(part, inset, { x: 0, y: 0 })} accent />
        </MapPicture>
      )}
    </div>
  );
}

function scaled(part: MarkBox, k: number, from: { x: number; y: number }): MarkBox {
  return {
    x: (from.x + part.x) * k,
    y: (from.y + part.y) * k,
    width: part.width * k,
    height: part.height * k,
  };
}

/** Brings the chip's pixel under a point of a map into the window's middle. */
function centreAt(editor: EditorStore, k: number, from: { x: number; y: number }) {
  return (x: number, y: number): void => {
    editor.centreOn({ x: x / k - from.x, y: y / k - from.y });
  };
}

function MapPicture(props: {
  size: { width: number; height: number };
  url: string;
  label: string;
  onPoint?: (x: number, y: number) => void;
  children: React.ReactNode;
}) {
  const { width, height } = props.size;
  const { onPoint } = props;
  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    onPoint?.(event.clientX - left, event.clientY - top);
  };
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={props.label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event);
      }}
      className={`touch-none overflow-hidden rounded-control shadow-[0_0_0_1px_rgb(255_255_255/0.22),0_4px_16px_rgb(0_0_0/0.5)] ${onPoint ? 'pointer-events-auto cursor-crosshair' : ''}`}
    >
      <image href={props.url} width={width} height={height} preserveAspectRatio="none" />
      <rect width={width} height={height} fill="#0b0c0e" fillOpacity=".35" />
      {props.children}
    </svg>
  );
}

function Outline({ box, accent = false }: { box: MarkBox; accent?: boolean }) {
  const place = {
    x: box.x,
    y: box.y,
    width: Math.max(4, box.width),
    height: Math.max(4, box.height),
    fill: 'none',
  };
  return (
    <>
      <rect {...place} stroke="#000" strokeWidth="3.5" strokeOpacity=".7" />
      <rect {...place} stroke={accent ? '#a3abff' : '#fff'} strokeWidth="1.5" />
    </>
  );
}

const ROUND = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** A bar of a round length on the ground (or of picture pixels where the ground is not known), and the zoom in screen pixels. */
export function ScaleBar({ editor, chip }: { editor: EditorStore; chip: ChipView }) {
  const t = useTranslations('display.map');
  const { scale } = useParts(editor, VIEW).view;
  const metresPerPx = chip.cellM === null ? null : chip.cellM / chip.cellPx;
  const unit = metresPerPx ?? 1;
  const length = ROUND.findLast((value) => (value / unit) * scale <= 120) ?? 0.1;
  const px = Math.max(8, (length / unit) * scale);
  return (
    <div className="flex shrink-0 items-center gap-2 text-caption whitespace-nowrap text-white">
      <svg width={px + 2} height="8" aria-hidden>
        <path d={`M.75 0v7.25h${String(px)}V0`} fill="none" stroke="#fff" strokeWidth="1.5" />
      </svg>
      <span>
        {length} {metresPerPx === null ? 'px' : 'm'}
      </span>
      <span className="text-[#b0b6c0] max-sm:hidden">
        {t('native', { percent: Math.round(scale * devicePixelRatio * 100) })}
      </span>
    </div>
  );
}
