import type { Orientation } from '@/lib/geometry/orientation';

/** The tag's value where it is one of the eight; anything else counts as upright. */
export function toOrientation(value: number | undefined): Orientation {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 8
    ? (value as Orientation)
    : 1;
}
