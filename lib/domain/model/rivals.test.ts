import { describe, expect, test } from 'vitest';
import type { Score, TrainMetrics } from '@/lib/contracts/result';
import { rivalsOf } from '@/lib/domain/model/rivals';

const FIGURE = { value: 0.5, low: null, high: null, n: 40 };

function score(manifest: string | null, cells = 40): Score {
  return {
    ...{ manifest, cells, macroF1: FIGURE, accuracy: FIGURE, ece: FIGURE, logLoss: FIGURE },
    ...{ classes: [], confusion: [], reliability: [] },
  };
}

type Version = ReturnType<typeof version>;

/** A version on a snapshot, measured beside the one that was deployed then. */
function version(name: string, snapshot: string, deployed: string | null, cells = 40) {
  const metrics: TrainMetrics = {
    train: { chips: 1, cells: 1 },
    calibration: { chips: 0, cells: 0, method: 'none' },
    test: { chips: 1, cells },
    candidate: score(null, cells),
    deployed: deployed === null ? null : score(deployed, cells),
    paired: null,
    seconds: {},
    cache: { hits: 0, misses: 0 },
  };
  const frozen = { number: 1, sha256: snapshot, chips: 1, cells: 1 };
  return { id: name, name, manifestSha: `sha-${name}`, snapshot: frozen, metrics };
}

const rivals = (of: Version, versions: Version[], deployed: string | null) =>
  rivalsOf(of, versions, deployed === null ? null : { id: deployed, name: deployed }, 'gone');

const v1 = version('v1', 'a', null);

describe('a version is compared', () => {
  test('with what was deployed at its training, where that still is', () => {
    const v3 = version('v3', 'b', 'sha-v1');
    expect(rivals(v3, [v1, v3], 'v1')).toEqual({
      then: { name: 'v1', score: v3.metrics.deployed },
      now: null,
      deployed: 'v1',
    });
  });

  test('with what is deployed now too, where both were measured on the same test cells', () => {
    const [v2, v3] = [version('v2', 'b', 'sha-v1'), version('v3', 'b', 'sha-v1')];
    const { then, now } = rivals(v3, [v1, v2, v3], 'v2');
    expect(then?.name).toBe('v1');
    expect(now).toEqual({ name: 'v2', score: v2.metrics.candidate });
    // a third version of that snapshot was measured beside it
    const [v4, v5] = [version('v4', 'c', 'sha-v2'), version('v5', 'c', 'sha-v1')];
    expect(rivals(v5, [v1, v2, v4, v5], 'v2').now?.score).toBe(v4.metrics.deployed);
  });

  test('with no other where the one deployed now was measured on other cells, or is the version itself', () => {
    const v3 = version('v3', 'b', 'sha-v1');
    expect(rivals(v3, [v1, version('v2', 'c', 'sha-v1'), v3], 'v2').now).toBeNull();
    expect(rivals(v3, [v1, version('v2', 'b', 'sha-v1', 39), v3], 'v2').now).toBeNull();
    expect(rivals(v3, [v1, v3], 'v3')).toMatchObject({ now: null, deployed: null });
    expect(rivals(v3, [v3], null).then?.name).toBe('gone');
  });
});
