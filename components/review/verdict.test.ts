import { expect, it } from 'vitest';
import { withoutUndone } from '@/components/review/verdict';

const chip = { number: 5, correctionId: null };
const other = { number: 6, correctionId: null };
const [first, second] = [
  { number: 5, correctionId: 'a' },
  { number: 5, correctionId: 'b' },
];

it.each([
  ['the last of a chip that was judged twice', [chip, other, chip], chip, [chip, other]],
  ['one on a correction', [chip, first, other, second], second, [chip, first, other]],
  ['an opened chip, with those on its corrections', [chip, first, other, second], chip, [other]],
  ['a chip that was accepted before this visit', [first, other], chip, [other]],
])('takes back %s, and keeps those before it', (_what, given, undone, left) => {
  expect(withoutUndone(given, undone)).toEqual(left);
});
