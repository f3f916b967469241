import type { Split } from '@/lib/domain/chip/schema';

/** An asset without a georeference and with at least this many chips is split within itself, in blocks of pixels. */
export const CHIPS_TO_SPLIT_WITHIN = 25;

/** What the block of a chip is found from; `x`, `y` are of the chip's centre, `side` is the block's, in the same unit. */
export type BlockPlace =
  | { kind: 'ground'; system: string; x: number; y: number; side: number }
  | { kind: 'pixels'; asset: string; x: number; y: number; side: number }
  | { kind: 'asset'; asset: string };

/**
 * The block of ground that a chip lies in; chips of one block always share a split. On the ground
 * `<system>:<floor(x / side)>:<floor(y / side)>` in metres; without georeference `asset:<sha256>`, followed by the same
 * two numbers in pixels for an asset that is split within itself (docs/decisions/0004-splits-by-ground.md).
 */
export function blockOf(place: BlockPlace): string {
  if (place.kind === 'asset') return `asset:${place.asset}`;
  const column = String(Math.floor(place.x / place.side));
  const row = String(Math.floor(place.y / place.side));
  const name = place.kind === 'ground' ? place.system : `asset:${place.asset}`;
  return `${name}:${column}:${row}`;
}

/** SHA-256 of `<salt>|<block>` (UTF-8), as one big-endian number, modulo 100. */
export async function blockPercent(salt: string, block: string): Promise<number> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`${salt}|${block}`),
  );
  // modulo digit by digit: 256-bit numbers do not fit
  return new Uint8Array(digest).reduce((rest, byte) => (rest * 256 + byte) % 100, 0);
}

/** 0 to 69 train, 70 to 79 calibration, 80 to 99 test. Shared examples: lib/contracts/examples/split.json. */
export function splitOfPercent(percent: number): Split {
  if (percent < 70) return 'TRAIN';
  return percent < 80 ? 'CALIBRATION' : 'TEST';
}
