import { AppError } from '@/lib/server/app-error';
import { UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';

/** Refuses cells off a chip of so many, and codes of no class that may be given to cells. @throws AppError `invalid` */
export function assertChangesFit(
  changes: readonly { cell: number; after: number }[],
  size: number,
  classes: readonly number[],
): void {
  const codes = new Set(classes.map(codeOfClass));
  for (const { cell, after } of changes) {
    if (cell >= size) {
      throw new AppError('invalid', 'label.cellOutside', { cell, size });
    }
    if (after > UNUSABLE && !codes.has(after)) {
      throw new AppError('invalid', 'label.unknownCode', { code: after });
    }
  }
}
