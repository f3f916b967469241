'use client';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Split } from '@/lib/domain/chip/schema';
import type { ChipState } from '@/lib/domain/chip-filter/schema';
import type { CountedFacet, FacetCount } from '@/lib/domain/chip-table/schema';
import { NOBODY } from '@/lib/domain/review/nobody';

export interface FacetWords {
  /** the value of a facet, without its count */
  value: (facet: CountedFacet, one: Pick<FacetCount, 'value' | 'name'>) => string;
  /** the value and how many there are: "Waiting for review (1,204)", "Palm (20,000+)" */
  counted: (words: string, count: Pick<FacetCount, 'count' | 'more'> | null) => string;
}

/** What values of facets are called; `code` names a label. */
export function useFacetWords(code: (code: number) => string): FacetWords {
  const t = useTranslations('chips');
  const format = useFormatter();
  return useMemo(
    () => ({
      value: (facet, { value, name }) => {
        if (facet === 'class') return code(Number(value));
        if (facet === 'survey') return value === '' ? t('noSurvey') : value;
        if (facet === 'state') return t(`states.${value as ChipState}`);
        if (facet === 'split') return t(`splits.${value as Split}`);
        if (facet === 'comments') return t('comments.open');
        if (value === NOBODY) return t(facet === 'person' ? 'broughtIn' : 'noModel');
        return name ?? value;
      },
      counted: (words, count) =>
        count === null ? words : `${words} (${format.number(count.count)}${count.more ? '+' : ''})`,
    }),
    [t, format, code],
  );
}
