import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// OWASP's argon2id profile of 19 MiB, two passes, one lane; algorithm 2 is argon2id (a const enum we cannot import)
const COST = {
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** The argon2id hash of a password, in PHC string form with its own salt. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, COST);
}

// a real hash of an unguessable password, made once a process: verifying it costs what verifying a person's costs
let decoy: Promise<string> | undefined;

/**
 * Whether the password is the one of the hash. Without a hash (unknown email) the same work is done and the answer is
 * false, so that time does not tell who has an account.
 */
export async function verifyPassword(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(24).toString('base64url'));
  const same = await verify(hashed ?? (await decoy), password);
  return hashed !== null && same;
}

// no 0/o, 1/l/i: these passwords are read from a terminal and typed
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A random one-time password of 4 x 4 letters, 79 bits. */
export function oneTimePassword(): string {
  const letters: string[] = [];
  while (letters.length < 16) {
    // bytes past the last whole multiple would favour the first letters
    const usable = randomBytes(32).filter((byte) => byte < LETTERS.length * 8);
    for (const byte of usable) letters.push(LETTERS.charAt(byte % LETTERS.length));
  }
  const text = letters.slice(0, 16).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}
