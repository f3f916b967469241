import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diversePicks } from '@/lib/domain/proposal/diverse';

const at = (...numbers: number[]) => Float32Array.from(numbers);

describe('what the model would pick', () => {
  test('the second pick is unlike the first, though less uncertain than its twin', () => {
    const candidates = [
      { id: 'a', uncertainty: 0.5, embedding: at(1, 0) },
      { id: 'twin of a', uncertainty: 0.49, embedding: at(1, 0.01) },
      { id: 'b', uncertainty: 0.3, embedding: at(-1, 0) },
    ];
    expect(diversePicks(candidates, [], 2)).toEqual([
      { id: 'a', reason: 'uncertain' },
      { id: 'b', reason: 'diverse' },
    ]);
  });

  test('what was handed out lately counts as picked', () => {
    const candidates = [
      { id: 'a', uncertainty: 0.5, embedding: at(1, 0) },
      { id: 'b', uncertainty: 0.3, embedding: at(-1, 0) },
    ];
    expect(diversePicks(candidates, [at(1, 0)], 1)[0]?.id).toBe('b');
  });

  test('without embeddings the uncertainty decides', () => {
    const candidates = [0.1, 0.4, 0.2].map((uncertainty, i) => ({
      id: String(i),
      uncertainty,
      embedding: null,
    }));
    expect(diversePicks(candidates, [], 3).map((pick) => pick.id)).toEqual(['1', '2', '0']);
  });

  test('as many as wanted or as there are, none twice', () => {
    const vector = fc.array(fc.float({ noNaN: true, min: -9, max: 9 }), {
      minLength: 3,
      maxLength: 3,
    });
    const some = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), vector), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(some, fc.nat(40), (made, count) => {
        const candidates = made.map(([uncertainty, v], i) => ({
          ...{ id: String(i), uncertainty, embedding: Float32Array.from(v) },
        }));
        const picks = diversePicks(candidates, [at(1, 2, 3)], count).map((pick) => pick.id);
        expect(picks).toHaveLength(Math.min(count, candidates.length));
        expect(new Set(picks).size).toBe(picks.length);
      }),
    );
  });
});
