import { expect, test } from 'vitest';
import { VERSION_FILTERS, passes, versionFilterOf } from '@/lib/domain/model/version-filter';

test('each version but a base model is in one part besides all', () => {
  const declinedAt = '2026-11-27T12:00:00Z';
  const versions = [
    { status: 'DEPLOYED', declinedAt: null },
    { status: 'CANDIDATE', declinedAt: null },
    { status: 'CANDIDATE', declinedAt },
    { status: 'RETIRED', declinedAt: null },
  ] as const;
  expect(
    versions.map((version) => VERSION_FILTERS.filter((filter) => passes(version, filter))),
  ).toEqual([
    ['all', 'deployed'],
    ['all', 'candidate'],
    ['all', 'declined'],
    ['all', 'retired'],
  ]);
});

test('an address with another filter shows all', () => {
  expect(['retired', 'nonsense', undefined, ['retired']].map(versionFilterOf)).toEqual([
    'retired',
    'all',
    'all',
    'all',
  ]);
});
