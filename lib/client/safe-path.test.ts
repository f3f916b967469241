import { expect, test } from 'vitest';
import { safePath } from './safe-path';

test.each([
  ['/', '/'],
  ['/p/trees/label?chip=3#row', '/p/trees/label?chip=3#row'],
  [undefined, '/'],
  ['', '/'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/\t/elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/', '/'],
])('after sign-in %s leads to %s', (next, path) => {
  expect(safePath(next)).toBe(path);
});
