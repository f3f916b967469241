import { ABSENT_CODE, FIRST_CLASS_CODE, LAST_CODE } from '@/lib/contracts/cell-code';

/**
 * Codes of cells, one byte each: what a person decided, or that nobody has.
 * 16 + index is a class; indices are never reused (docs/architecture.md, "Cells").
 */
export const UNLABELLED = 0;
export const ABSENT = ABSENT_CODE;
export const UNSURE = 2;
export const UNUSABLE = 3;
/** Codes from here on are classes: for SQL, which cannot call the functions below. */
export const FIRST_CLASS = FIRST_CLASS_CODE;

/** The code of a class by its index. */
export function codeOfClass(index: number): number {
  return FIRST_CLASS + index;
}

/** Whether a code stands for a class of the project. */
export function isClass(code: number): boolean {
  return code >= FIRST_CLASS && code <= LAST_CODE;
}

/** The index of the class that a code stands for, or null for the codes that every project has. */
export function classIndexOf(code: number): number | null {
  return isClass(code) ? code - FIRST_CLASS : null;
}

/** Whether a person has said anything about the cell, be it that it cannot be told. */
export function isDecided(code: number): boolean {
  return code !== UNLABELLED;
}

/**
 * Whether training and figures may use the cell: absent or a class. All others are masked, never negatives. The one rule of
 * the live head, snapshots and readiness; its twin is is_trainable in trainer/src/quadrat_trainer/data.py.
 */
export function isTrainable(code: number): boolean {
  return code === ABSENT || isClass(code);
}
