import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { Translator } from '@/lib/i18n/translator';

/** What is decided, what has no label, what is left of it for the reviewer, and in how many cells the compared opinion differs. */
export function describeProgress(
  t: Translator<'review'>,
  cells: Uint8Array,
  open: number,
  differing: number,
  name: string | undefined,
): string {
  const decided = cells.reduce((n, code) => n + (code === UNLABELLED ? 0 : 1), 0);
  return [
    t('decided', { decided, size: cells.length }),
    ...(decided < cells.length ? [t('withoutLabel', { count: cells.length - decided })] : []),
    ...(open > 0 ? [t('left', { count: open })] : []),
    ...(name === undefined ? [] : [t('nameDiffersIn', { name, count: differing })]),
  ].join(', ');
}
