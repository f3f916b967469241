import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '@/lib/server/app-error';
import { assertRoomFor, diskFull, isDiskFull } from '@/lib/server/disk-full';
import { asImportRefusal } from '@/lib/server/imagery/refusal';

const coded = (code: string, message = 'no'): Error => Object.assign(new Error(message), { code });

beforeAll(() => {
  process.env['QUADRAT_HOME'] ??= process.cwd();
  process.env['DATABASE_URL'] ??= 'postgresql://unused';
  process.env['NEXTAUTH_SECRET'] ??= 'a secret only for tests, 32 chars long';
});

describe('a full disk', () => {
  test.each([
    ['no room', coded('ENOSPC')],
    ['a share that is used up', coded('EDQUOT')],
    ['the database', coded('53100')],
    ['a cause', new Error('it failed', { cause: coded('ENOSPC') })],
    [
      'the database by Prisma',
      Object.assign(coded('P2010'), {
        meta: { driverAdapterError: { cause: { originalCode: '53100' } } },
      }),
    ],
    ['one of several', new AggregateError([coded('ENOSPC')], 'all of them')],
    ['libvips', new Error('VipsTarget: write error\nunix error: No space left on device')],
  ])('is known: %s', (_what, error) => {
    expect(isDiskFull(error)).toBe(true);
    expect(asImportRefusal(error)).toBe(error);
    expect(diskFull(error)).toMatchObject({ code: 'disk_full', status: 507 });
  });

  test.each([coded('EACCES'), coded('53300'), new Error('premature end of JPEG'), 'ENOSPC', null])(
    'is not %s',
    (error) => {
      expect(isDiskFull(error)).toBe(false);
    },
  );

  test('is told with its room; of the database, whose disk may be elsewhere, without', () => {
    const { values } = diskFull(coded('ENOSPC')).text;
    expect(values?.['total']).toBeGreaterThan(0);
    expect(diskFull(coded('ENOSPC')).message).toMatch(/disk of the server is full: [\d,]+ MB of/);
    expect(diskFull(coded('53100')).message).toMatch(/^The disk of the database is full\. Nothing/);
  });

  test('is seen before much is written', () => {
    assertRoomFor(1);
    expect(() => assertRoomFor(1e18)).toThrow(AppError);
  });
});
