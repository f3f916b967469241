import { verify } from '@node-rs/argon2';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { authorize } from '@/lib/server/auth/options';
import { knownBrowserCookie } from '@/lib/server/auth/known-browser';
import { TRIES } from '@/lib/server/auth/mutations';
import { parseCookies } from '@/lib/server/auth/session';
import { hashPassword, oneTimePassword, verifyPassword } from '@/lib/server/auth/password';
import { db } from '@/lib/server/db/client';
import { PASSWORD, createUser } from '@/tests/server/factories';

vi.mock('@node-rs/argon2', { spy: true });

let address: string;
let serial = 0;
beforeEach(() => {
  serial += 1;
  address = `10.0.0.${String(serial)}`;
});

const from = (at: string, cookie = '') => ({ address: at, cookies: parseCookies(cookie) });
const wrong = (email: string, at = address) => authorize({ email, password: 'wrong' }, from(at));
const right = (email: string, at = address, cookie = '') =>
  authorize({ email, password: PASSWORD }, from(at, cookie));
const LIMITED = { wait: expect.any(Number) as number };

describe('passwords', () => {
  test('are argon2id of 19 MiB and two passes, salted', async () => {
    const hash = await hashPassword('moss and lichen');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('moss and lichen')).not.toBe(hash);
    expect(await verifyPassword(hash, 'moss and lichen')).toBe(true);
    expect(await verifyPassword(hash, 'moss and lichen ')).toBe(false);
  });

  test('an unknown email costs the work that a known one costs', async () => {
    const hash = await hashPassword('moss and lichen');
    const cost = (hashed: unknown) => String(hashed).split('$').slice(0, 4);
    for (const hashed of [null, hash]) {
      vi.mocked(verify).mockClear();
      expect(await verifyPassword(hashed, 'guess')).toBe(false);
      expect(vi.mocked(verify)).toHaveBeenCalledTimes(1);
      const [compared, guess] = vi.mocked(verify).mock.calls[0] ?? [];
      expect(cost(compared)).toEqual(cost(hash));
      expect(guess).toBe('guess');
    }
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
    const found = await right(' Case@Example.org ');
    expect(found).toEqual({ id: user.id, name: user.name, email: 'case@example.org' });
  });

  test('refuses a wrong password, an unknown email, a disabled account and nonsense', async () => {
    const user = await createUser();
    const gone = await createUser({ disabledAt: new Date(0) });
    expect(await wrong(user.email)).toBeNull();
    expect(await wrong('nobody@example.org')).toBeNull();
    expect(await right(gone.email)).toBeNull();
    expect(await authorize({ email: 7 }, from(address))).toBeNull();
    expect(await authorize(undefined, from(address))).toBeNull();
  });

  test('refuses an address after ten wrong tries at an account, and lets the person in from theirs', async () => {
    const user = await createUser();
    for (let i = 0; i < TRIES.pair; i += 1) expect(await wrong(user.email)).toBeNull();
    const refused = await right(user.email);
    expect(refused).toEqual(LIMITED);
    const { wait } = refused as { wait: number };
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThanOrEqual(900);
    expect(await right(user.email, '10.9.9.8')).toMatchObject({ id: user.id });
    // an account of somebody else at that address
    expect(await right((await createUser()).email)).not.toEqual(LIMITED);
  });

  test('counts parallel guesses one by one', async () => {
    const user = await createUser();
    const guesses = await Promise.all(
      Array.from({ length: TRIES.pair + 15 }, () => wrong(user.email)),
    );
    expect(guesses.filter((guess) => guess === null)).toHaveLength(TRIES.pair);
  });

  test('refuses an address that tries many emails, and only that address', async () => {
    await db().rateLimit.create({
      data: {
        key: `tries-address:${address}`,
        points: TRIES.address,
        expire: BigInt(Number.MAX_SAFE_INTEGER),
      },
    });
    expect(await wrong('somebody@example.org')).toEqual(LIMITED);
    expect(await wrong('somebody@example.org', '10.9.9.9')).toBeNull();
  });

  test('slows a guess from many addresses, and not the person on a browser of theirs', async () => {
    const user = await createUser();
    const known = knownBrowserCookie(user.email);
    for (let i = 0; i < TRIES.account; i += 1) await wrong(user.email, `172.16.0.${String(i)}`);
    expect(await right(user.email, '172.16.1.1')).toEqual(LIMITED);
    expect(await right(user.email, '172.16.1.1', known)).toMatchObject({ id: user.id });
    // the cookie of somebody else, and one made up
    const other = knownBrowserCookie('other@example.org');
    const forged = known.replace(/=[^.]+/, '=made-up');
    for (const cookie of [other, forged]) {
      expect(await right(user.email, '172.16.1.1', cookie)).toEqual(LIMITED);
    }
  });

  test('limits a known browser too', async () => {
    const user = await createUser();
    const known = parseCookies(knownBrowserCookie(user.email));
    const guess = () =>
      authorize({ email: user.email, password: 'wrong' }, { address, cookies: known });
    for (let i = 0; i < TRIES.browser; i += 1) expect(await guess()).toBeNull();
    expect(await guess()).toEqual(LIMITED);
  });

  test('forgets wrong tries after a right one, and when their window is over', async () => {
    const user = await createUser();
    for (let i = 1; i < TRIES.pair; i += 1) await wrong(user.email);
    expect(await right(user.email)).toMatchObject({ id: user.id });
    for (let i = 0; i < TRIES.pair; i += 1) await wrong(user.email);
    expect(await wrong(user.email)).toEqual(LIMITED);

    await db().rateLimit.updateMany({ data: { expire: 1n } });
    expect(await wrong(user.email)).toBeNull();
  });
});
