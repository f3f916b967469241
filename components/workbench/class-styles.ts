import type { ClassStyle } from '@/components/editor/draw-lattice';
import type { ClassView } from '@/lib/domain/class/schema';
import { codeOfClass } from '@/lib/domain/label/cell-code';

/** How the lattice draws each class, by cell code: its colour, its pattern, and the key of the first nine. */
export function classStyles(classes: readonly ClassView[]): ReadonlyMap<number, ClassStyle> {
  return new Map(
    classes.map((entry, place) => [
      codeOfClass(entry.index),
      { colour: entry.colour, tab: place < 9 ? String(place + 1) : '', pattern: place },
    ]),
  );
}
