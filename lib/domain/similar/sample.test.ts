import { expect, test } from 'vitest';
import { sampleChips } from '@/lib/domain/similar/sample';

const chip = (name: string, codes: number[], cells = 64) => ({ name, codes, cells });
const namesOf = (chips: readonly { name: string }[]) => chips.map(({ name }) => name);

test('each kind of cell has its turn, in the order given', () => {
  const chips = [
    chip('a', [1]),
    chip('b', [1]),
    chip('c', [1, 16]),
    chip('d', [1]),
    chip('e', [2, 17]),
    chip('f', [2, 3]),
  ];
  expect(namesOf(sampleChips(chips))).toEqual(['a', 'c', 'e', 'b', 'd']);
});

test('a rare class is there among many chips without it', () => {
  const common = Array.from({ length: 500 }, (_, i) => chip(`common ${String(i)}`, [1, 16]));
  const sample = namesOf(sampleChips([...common, chip('rare', [17])]));
  expect(sample).toHaveLength(48);
  expect(sample).toContain('rare');
});

test('large chips are fewer, and one is always there', () => {
  const large = Array.from({ length: 9 }, (_, i) => chip(String(i), [1], 2_500));
  expect(sampleChips(large)).toHaveLength(2);
  expect(sampleChips([chip('huge', [1], 10_000)])).toHaveLength(1);
  expect(sampleChips([chip('unsure', [2])])).toEqual([]);
});
