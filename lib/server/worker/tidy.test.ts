import { expect, it, vi } from 'vitest';
import { log } from '@/lib/server/log';
import { tidy } from '@/lib/server/worker/tidy';

it('a step that fails is logged by its name and does not keep the others from running', async () => {
  const logged = vi.spyOn(log, 'error').mockReturnValue(undefined);
  const error = new Error('disk full');
  const ran: string[] = [];
  await tidy([
    ['first', () => Promise.resolve(ran.push('first'))],
    ['full', () => Promise.reject(error)],
    ['last', () => Promise.resolve(ran.push('last'))],
  ]);
  expect(ran).toEqual(['first', 'last']);
  expect(logged.mock.calls).toEqual([[{ err: error, step: 'full' }, expect.any(String)]]);
  logged.mockRestore();
});
