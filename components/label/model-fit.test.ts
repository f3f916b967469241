import { expect, test } from 'vitest';
import { tooLargeFor } from '@/components/label/model-fit';
import { GRID_LIMITS } from '@/lib/contracts/grid-limits';
import type { PredictorState } from '@/lib/ml/predictor';

const older = (side: number): PredictorState => ({
  ...{ kind: 'ready', versionId: 'v', name: 'v1', backend: 'wasm', outputs: [], live: null },
  limits: { maxRows: side, maxCols: side },
});

test('a chip within the limits of its model is none too large', () => {
  expect(tooLargeFor(older(8), { rows: 8, cols: 8 })).toBeNull();
  expect(tooLargeFor({ kind: 'idle' }, { rows: 100, cols: 100 })).toBeNull();
});

test('an older model with smaller limits is to be trained anew', () => {
  const cols = GRID_LIMITS.maxCells / GRID_LIMITS.maxRows;
  expect(tooLargeFor(older(8), { rows: GRID_LIMITS.maxRows, cols })).toEqual({
    ...{ name: 'v1', maxRows: 8, maxCols: 8, rows: GRID_LIMITS.maxRows, cols },
    remedy: 'retrain',
  });
});

test('no training helps a project whose chips are larger than any model takes', () => {
  expect(tooLargeFor(older(64), { rows: 100, cols: 100 })?.remedy).toBe('smaller');
});
