import { describe, expect, test } from 'vitest';
import examples from '@/lib/contracts/examples/agreement.json';
import { cohenKappa, krippendorffAlpha } from '@/lib/domain/agreement/coefficient';
import { crowdWeights, posteriorOf } from '@/lib/domain/agreement/crowdlab';
import type { CrowdCell } from '@/lib/domain/agreement/crowdlab';
import { coincidenceTable, pairTable } from '@/lib/domain/agreement/table';

// trainer/tests/agreement.py wrote the cases by scikit-learn, krippendorff and cleanlab
const bytes = (labellings: readonly (readonly number[])[]) =>
  labellings.map((codes) => Uint8Array.from(codes));

test.each(examples.kappa)("Cohen's kappa is scikit-learn's: $name", ({ labellings, kappa }) => {
  const [first, second] = bytes(labellings);
  if (!first || !second) throw new Error('a kappa needs two people');
  expect(cohenKappa(pairTable(first, second))).toBeCloseTo(kappa, 12);
});

test.each(examples.alpha)("Krippendorff's alpha is krippendorff's: $name", (golden) => {
  const table = coincidenceTable(bytes(golden.labellings));
  expect(krippendorffAlpha(table)).toBeCloseTo(golden.alpha, 12);
});

describe.each(examples.crowdlab)("CROWDLAB is cleanlab's: $name", (golden) => {
  const outputs = golden.model[0]?.length ?? 0;
  const cells: CrowdCell<number>[] = golden.labels.map((labels, i) => ({
    labels: new Map([...labels.entries()].filter(([, label]) => label >= 0)),
    model: golden.model[i] ?? [],
  }));
  const weights = crowdWeights(cells, outputs);
  if (!weights) throw new Error('no cell has two labels');

  test('weights', () => {
    expect(weights.model).toBeCloseTo(golden.modelWeight, 10);
    for (const [person, weight] of golden.weights.entries()) {
      expect(weights.people.get(person)).toBeCloseTo(weight, 10);
    }
  });

  test('posterior of each cell', () => {
    for (const [i, cell] of cells.entries()) {
      const posterior = posteriorOf(cell, weights, outputs);
      for (const [k, p] of (golden.posterior[i] ?? []).entries()) {
        expect(posterior[k]).toBeCloseTo(p, 10);
      }
    }
  });
});
