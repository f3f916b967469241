import { expect, test } from 'vitest';
import { CONTRASTS, SCHEMES, chosen } from './schema';

test.each([
  [undefined, 'system'],
  ['dark', 'dark'],
  ['"><script>', 'system'],
])('a cookie of %s means %s', (cookie, scheme) => {
  expect(chosen(SCHEMES, cookie)).toBe(scheme);
});

test('more contrast is a choice of its own', () => {
  expect(chosen(CONTRASTS, 'more')).toBe('more');
  expect(chosen(CONTRASTS, 'dark')).toBe('system');
});
