/**
 * Codes of cells, one byte each: what a person decided, or that nobody has.
 * 16 + index is a class; indices are never reused (docs/architecture.md, "Cells").
 */
export const UNLABELLED = 0;
export const ABSENT = 1;
export const UNSURE = 2;
export const UNUSABLE = 3;
const FIRST_CLASS = 16;

/** The code of a class by its index. */
export function codeOfClass(index: number): number {
  return FIRST_CLASS + index;
}

/** The index of the class that a code stands for, or null for the codes that every project has. */
export function classIndexOf(code: number): number | null {
  return code >= FIRST_CLASS && code <= 255 ? code - FIRST_CLASS : null;
}

/** Whether a person has said anything about the cell, be it that it cannot be told. */
export function isDecided(code: number): boolean {
  return code !== UNLABELLED;
}

/** Whether loss and figures may use the cell: absent or a class. All others are masked, never negatives. */
export function isTrainable(code: number): boolean {
  return code === ABSENT || code >= FIRST_CLASS;
}
