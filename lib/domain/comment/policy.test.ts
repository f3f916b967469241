import { expect, test } from 'vitest';
import { mayChange, mayResolve } from '@/lib/domain/comment/policy';

const [ada, ben] = ['ada', 'ben'];

test('words are their author’s alone, whatever somebody’s role', () => {
  expect(mayChange({ userId: ada }, { userId: ada })).toBe(true);
  expect(mayChange({ userId: ben }, { userId: ada })).toBe(false);
});

test('a thread is resolved by who began it, reviewers and admins', () => {
  const thread = { userId: ada };
  expect(mayResolve({ userId: ada, role: 'LABELER' }, thread)).toBe(true);
  expect(mayResolve({ userId: ben, role: 'LABELER' }, thread)).toBe(false);
  expect(mayResolve({ userId: ben, role: 'REVIEWER' }, thread)).toBe(true);
  expect(mayResolve({ userId: ben, role: 'ADMIN' }, thread)).toBe(true);
});
