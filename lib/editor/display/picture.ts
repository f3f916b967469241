import { readBands } from '@/lib/domain/imagery-context/bands';

/** How the picture is shown; the eye's only: neither the model nor the server ever sees it. Kept on this machine. */
export interface Picture {
  /** -0.5 to 0.5, added to each value of 0 to 1 */
  readonly brightness: number;
  /** 0.25 to 4, about the middle grey */
  readonly contrast: number;
  /** 0.25 to 4; above 1 lifts the shadows */
  readonly gamma: number;
  readonly invert: boolean;
  /** zoomed in past twice its size: smooth, or pixel by pixel */
  readonly smooth: boolean;
  /** bands shown as red, green and blue, from 1, for instance "4,1,2"; null: as imported */
  readonly bands: string | null;
  /** the asset of another date that is compared with; null: none */
  readonly other: string | null;
}

export const PLAIN_PICTURE: Picture = {
  brightness: 0,
  contrast: 1,
  gamma: 1,
  invert: false,
  smooth: false,
  bands: null,
  other: null,
};

/** Ends of the sliders. Gamma and contrast are moved on a logarithmic scale, so that their middle changes nothing. */
export const LIMITS = {
  brightness: { min: -0.5, max: 0.5, step: 0.05 },
  contrast: { min: 0.25, max: 4 },
  gamma: { min: 0.25, max: 4 },
} as const;

/** Whether tones are not the picture's own. Bands and another date are no adjustment: they are other pictures. */
export function isAdjusted(picture: Picture): boolean {
  return (
    picture.brightness !== 0 || picture.contrast !== 1 || picture.gamma !== 1 || picture.invert
  );
}

/** The value of 0 to 1 that is shown for one of 0 to 1. */
export function tone(picture: Picture, value: number): number {
  const lifted = value ** (1 / picture.gamma);
  const shown = (lifted - 0.5) * picture.contrast + 0.5 + picture.brightness;
  const within = Math.min(1, Math.max(0, shown));
  return picture.invert ? 1 - within : within;
}

const STEPS = 64;

/** The tones as `tableValues` of feFuncR, G and B: the browser draws straight lines between them. */
export function toneTable(picture: Picture): string {
  return Array.from({ length: STEPS + 1 }, (_, i) =>
    String(Number(tone(picture, i / STEPS).toFixed(4))),
  ).join(' ');
}

/** A number moved by `steps` of its slider, within its ends. */
export function adjust(
  picture: Picture,
  part: 'brightness' | 'contrast' | 'gamma',
  steps: number,
): Picture {
  const { min, max } = LIMITS[part];
  const moved =
    part === 'brightness'
      ? picture[part] + steps * LIMITS.brightness.step
      : picture[part] * 2 ** (steps / 4);
  return { ...picture, [part]: Number(Math.min(max, Math.max(min, moved)).toFixed(3)) };
}

/** A kept picture, whatever the storage held: numbers within their ends, everything else plain. */
export function readPicture(kept: unknown): Picture {
  if (typeof kept !== 'object' || kept === null) return PLAIN_PICTURE;
  const found = kept as Partial<Record<keyof Picture, unknown>>;
  const number = (part: 'brightness' | 'contrast' | 'gamma'): number => {
    const value = found[part];
    const { min, max } = LIMITS[part];
    return typeof value === 'number' && value >= min && value <= max ? value : PLAIN_PICTURE[part];
  };
  const bands = typeof found.bands === 'string' && readBands(found.bands) ? found.bands : null;
  return {
    brightness: number('brightness'),
    contrast: number('contrast'),
    gamma: number('gamma'),
    invert: found.invert === true,
    smooth: found.smooth === true,
    bands,
    other: null,
  };
}
