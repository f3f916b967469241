import { expect, test } from 'vitest';
import { readSignInError } from '@/lib/domain/user/sign-in';

test('an answer to a sign-in is one of four codes, whatever the address says', () => {
  expect(readSignInError('RateLimited:61')).toEqual({ code: 'limited', minutes: 2 });
  expect(readSignInError('CredentialsSignin').code).toBe('wrong');
  expect(readSignInError('Unavailable').code).toBe('away');
  for (const other of [null, '', 'RateLimited:', 'Invalid `prisma.user.findFirst()`', 'Callback']) {
    expect(readSignInError(other)).toEqual({ code: 'fault', minutes: 0 });
  }
});
