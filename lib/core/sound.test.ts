import { expect, test } from 'vitest';
import { isSoundText, unsoundIn } from '@/lib/core/sound';

test.each(['', 'a crown', 'Käfer', '🌲', '\n\t'])('can be stored: %j', (text) => {
  expect(isSoundText(text)).toBe(true);
});

test.each(['\0', 'a\0b', '\ud800', '\udc00a', '\udf32\ud83c'])('cannot be stored: %j', (text) => {
  expect(isSoundText(text)).toBe(false);
  expect(unsoundIn({ a: [1, { b: text }] })).toEqual({ kind: 'text', path: ['a', 1, 'b'] });
  expect(unsoundIn({ a: { [text]: 1 } })).toEqual({ kind: 'text', path: ['a'] });
});

test('what is nested without end is found without going there', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect(unsoundIn(deep)).toMatchObject({ kind: 'depth' });
  expect(unsoundIn({ rows: [[1, 2], [{ cells: [0, null, true] }]] })).toBeNull();
});
