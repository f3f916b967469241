'use client';
import { Swatch } from '@/components/ui/swatch';
import type { ClassView } from '@/lib/domain/class/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';
import { isDark } from '@/lib/editor/display/colour';
import { patternMarks } from '@/lib/editor/display/pattern';

/** A class's mark as the lattice draws it: its colour and its pattern, so that two classes never differ by colour alone. */
export function ClassMark({ colour, pattern }: { colour: string; pattern: number }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      width="14"
      height="14"
      className="shrink-0 rounded-[3px] shadow-[inset_0_0_0_1px_rgb(0_0_0/.35)]"
    >
      <rect width="12" height="12" fill={colour} />
      <path
        d={patternMarks(pattern)
          .map(
            ([x1, y1, x2, y2]) =>
              `M${String(x1 * 12)} ${String(y1 * 12)}L${String(x2 * 12)} ${String(y2 * 12)}`,
          )
          .join('')}
        stroke={isDark(colour) ? '#fff' : '#0b0c0e'}
        strokeOpacity="0.75"
        strokeWidth="1.5"
        strokeLinecap="square"
        fill="none"
      />
    </svg>
  );
}

/** The mark of a code: a class's own, or the hollow one. */
export function CodeMark({ code, classes }: { code: number; classes: readonly ClassView[] }) {
  const place = classes.findIndex((entry) => entry.index === classIndexOf(code));
  const found = classes[place];
  return found ? <ClassMark colour={found.colour} pattern={place} /> : <Swatch colour={null} />;
}
