import { beforeEach, describe, expect, it } from 'vitest';
import { ConfirmedCells } from '@/lib/ml/live/confirmed-cells';
import type { Example } from '@/lib/ml/live/examples';
import { forgetfulLiveStore } from '@/lib/ml/live/store';
import type { LiveStore } from '@/lib/ml/live/store';
import type { ConfirmedLabels, PredictorChip } from '@/lib/ml/predictor';

const FEATURES = 3;
const NONE = 'no chip';

/** Two cells a chip; the first feature tells the chip, the second the cell. */
const embeddingOf = (number: number) => Float32Array.from([number, 1, 0, number, -1, 1]);

const labels = (number: number, cells: readonly number[]): ConfirmedLabels => ({
  chip: {
    ...{ id: `chip ${String(number)}`, number, imageUrl: `/${String(number)}` },
    ...{ rows: 1, cols: 2, cellPx: 8 },
  },
  cells: Uint8Array.from(cells),
});

/** A store in memory. */
function memory(): LiveStore {
  const kept = new Map<string, Map<string, Example>>();
  const of = (scope: string) => {
    const there = kept.get(scope) ?? new Map<string, Example>();
    kept.set(scope, there);
    return there;
  };
  return {
    ...forgetfulLiveStore,
    read: (scope) => Promise.resolve({ examples: [...of(scope).values()], record: [] }),
    keep: (scope, example) => {
      if (example) of(scope).set(example.chip.id, example);
      return Promise.resolve();
    },
    drop: (scope, ids) => {
      ids.forEach((id) => of(scope).delete(id));
      return Promise.resolve();
    },
  };
}

let embedded: string[];
let store: LiveStore;
let broken: string | null;

function open(embed?: (chip: PredictorChip) => Promise<Float32Array>) {
  return new ConfirmedCells({
    store,
    pause: () => Promise.resolve(),
    embed: (chip) => {
      embedded.push(chip.id);
      if (chip.id === broken) return Promise.reject(new Error('no picture'));
      return embed?.(chip) ?? Promise.resolve(embeddingOf(Number(chip.id.slice(5))));
    },
  });
}

beforeEach(() => {
  embedded = [];
  store = memory();
  broken = null;
});

describe('confirmed cells', () => {
  it('are found by likeness with their reviewed labels; undecided ones and the chip itself are left out', async () => {
    const known = open();
    await known.take('p', FEATURES, [labels(1, [16, 1]), labels(2, [17, 2]), labels(9, [16, 1])]);
    expect([known.cells, known.complete]).toEqual([5, true]);
    const found = known.similar(embeddingOf(1).subarray(0, FEATURES), 2, NONE);
    expect(found[0]).toMatchObject({ chip: { number: 1 }, cell: 0, code: 16 });
    const others = known.similar(embeddingOf(1).subarray(0, FEATURES), 9, 'chip 1');
    expect(others.map(({ chip, cell }) => [chip.number, cell])).not.toContainEqual([1, 0]);
    expect(others.map(({ chip, cell }) => [chip.number, cell])).not.toContainEqual([2, 1]);
  });

  it('are embedded once in a browser, again only with other labels, and dropped with the sample', async () => {
    await open().take('p', FEATURES, [labels(1, [16, 1]), labels(2, [16, 1]), labels(3, [0, 1])]);
    embedded = [];
    const later = open();
    await later.take('p', FEATURES, [labels(1, [16, 1]), labels(2, [16, 17]), labels(3, [1, 1])]);
    expect(embedded).toEqual(['chip 2', 'chip 3']);
    expect(later.cells).toBe(6);
    await open().take('p', FEATURES, [labels(1, [16, 1])]);
    expect((await store.read('p')).examples.map(({ chip }) => chip.id)).toEqual(['chip 1']);
    // another project, or another backbone, has nothing of it
    const other = open();
    await other.take('q', FEATURES, []);
    expect([other.cells, other.complete]).toEqual([0, true]);
  });

  it('are what the store has where the sample cannot be asked for', async () => {
    await open().take('p', FEATURES, [labels(1, [16, 1])]);
    const offline = open();
    await offline.take('p', FEATURES, null);
    expect([offline.cells, offline.complete]).toEqual([2, true]);
  });

  it('do without a chip whose picture cannot be read', async () => {
    broken = 'chip 1';
    const known = open();
    await known.take('p', FEATURES, [labels(1, [16, 1]), labels(2, [16, 1])]);
    expect([known.cells, known.complete]).toEqual([2, true]);
  });

  it('of a sample that another one replaced are given up', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const known = open(async (chip) => {
      if (chip.id === 'chip 1') await gate;
      return embeddingOf(Number(chip.id.slice(5)));
    });
    const first = known.take('p', FEATURES, [labels(1, [16, 1]), labels(2, [16, 1])]);
    await new Promise((resolve) => setTimeout(resolve));
    await known.take('q', FEATURES, [labels(3, [16, 1])]);
    go();
    await first;
    expect(known).toMatchObject({ scope: 'q', cells: 2, complete: true });
    expect(embedded).toEqual(['chip 1', 'chip 3']);
  });
});
