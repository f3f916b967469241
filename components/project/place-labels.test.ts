import { expect, test } from 'vitest';
import { placeLabels } from './place-labels';

const BOX = { left: 0, right: 340, top: 10, bottom: 160 };

test('labels of points at the same place stand on lines of their own, inside the box', () => {
  const words = ['v1', 'v2 deployed', 'v3 candidate', 'v4 candidate'];
  const placed = placeLabels(
    words.map((text) => ({ words: text, x: 335, y: 20 })),
    BOX,
  );
  const lines = placed.map(({ y }) => y).toSorted((a, b) => a - b);
  for (const [index, line] of lines.entries()) {
    if (index > 0) expect(line - (lines[index - 1] ?? 0)).toBeGreaterThanOrEqual(13);
    expect(line).toBeGreaterThanOrEqual(BOX.top);
  }
  for (const [index, { x }] of placed.entries()) {
    expect(x + ((words[index]?.length ?? 0) * 6.2) / 2).toBeLessThanOrEqual(BOX.right);
  }
});

test('labels apart stay where they were to stand', () => {
  const apart = [
    { words: 'v1', x: 40, y: 60 },
    { words: 'v2 deployed', x: 200, y: 60 },
  ];
  expect(placeLabels(apart, BOX)).toEqual(apart.map(({ x, y }) => ({ x, y })));
});
