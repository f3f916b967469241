interface Label {
  readonly words: string;
  /** middle of the words */
  readonly x: number;
  /** their base line */
  readonly y: number;
}

/** Of words of 11 px. */
const LINE = 13;
const LETTER = 6.2;
const GAP = 6;

/**
 * Moves labels of points apart so that none prints over another and none leaves the box: each keeps the nearest free line above
 * or below where it was to stand; the later ones give way.
 */
export function placeLabels(
  labels: readonly Label[],
  box: { left: number; right: number; top: number; bottom: number },
): { x: number; y: number }[] {
  const placed: { x: number; y: number; half: number }[] = [];
  for (const { words, x, y } of labels) {
    const half = (words.length * LETTER) / 2;
    const at = Math.min(box.right - half, Math.max(box.left + half, x));
    const isFree = (line: number) =>
      line >= box.top &&
      line <= box.bottom &&
      !placed.some(
        (other) =>
          Math.abs(other.y - line) < LINE && Math.abs(other.x - at) < other.half + half + GAP,
      );
    const line = lines(y, box.bottom - box.top).find(isFree) ?? y;
    placed.push({ x: at, y: line, half });
  }
  return placed.map(({ x, y }) => ({ x, y }));
}

/** The lines to try, nearest first. */
function lines(y: number, height: number): number[] {
  const steps = Array.from({ length: Math.ceil(height / LINE) }, (_, index) => (index + 1) * LINE);
  return [y, ...steps.flatMap((step) => [y - step, y + step])];
}
