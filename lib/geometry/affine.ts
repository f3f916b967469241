import type { Point } from '@/lib/geometry/space';

declare const planes: unique symbol;
/** X = a x + b y + c, Y = d x + e y + f, as [a, b, c, d, e, f], from one plane to another. */
export type Affine<From extends string, To extends string> = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
] & { readonly [planes]: [From, To] };

/** Names the planes of six numbers; the caller's word. */
export function affine<From extends string, To extends string>(
  numbers: readonly [number, number, number, number, number, number],
): Affine<From, To> {
  return numbers as unknown as Affine<From, To>;
}

/** Where a point comes to lie. */
export function apply<From extends string, To extends string>(
  [a, b, c, d, e, f]: Affine<From, To>,
  [x, y]: Point<From>,
): Point<To> {
  return [a * x + b * y + c, d * x + e * y + f] as unknown as Point<To>;
}

/** First `first`, then `second`. */
export function compose<From extends string, Mid extends string, To extends string>(
  first: Affine<From, Mid>,
  second: Affine<Mid, To>,
): Affine<From, To> {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = second;
  return affine([
    p * a + q * d,
    p * b + q * e,
    p * c + q * f + r,
    s * a + t * d,
    s * b + t * e,
    s * c + t * f + u,
  ]);
}

/** The way back; null where the map flattens the plane. */
export function invert<From extends string, To extends string>(
  map: Affine<From, To>,
): Affine<To, From> | null {
  const [a, b, c, d, e, f] = map;
  const det = a * e - b * d;
  if (det === 0 || !Number.isFinite(det)) return null;
  return affine([
    e / det,
    -b / det,
    (b * f - c * e) / det,
    -d / det,
    a / det,
    (c * d - a * f) / det,
  ]);
}

/** Length of the images of one step across and one step down, in units of the target plane. */
export function stepLengths<From extends string, To extends string>([a, b, , d, e]: Affine<
  From,
  To
>): [number, number] {
  return [Math.hypot(a, d), Math.hypot(b, e)];
}
