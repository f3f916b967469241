import { describe, expect, it } from 'vitest';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { Examples, exampleOf } from '@/lib/ml/live/examples';
import { Learner } from '@/lib/ml/live/learner';
import type { Basis, TrainingStep } from '@/lib/ml/live/learner';
import type { StoredLive, LiveStore } from '@/lib/ml/live/store';
import type { LiveState } from '@/lib/ml/predictor';

const FEATURES = 6;
const SCOPE = { person: 'ada', project: 'birds', classes: [{ code: 16, name: 'nest' }] };
const BASE: Basis = {
  ...{ versionId: null, backbone: 'b1', features: FEATURES, outputs: [], head: null, test: null },
};

/** A store that a second learner can open, as a reload does. */
function memoryStore(): LiveStore & { scopes: Map<string, StoredLive> } {
  const scopes = new Map<string, StoredLive>();
  const of = (scope: string): StoredLive => scopes.get(scope) ?? { examples: [], record: [] };
  return {
    scopes,
    lasting: true,
    read: (scope) => Promise.resolve(of(scope)),
    keep: (scope, example, record) => {
      const others = of(scope).examples.filter(({ chip }) => chip.id !== example?.chip.id);
      scopes.set(scope, { examples: example ? [...others, example] : others, record });
      return Promise.resolve();
    },
    drop: (scope, ids) => {
      const { examples, record } = of(scope);
      scopes.set(scope, {
        examples: examples.filter(({ chip }) => !ids.includes(chip.id)),
        record,
      });
      return Promise.resolve();
    },
    clear: (scope) => Promise.resolve(void scopes.delete(scope)),
  };
}

function learnerOn(store: LiveStore, basis = BASE, scope = SCOPE) {
  const states: LiveState[] = [];
  const learner = new Learner({
    store,
    pause: () => Promise.resolve(),
    onState: (state) => states.push(state),
  });
  learner.setScope(scope);
  learner.use(basis);
  return { learner, states };
}

/** A chip of eight cells; those with the class have large first features. */
function stepOf(number: number, codes: number[]): TrainingStep {
  const embedding = new Float32Array(codes.length * FEATURES);
  codes.forEach((code, cell) => {
    for (let f = 0; f < FEATURES; f += 1) {
      const noise = Math.sin(1 + number * 31 + cell * 7 + f * 3);
      embedding[cell * FEATURES + f] = noise + (code >= 16 && f < 3 ? 3 : 0);
    }
  });
  const id = `chip ${String(number)}`;
  const chip = { id, number, imageUrl: `/${String(number)}`, rows: 2, cols: 4, cellPx: 32 };
  return {
    chip,
    cells: Uint8Array.from(codes),
    embedding,
    ...{ thresholds: personalThreshold(0.5), shown: true, actions: null },
  };
}

const MIXED = [16, 16, 1, 1, 1, 16, 1, 1];

describe('live learner', () => {
  it('learns from decided cells only, and tells a chip that it has not seen', async () => {
    const { learner } = learnerOn(memoryStore());
    await learner.train(stepOf(1, [16, 16, 1, 1, 0, 2, 3, 16]), null);
    expect(learner.state).toMatchObject({ chips: 1, cells: 5, learning: false });
    const other = stepOf(2, MIXED);
    const prediction = learner.predict(other.embedding);
    expect(prediction?.outputs.map(({ code, name }) => [code, name])).toEqual([
      [1, 'absent'],
      [16, 'nest'],
    ]);
    MIXED.forEach((code, cell) => {
      const p = prediction?.probs[2 * cell + 1] ?? NaN;
      expect(p > 0.5).toBe(code === 16);
    });
  });

  it('is tried on each chip before it learns from it, and on none twice', async () => {
    const { learner } = learnerOn(memoryStore());
    await learner.train(stepOf(1, MIXED), null);
    await learner.train(stepOf(2, MIXED), null);
    await learner.train(stepOf(2, MIXED), null);
    expect(learner.state?.record.map(({ chipId, live }) => [chipId, live])).toEqual([
      ['chip 1', null],
      ['chip 2', { right: 3, wrong: 0, missed: 0 }],
    ]);
    expect(learner.state).toMatchObject({ chips: 2, choice: { by: 'live', why: 'liveAlone' } });
  });

  it('is never surer than the cells it knows support, and unsure of what is unlike all of them', async () => {
    const { learner } = learnerOn(memoryStore());
    await learner.train(stepOf(1, MIXED), null);
    await learner.train(stepOf(2, MIXED), null);
    const { embedding } = stepOf(3, MIXED);
    // of 6 cells with a nest: 7 in 8; of 10 without: 11 in 12
    const alike = learner.predict(embedding)?.probs ?? new Float32Array(1);
    alike.forEach((p, i) => expect(p).toBeLessThanOrEqual((i % 2 === 1 ? 7 / 8 : 11 / 12) + 1e-6));
    expect(Math.max(...alike)).toBeGreaterThan(0.8);
    // in the direction of a nest, a hundred times as far: what it would say of a cell that it cannot see
    const unlike = learner.predict(embedding.map((x) => 100 * x))?.probs ?? [];
    expect(unlike[1]).toBeLessThan(0.5);
    expect(unlike[1]).toBeGreaterThan(0.3);
  });

  it('says nothing while it knows one kind of cell only', async () => {
    const { learner } = learnerOn(memoryStore());
    await learner.train(stepOf(1, Array<number>(8).fill(1)), null);
    expect(learner.predict(stepOf(2, MIXED).embedding)).toBeNull();
    expect(learner.state?.choice).toMatchObject({ by: null, why: 'noChipYet' });
  });

  it('knows after a reload what it knew, for the same person, project and backbone', async () => {
    const store = memoryStore();
    const { learner } = learnerOn(store);
    await learner.train(stepOf(1, MIXED), null);
    await learner.train(stepOf(2, MIXED), null);
    const again = learnerOn(store).learner;
    const other = learnerOn(store, BASE, { ...SCOPE, person: 'ben' }).learner;
    const moved = learnerOn(store, { ...BASE, backbone: 'b2' }).learner;
    await again.train(stepOf(3, MIXED), null);
    await other.train(stepOf(3, MIXED), null);
    await moved.train(stepOf(3, MIXED), null);
    expect(again.state).toMatchObject({ chips: 3, choice: { by: 'live' } });
    expect(again.state?.record).toHaveLength(3);
    expect([other.state?.chips, moved.state?.chips]).toEqual([1, 1]);
  });

  it('learns and says nothing while it is off, keeps what it had, and forgets when told to', async () => {
    const store = memoryStore();
    const { learner } = learnerOn(store);
    await learner.train(stepOf(1, MIXED), null);
    learner.set(false);
    await learner.train(stepOf(2, MIXED), null);
    expect(learner.predict(stepOf(3, MIXED).embedding)).toBeNull();
    expect(learner.state).toMatchObject({
      on: false,
      chips: 1,
      choice: { by: null, why: 'liveOff' },
    });
    learner.set(true);
    expect(learner.predict(stepOf(3, MIXED).embedding)).not.toBeNull();
    await learner.clear();
    expect(learner.state).toMatchObject({ chips: 0, cells: 0, record: [] });
    expect(learner.predict(stepOf(3, MIXED).embedding)).toBeNull();
    expect(store.scopes.size).toBe(0);
  });

  it('begins as the deployed version, and adds a class that it lacks', async () => {
    const weights = new Float32Array(2 * FEATURES);
    for (let f = 0; f < 3; f += 1) weights[2 * f + 1] = 1;
    const head = { features: FEATURES, outputs: 2, weights, bias: Float32Array.from([0, -4]) };
    const outputs = [
      { code: 1, name: 'absent' },
      { code: 16, name: 'nest' },
    ];
    const { learner } = learnerOn(memoryStore(), { ...BASE, versionId: 'v1', outputs, head });
    const deployed = new Float32Array(16).map((_, i) =>
      (MIXED[i >> 1] === 16) === (i % 2 === 1) ? 0.9 : 0.1,
    );
    await learner.train(stepOf(1, [1, 1, 1, 1, 1, 1, 1, 1]), deployed);
    const prediction = learner.predict(stepOf(2, MIXED).embedding);
    // one chip without a nest does not make it forget what a nest is
    MIXED.forEach((code, cell) => {
      if (code === 16) expect(prediction?.probs[2 * cell + 1]).toBeGreaterThan(0.5);
    });
    expect(learner.state?.record[0]?.deployed).toEqual({ right: 0, wrong: 3, missed: 0 });
    await learner.train(stepOf(3, [17, 17, 1, 1, 1, 1, 16, 16]), deployed);
    expect(learner.predict(stepOf(2, MIXED).embedding)?.outputs.map(({ code }) => code)).toEqual([
      1, 16, 17,
    ]);
  });
});

describe('labelled cells', () => {
  it('are found by likeness, the chip itself left out', () => {
    const examples = new Examples(FEATURES);
    for (const number of [1, 2, 3]) {
      const { chip, cells, embedding } = stepOf(number, MIXED);
      const example = exampleOf(chip, cells, embedding);
      if (example) examples.add(example);
    }
    const { embedding } = stepOf(2, MIXED);
    const found = examples.similar(embedding.subarray(0, FEATURES), 4, 'none');
    expect(found).toHaveLength(4);
    expect(found[0]).toMatchObject({ chip: { number: 2 }, cell: 0, code: 16 });
    expect(found[0]?.similarity).toBeCloseTo(1, 5);
    expect(found.map(({ similarity }) => similarity)).toEqual(
      found.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
    );
    const others = examples.similar(embedding.subarray(0, FEATURES), 4, 'chip 2');
    expect(others.every(({ chip }) => chip.number !== 2)).toBe(true);
    expect(others.filter(({ code }) => code === 16).length).toBeGreaterThan(2);
  });

  it('are the newest that fit', () => {
    const examples = new Examples(FEATURES, 20);
    const gone = [1, 2, 3].flatMap((number) => {
      const { chip, cells, embedding } = stepOf(number, MIXED);
      const example = exampleOf(chip, cells, embedding);
      return example ? examples.add(example) : [];
    });
    expect(gone).toEqual(['chip 1']);
    expect([examples.cells, examples.has('chip 1')]).toEqual([16, false]);
  });
});
