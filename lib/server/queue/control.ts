import { createHash } from 'node:crypto';

/**
 * Whether a chip is a control chip for a person (no proposal is shown before they submit): a hash of the project's salt, chip and
 * person, so that nobody can choose it, query again changes nothing, and a larger share keeps every chip of a smaller one.
 */
export function isControl(salt: string, chipId: string, userId: string, percent: number): boolean {
  // "blind" as the first instances hashed it: another word would draw other chips
  const hash = createHash('sha256').update(`${salt}|blind|${chipId}|${userId}`).digest();
  return hash.readUInt32BE(0) < (percent / 100) * 2 ** 32;
}
