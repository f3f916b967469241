import fc from 'fast-check';
import { expect, test } from 'vitest';
import { affine, apply, compose, invert, stepLengths } from '@/lib/geometry/affine';
import type { Affine } from '@/lib/geometry/affine';
import { uprightSize, uprightToFile } from '@/lib/geometry/orientation';
import type { Orientation } from '@/lib/geometry/orientation';
import { assetPx } from '@/lib/geometry/space';
import type { Point } from '@/lib/geometry/space';

const number = fc.integer({ min: -50, max: 50 });
const maps = fc
  .tuple(number, number, number, number, number, number)
  .map((six) => affine<'asset px', 'projected'>(six));

test('a map and its inverse cancel out; a flat map has none', () => {
  fc.assert(
    fc.property(maps, number, number, (map, x, y) => {
      const back = invert(map);
      const [a, b, , d, e] = map;
      if (a * e - b * d === 0) {
        expect(back).toBeNull();
        return;
      }
      if (!back) throw new Error('no inverse');
      const [u, v] = apply(back, apply(map, assetPx(x, y)));
      expect(u).toBeCloseTo(x, 6);
      expect(v).toBeCloseTo(y, 6);
    }),
  );
});

test('composing is applying one after the other', () => {
  fc.assert(
    fc.property(maps, maps, number, number, (first, second, x, y) => {
      const then = second as unknown as Affine<'projected', 'lon/lat'>;
      const step: Point<'lon/lat'> = apply(then, apply(first, assetPx(x, y)));
      expect(apply(compose(first, then), assetPx(x, y))).toEqual(step);
    }),
  );
});

test('step lengths of a turned map', () => {
  expect(stepLengths(affine<'asset px', 'projected'>([3, -8, 0, 4, 6, 0]))).toEqual([5, 10]);
});

test('orientation maps take the upright picture onto the whole file', () => {
  const file = { width: 30, height: 20 };
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as Orientation[]) {
    const upright = uprightSize(orientation, file);
    const map = uprightToFile(orientation, file);
    const corners = [
      [0, 0],
      [upright.width, 0],
      [0, upright.height],
      [upright.width, upright.height],
    ].map(([x = 0, y = 0]) => String(apply(map, assetPx(x, y))));
    expect(new Set(corners)).toEqual(new Set(['0,0', '30,0', '0,20', '30,20']));
  }
});
