import { createHash } from 'node:crypto';

/**
 * Whether a chip is blind for a person: a hash of the project's salt, chip and person, so that nobody can choose it, asking
 * again changes nothing, and a larger share keeps every chip of a smaller one.
 */
export function isBlind(salt: string, chipId: string, userId: string, percent: number): boolean {
  const hash = createHash('sha256').update(`${salt}|blind|${chipId}|${userId}`).digest();
  return hash.readUInt32BE(0) < (percent / 100) * 2 ** 32;
}
