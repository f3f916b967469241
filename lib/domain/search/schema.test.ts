import { describe, expect, it } from 'vitest';
import { SearchQuery, chipNumbers } from '@/lib/domain/search/schema';

describe('what may be meant by a number', () => {
  it('is that chip first, then those whose numbers begin so', () => {
    for (const typed of ['12', ' #12', 'chip 12', 'Kachel 12', 'Chip #12']) {
      expect(chipNumbers(typed).slice(0, 3)).toEqual([12, 120, 121]);
    }
    expect(chipNumbers('12')).toHaveLength(21);
  });

  it('is no chip where no chip can have the number, or where it is part of a name', () => {
    for (const typed of ['0', '012', 'chip', '12 a', 'OSBS_12', '99999999999']) {
      expect(chipNumbers(typed)).toEqual([]);
    }
    expect(chipNumbers('2147483647')).toEqual([2_147_483_647]);
  });

  it('is searched for as it was typed, without spaces around it and without control characters', () => {
    expect(SearchQuery.parse({ q: ' osbs ' })).toEqual({ q: 'osbs' });
    for (const q of ['', '  ', 'a\0b', 'a'.repeat(101)]) {
      expect(SearchQuery.safeParse({ q }).success).toBe(false);
    }
  });
});
