import type { ClassLook } from '@/components/editor/draw-lattice';
import type { ClassView } from '@/lib/domain/class/schema';
import { codeOfClass } from '@/lib/domain/label/cell-code';

/** How the lattice draws each class, by cell code: its colour, its pattern, and the key of the first nine. */
export function classLooks(classes: readonly ClassView[]): ReadonlyMap<number, ClassLook> {
  return new Map(
    classes.map((entry, place) => [
      codeOfClass(entry.index),
      { colour: entry.colour, tab: place < 9 ? String(place + 1) : '', pattern: place },
    ]),
  );
}
