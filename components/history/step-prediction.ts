import type { HistoryStep } from '@/lib/domain/history/schema';
import { wasDrawn } from '@/lib/domain/history/replay';
import { ABSENT } from '@/lib/domain/label/cell-code';
import type { EditorPrediction } from '@/lib/editor/prediction';

/** The proposals that were drawn in a step's cells, for the lattice to draw again; null where none were. */
export function stepPrediction(step: HistoryStep, size: number): EditorPrediction | null {
  const { proposals, cells } = step;
  if (!proposals) return null;
  const drawn = cells.flatMap((cell, i) => {
    const code = proposals.codes[i] ?? null;
    const probability = proposals.probabilities[i] ?? null;
    return code === null || probability === null || !wasDrawn(proposals, i)
      ? []
      : [{ cell, code, probability }];
  });
  if (drawn.length === 0) return null;
  const codes = [
    ABSENT,
    ...new Set(drawn.map(({ code }) => code).filter((code) => code !== ABSENT)),
  ];
  const values = new Float32Array(size * codes.length);
  for (const { cell, code, probability } of drawn) {
    values[cell * codes.length + codes.indexOf(code)] = probability;
  }
  return { versionId: null, outputs: codes.map((code) => ({ code, name: '' })), values };
}
