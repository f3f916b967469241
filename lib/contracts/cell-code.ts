/** Codes of cells that Python shares, one byte each; 16 + index is a class. Examples of all: examples/cell-codes.json. */
export const ABSENT_CODE = 1;
export const FIRST_CLASS_CODE = 16;
export const LAST_CODE = 255;
