/** A mark of a pattern in a tile of 1 x 1: a straight line, or a dot at its place. */
type Mark = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * A pattern a class, so that two classes never differ by colour alone: the same in the lattice, in the list of classes and in
 * legends. The first is the plain 45 degree hatch of the mocks.
 */
const PATTERNS: readonly (readonly Mark[])[] = [
  // rising
  [[0, 1, 1, 0]],
  // falling
  [[0, 0, 1, 1]],
  // level
  [
    [0, 0.25, 1, 0.25],
    [0, 0.75, 1, 0.75],
  ],
  // upright
  [
    [0.25, 0, 0.25, 1],
    [0.75, 0, 0.75, 1],
  ],
  // crossed
  [
    [0, 1, 1, 0],
    [0, 0, 1, 1],
  ],
  // grid
  [
    [0, 0.5, 1, 0.5],
    [0.5, 0, 0.5, 1],
  ],
  // dots
  [
    [0.25, 0.25, 0.26, 0.25],
    [0.75, 0.75, 0.76, 0.75],
  ],
  // zigzag
  [
    [0, 0.75, 0.5, 0.25],
    [0.5, 0.25, 1, 0.75],
  ],
];

/** How many classes have a pattern of their own; further ones begin anew, their tab tells them apart. */
export const PATTERN_COUNT = PATTERNS.length;

/** The lines of a pattern, by the class's place among the classes. */
export function patternMarks(pattern: number): readonly Mark[] {
  return PATTERNS[pattern % PATTERN_COUNT] ?? [];
}
