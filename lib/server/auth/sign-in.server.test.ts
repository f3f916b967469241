import { beforeEach, describe, expect, test } from 'vitest';
import { authorize } from '@/lib/server/auth/options';
import { SIGN_IN_TRIES } from '@/lib/server/auth/mutations';
import { hashPassword, oneTimePassword, verifyPassword } from '@/lib/server/auth/password';
import { db } from '@/lib/server/db/client';
import { PASSWORD, createUser } from '@/tests/server/factories';

let address: string;
let serial = 0;
beforeEach(() => {
  serial += 1;
  address = `10.0.0.${String(serial)}`;
});

const wrong = (email: string, from = address) => authorize({ email, password: 'wrong' }, from);

describe('passwords', () => {
  test('are argon2id of 19 MiB and two passes, salted', async () => {
    const hash = await hashPassword('moss and lichen');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('moss and lichen')).not.toBe(hash);
    expect(await verifyPassword(hash, 'moss and lichen')).toBe(true);
    expect(await verifyPassword(hash, 'moss and lichen ')).toBe(false);
  });

  test('an unknown email costs as much time as a known one', async () => {
    const hash = await hashPassword('moss and lichen');
    await verifyPassword(null, 'warm up');
    const time = async (hashed: string | null) => {
      const times: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const start = performance.now();
        expect(await verifyPassword(hashed, 'guess')).toBe(false);
        times.push(performance.now() - start);
      }
      return Math.min(...times);
    };
    const ratio = (await time(null)) / (await time(hash));
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  test('one-time passwords are 16 readable letters and never the same', () => {
    const made = Array.from({ length: 200 }, oneTimePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) expect(password).toMatch(/^([abcdefghjkmnpqrstuvwxyz2-9]{4}-){3}/);
  });
});

describe('sign-in', () => {
  test('takes the right password, whatever the case of the email', async () => {
    const user = await createUser({ email: 'case@example.org' });
    const found = await authorize({ email: ' Case@Example.org ', password: PASSWORD }, address);
    expect(found).toEqual({ id: user.id, name: user.name, email: 'case@example.org' });
  });

  test('refuses a wrong password, an unknown email, a disabled account and nonsense', async () => {
    const user = await createUser();
    const gone = await createUser({ disabledAt: new Date(0) });
    expect(await wrong(user.email)).toBeNull();
    expect(await wrong('nobody@example.org')).toBeNull();
    expect(await authorize({ email: gone.email, password: PASSWORD }, address)).toBeNull();
    expect(await authorize({ email: 7 }, address)).toBeNull();
    expect(await authorize(undefined, address)).toBeNull();
  });

  test('refuses further tries for an email after too many wrong ones, also the right password', async () => {
    const user = await createUser();
    for (let i = 0; i < SIGN_IN_TRIES.email; i += 1) {
      expect(await wrong(user.email, `192.168.0.${String(i)}`)).toBeNull();
    }
    const tried = authorize({ email: user.email, password: PASSWORD }, address);
    await expect(tried).rejects.toThrow(/^RateLimited:\d+$/);
    const words = await tried.then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    const seconds = Number(words.split(':').at(-1));
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);

    const other = await createUser();
    expect(await authorize({ email: other.email, password: PASSWORD }, address)).not.toBeNull();
  });

  test('counts parallel guesses one by one', async () => {
    const user = await createUser();
    const guesses = await Promise.allSettled(
      Array.from({ length: SIGN_IN_TRIES.email + 15 }, () => wrong(user.email)),
    );
    expect(guesses.filter((g) => g.status === 'fulfilled')).toHaveLength(SIGN_IN_TRIES.email);
  });

  test('refuses an address that tries many emails, and only that address', async () => {
    await db().rateLimit.create({
      data: {
        key: `sign-in-address:${address}`,
        points: SIGN_IN_TRIES.address,
        expire: BigInt(Number.MAX_SAFE_INTEGER),
      },
    });
    await expect(wrong('somebody@example.org')).rejects.toThrow(/^RateLimited:/);
    expect(await wrong('somebody@example.org', '10.9.9.9')).toBeNull();
  });

  test('forgets wrong tries after a right one, and when their window is over', async () => {
    const user = await createUser();
    for (let i = 1; i < SIGN_IN_TRIES.email; i += 1) await wrong(user.email);
    expect(await authorize({ email: user.email, password: PASSWORD }, address)).not.toBeNull();
    for (let i = 0; i < SIGN_IN_TRIES.email; i += 1) await wrong(user.email);
    await expect(wrong(user.email)).rejects.toThrow(/^RateLimited:/);

    await db().rateLimit.updateMany({ data: { expire: 1n } });
    expect(await wrong(user.email)).toBeNull();
  });
});
