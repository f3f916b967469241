import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AccuracyCounter, accuracyAt } from '@/lib/domain/proposal/accuracy';
import { ABSENT, UNLABELLED, UNSURE } from '@/lib/domain/label/cell-code';
import { fromLevels } from '@/lib/domain/proposal/prediction';
import { proposalsOf } from '@/lib/domain/proposal/rule';
import { personalThreshold, thresholdsOf } from '@/lib/domain/proposal/thresholds';

const [CROWN, STUMP] = [16, 17];
const OUTPUTS = [ABSENT, CROWN, STUMP].map((code) => ({ code, name: String(code) }));
const VERSION = { id: '00000000-0000-4000-8000-000000000001', name: 'v3', outputs: OUTPUTS };

type Cell = readonly [absent: number, crown: number, stump: number, label: number];

/** Chips of levels and labels, summed up. */
function counted(...chips: readonly (readonly Cell[])[]) {
  const counter = new AccuracyCounter(VERSION);
  for (const cells of chips) {
    const levels = Uint8Array.from(
      cells.flatMap(([absent, crown, stump]) => [absent, crown, stump]),
    );
    const prediction = { versionId: VERSION.id, outputs: OUTPUTS, values: fromLevels(levels) };
    counter.add(
      prediction,
      Uint8Array.from(cells, ([, , , label]) => label),
    );
  }
  return counter.table(false);
}

const many = (n: number, cell: Cell): Cell[] => Array<Cell>(n).fill(cell);

describe('how right proposals are from a threshold on', () => {
  test('right, wrong and missed cells by class and over all, with the interval', () => {
    const table = counted(
      [...many(81, [50, 204, 0, CROWN]), ...many(19, [50, 204, 0, ABSENT])],
      [...many(20, [200, 51, 0, CROWN]), ...many(40, [0, 0, 153, STUMP])],
    );
    expect(table).toMatchObject({ version: { id: VERSION.id, name: 'v3' }, chips: 2 });
    const { all, classes } = accuracyAt(table, personalThreshold(0.6));
    expect(classes[0]).toMatchObject({ code: CROWN, proposed: 100, right: 81, cells: 101 });
    expect(classes[0]).toMatchObject({ precision: 81, low: 72, high: 87, recall: 80 });
    expect(classes[1]).toMatchObject({ code: STUMP, proposed: 40, precision: 100, recall: 100 });
    expect(all).toMatchObject({ proposed: 140, right: 121, cells: 141, precision: 86, recall: 86 });
    // lower, the rest is proposed too; higher, stumps are not
    expect(accuracyAt(table, personalThreshold(0.2)).all).toMatchObject({
      proposed: 160,
      right: 141,
    });
    expect(accuracyAt(table, personalThreshold(0.7)).all).toMatchObject({ proposed: 100 });
    // each class by its own threshold
    const own = thresholdsOf(null, { [CROWN]: 0.9, [STUMP]: 0.5 });
    expect(accuracyAt(table, own).all).toMatchObject({ proposed: 40, right: 40 });
  });

  test('few proposals, and few cells with a class, are called too few', () => {
    const table = counted(many(12, [0, 255, 0, CROWN]));
    const { all } = accuracyAt(table, personalThreshold(0.5));
    expect(all).toMatchObject({ proposed: 12, enough: false, recall: null });
  });

  test('another class than the label is wrong; cells that are not decided, and classes unknown to it, are left out', () => {
    const table = counted([
      [0, 255, 0, STUMP],
      [0, 255, 0, UNSURE],
      [0, 255, 0, UNLABELLED],
      [0, 255, 0, 40],
    ]);
    const { classes } = accuracyAt(table, personalThreshold(0.5));
    expect(classes.map(({ proposed, right, cells }) => [proposed, right, cells])).toEqual([
      [2, 0, 0],
      [0, 0, 1],
    ]);
  });

  test('counts exactly what the rule proposes, at every threshold', () => {
    const level = fc.integer({ min: 0, max: 255 });
    const label = fc.constantFrom(ABSENT, CROWN, STUMP);
    const cells = fc.array(fc.tuple(level, level, level, label), { minLength: 1, maxLength: 30 });
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(cells, percent, (chip, hundredth) => {
        const thresholds = personalThreshold(hundredth / 100);
        const values = fromLevels(Uint8Array.from(chip.flatMap(([a, c, s]) => [a, c, s])));
        const prediction = { versionId: VERSION.id, outputs: OUTPUTS, values };
        const proposed = proposalsOf(prediction, new Uint8Array(chip.length), thresholds);
        const right = proposed.filter(({ cell, code }) => chip[cell]?.[3] === code);
        expect(accuracyAt(counted(chip), thresholds).all).toMatchObject({
          proposed: proposed.length,
          right: right.length,
        });
      }),
    );
  });
});
