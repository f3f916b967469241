import { createHash } from 'node:crypto';

/**
 * Whether a chip is one of the share that a second person labels too: a hash of the project's salt and the chip, so that nobody can
 * choose it, and a larger share keeps every chip of a smaller one.
 */
export function isOverlap(salt: string, chipId: string, percent: number): boolean {
  const hash = createHash('sha256').update(`${salt}|overlap|${chipId}`).digest();
  return hash.readUInt32BE(0) < (percent / 100) * 2 ** 32;
}
