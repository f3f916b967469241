import type { ChipStatus } from '@/lib/domain/chip/schema';

/** The ground: [longitude, latitude] in degrees, WGS 84. Pixels: [x, y] of one picture, from its top left corner. */
export type Plane =
  { readonly kind: 'ground' } | { readonly kind: 'pixels'; width: number; height: number };

/** A ring of places in the plane of the map, open or closed. */
export type PlaneRing = readonly (readonly [number, number])[];

export interface MapPicture {
  readonly id: string;
  readonly previewUrl: string | null;
  readonly ring: PlaneRing;
}

export interface MapChip {
  readonly status: ChipStatus;
  readonly ring: PlaneRing;
}

/** What the pointer does: move the map; pull up a rectangle; draw a line around; set corner after corner. */
export type MapTool = 'move' | 'box' | 'lasso' | 'polygon';

export interface PictureMapProps {
  /** keep it stable: another plane is another map */
  plane: Plane;
  /** keep it stable */
  pictures: readonly MapPicture[];
  /** keep it stable */
  chips?: readonly MapChip[];
  /** id of the picture that stands out; the map goes there */
  selected?: string | null;
  onSelect?: (id: string) => void;
  tool?: MapTool;
  /** the area that is drawn on the map */
  area?: PlaneRing | null;
  /** an area was drawn to its end: an open ring of at most 400 corners */
  onArea?: (ring: [number, number][]) => void;
  /** said to people who cannot see the map */
  label: string;
  className?: string;
}
