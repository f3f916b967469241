import { brokenLimit } from '@/lib/contracts/grid-limits';
import type { PredictorState } from '@/lib/ml/predictor';

/** A chip that has more cells than the loaded model was made for. */
export interface TooLarge {
  readonly name: string;
  readonly maxRows: number;
  readonly maxCols: number;
  readonly rows: number;
  readonly cols: number;
  /** retrain: a version that is made now takes such chips; smaller: none does */
  readonly remedy: 'retrain' | 'smaller';
}

/** Whether the loaded model cannot take a chip for its size, and what helps; null where it can, or where none is loaded. */
export function tooLargeFor(
  model: PredictorState,
  { rows, cols }: { rows: number; cols: number },
): TooLarge | null {
  if (model.kind !== 'ready') return null;
  const { name, limits } = model;
  const { maxRows, maxCols } = limits;
  if (rows <= maxRows && cols <= maxCols) return null;
  const remedy = brokenLimit({ rows, cols }) === null ? 'retrain' : 'smaller';
  return { name, maxRows, maxCols, rows, cols, remedy };
}
