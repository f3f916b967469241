import { expect, test } from 'vitest';
import { centreOf, parseVoc } from './boxes';
import { chooseLabelled } from './labels';

test('boxes of a Pascal VOC annotation, and their centres', () => {
  const box = (tail: string): string =>
    `<object><name>Tree</name><bndbox><xmin>203</xmin><ymin> 67 </ymin><xmax>227.5</xmax>${tail}</bndbox></object>`;
  const boxes = parseVoc(`<annotation>${box('<ymax>90</ymax>').repeat(2)}</annotation>`);
  expect(boxes).toHaveLength(2);
  expect(boxes.map(centreOf)).toEqual([
    { x: 215.25, y: 78.5 },
    { x: 215.25, y: 78.5 },
  ]);
  expect(() => parseVoc(box(''))).toThrow('<ymax>');
});

test('two chips of three are labelled in every split', () => {
  const splits = ['TRAIN', 'TEST', 'TRAIN', 'CALIBRATION', 'TRAIN', 'TEST', 'TRAIN'] as const;
  const chips = splits.map((split, i) => ({ number: i + 1, split }));
  const chosen = chooseLabelled(chips.toReversed());
  expect(chosen.map(({ number }) => number)).toEqual([1, 2, 3, 4, 6, 7]);
});
