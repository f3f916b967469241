import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ABSENT } from '@/lib/domain/label/cell-code';
import { coveredArea, parseVoc } from './boxes';
import { CROWN, cellsOf } from './labels';
import { withMistakes } from './mistakes';
import { dealChips } from './parts';
import { CHIPS_EACH, LABELERS } from './tree-crowns';

test('boxes of a Pascal VOC annotation', () => {
  const box = (tail: string): string =>
    `<object><name>Tree</name><bndbox><xmin>203</xmin><ymin> 67 </ymin><xmax>227.5</xmax>${tail}</bndbox></object>`;
  const boxes = parseVoc(`<annotation>${box('<ymax>90</ymax>').repeat(2)}</annotation>`);
  expect(boxes).toEqual(Array(2).fill({ xmin: 203, ymin: 67, xmax: 227.5, ymax: 90 }));
  expect(() => parseVoc(box(''))).toThrow('<ymax>');
});

const side = fc.integer({ min: 0, max: 12 });
const box = fc
  .tuple(side, side, side, side)
  .map(([xmin, ymin, w, h]) => ({ xmin, ymin, xmax: xmin + w, ymax: ymin + h }));

test('what boxes cover of a window is the area of their union', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 8 }), box, (boxes, window) => {
      let pixels = 0;
      for (let y = window.ymin; y < window.ymax; y += 1)
        for (let x = window.xmin; x < window.xmax; x += 1)
          if (boxes.some((b) => b.xmin <= x && x < b.xmax && b.ymin <= y && y < b.ymax))
            pixels += 1;
      expect(coveredArea(boxes, window)).toBe(pixels);
    }),
  );
});

test('a cell is a crown from half covered on; two boxes over one half do not make a whole', () => {
  const chip = { rows: 1, cols: 3, x: 100, y: 50, cellPx: 10 };
  const half = { xmin: 100, ymin: 50, xmax: 105, ymax: 60 };
  const less = { xmin: 110, ymin: 50, xmax: 114.9, ymax: 60 };
  const sides = [
    { xmin: 120, ymin: 50, xmax: 123, ymax: 60 },
    { xmin: 127, ymin: 50, xmax: 130, ymax: 60 },
  ];
  expect([...cellsOf(chip, [half, less, less, ...sides])]).toEqual([CROWN, ABSENT, CROWN]);
});

test('a tenth of the cells is wrong, of every kind, and the same ones each time', () => {
  // a crown of 2 x 2 cells and a single one
  const truth = new Uint8Array(64).fill(ABSENT);
  for (const cell of [9, 10, 17, 18, 45]) truth[cell] = CROWN;
  for (let seed = 1; seed <= 20; seed += 1) {
    const labels = withMistakes(truth, { cols: 8, seed });
    expect(withMistakes(truth, { cols: 8, seed })).toEqual(labels);
    const wrong = [...labels.keys()].filter((cell) => labels[cell] !== truth[cell]);
    expect(wrong).toHaveLength(6);
    expect(wrong.filter((cell) => truth[cell] === CROWN).length).toBeGreaterThanOrEqual(2);
    expect(wrong.filter((cell) => truth[cell] === ABSENT).length).toBeGreaterThanOrEqual(2);
  }
  expect(withMistakes(truth, { cols: 8, seed: 1 })).not.toEqual(
    withMistakes(truth, { cols: 8, seed: 2 }),
  );
});

test.each([ABSENT, CROWN])('chips of one kind only (%i) have their tenth too', (code) => {
  const truth = new Uint8Array(64).fill(code);
  const labels = withMistakes(truth, { cols: 8, seed: 3 });
  expect(labels.filter((label) => label !== code)).toHaveLength(6);
});

test('chips are dealt once each: two trainings, review from all over, and some left to label', () => {
  const splits = ['TRAIN', 'TEST', 'TRAIN', 'CALIBRATION', 'TRAIN'] as const;
  const chips = Array.from({ length: 90 }, (_, i) => ({
    number: i + 1,
    split: splits[i % splits.length] ?? 'TRAIN',
    asset: { name: i === 50 || i === 51 ? 'OSBS_029.tif' : 'SOAP_061.png' },
  }));
  const { first, second, review } = dealChips(chips.toReversed());
  const dealt = [...first, ...second, ...review];
  expect(new Set(dealt).size).toBe(dealt.length);
  expect(review).toHaveLength(LABELERS.length * CHIPS_EACH);
  // numbers 51 and 52: one that trains, one that tests
  expect(first.map(({ number }) => number)).toEqual(expect.arrayContaining([51, 52]));
  expect(new Set(first.map(({ split }) => split)).size).toBe(3);
  // the candidate differs by what it was trained on, not by what it is tested on
  expect([...second, ...review].every(({ split }) => split === 'TRAIN')).toBe(true);
  const left = chips.filter((chip) => !dealt.includes(chip));
  expect(left.length).toBeGreaterThanOrEqual(15);
  expect(new Set(left.map(({ split }) => split)).size).toBe(3);
  expect(dealChips(chips)).toEqual({ first, second, review });
});
