import { expect, test } from 'vitest';
import { mapPlane, polygonOf } from '@/components/map/plane';

test('a place of the ground goes to the map and back', () => {
  const plane = mapPlane({ kind: 'ground' });
  const [lon, lat] = plane.fromMap(plane.toMap([-119.26, 37.03]));
  expect(lon).toBeCloseTo(-119.26, 9);
  expect(lat).toBeCloseTo(37.03, 9);
});

test('a picture lies on the map with its first row at the top', () => {
  const plane = mapPlane({ kind: 'pixels', width: 400, height: 300 });
  expect(plane.toMap([0, 0])).toEqual([0, -0]);
  expect(plane.toMap([400, 300])).toEqual([400, -300]);
  expect(plane.fromMap([12, -34])).toEqual([12, 34]);
});

test('a ring is closed and has the area of its window', () => {
  const plane = mapPlane({ kind: 'pixels', width: 400, height: 300 });
  const ring = [
    [10, 10],
    [60, 10],
    [60, 30],
    [10, 30],
  ] as const;
  const polygon = polygonOf(plane, ring);
  expect(polygon.getCoordinates()[0]).toHaveLength(5);
  expect(polygon.getArea()).toBe(1000);
  expect(polygon.getExtent()).toEqual([10, -30, 60, -10]);
});
