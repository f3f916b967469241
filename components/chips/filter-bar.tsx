'use client';
import { clsx } from 'clsx';
import { SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { MoreFilters } from '@/components/chips/more-filters';
import { useFacetWords } from '@/components/chips/use-facet-words';
import { FilterSelect } from '@/components/gallery/filter-select';
import { Button } from '@/components/ui/button';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import { ChipState } from '@/lib/domain/chip-filter/schema';
import type { ChipFilter, FilterChange } from '@/lib/domain/chip-filter/schema';
import { CountedFacet } from '@/lib/domain/chip-table/schema';
import type { ChipCounts, FacetCount } from '@/lib/domain/chip-table/schema';
import { ABSENT, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';
import { Split } from '@/lib/domain/chip/schema';

interface Props {
  slug: string;
  /** a labeler is not offered what reviewers alone see */
  role: string;
  classes: readonly ClassView[];
  filter: ChipFilter;
  /** what each value would give; undefined until it is known */
  counts: ChipCounts | undefined;
  /** on a phone: whether the page shows it; left out: it has a button of its own */
  open?: boolean;
  /** the page has its own state */
  withoutState?: boolean;
  onChange: (change: FilterChange) => void;
}

/** Facets that are lists of values; all others are in the dialog of further filters. */
const LISTED = CountedFacet.options;
const FURTHER = ['asset', 'from', 'to', 'scoreFrom', 'scoreTo', 'several'] as const;

/** The filter as lists of values, each with how many chips it would give; on a phone behind a button. */
export function FilterBar(props: Props) {
  const t = useTranslations('chips');
  const { slug, role, classes, filter, counts, onChange } = props;
  const code = useCodeLabel(classes);
  const words = useFacetWords(code);
  const [own, setOwn] = useState(false);
  const open = props.open ?? own;
  const [more, setMore] = useState(false);
  const seesAll = role !== 'LABELER';
  const listed = LISTED.filter(
    (facet) =>
      !(facet === 'state' && props.withoutState) &&
      (seesAll || (facet !== 'person' && facet !== 'version')),
  );
  const further = FURTHER.filter((name) => filter[name] !== undefined);
  const set = [...listed, ...further].some((name) => filter[name] !== undefined);
  return (
    <>
      {props.open === undefined && (
        <Button
          size="small"
          className="sm:hidden"
          aria-expanded={open}
          onClick={() => {
            setOwn(!open);
          }}
        >
          <SlidersHorizontal aria-hidden />
          {t('filters')}
        </Button>
      )}
      <div
        role="group"
        aria-label={t('filters')}
        className={clsx('flex flex-wrap items-center gap-2', !open && 'max-sm:hidden')}
      >
        {listed.map((facet) => (
          <FilterSelect
            key={facet}
            label={t(`facet.${facet}`)}
            value={filter[facet] === undefined ? '' : String(filter[facet])}
            options={[
              ['', t(`all.${facet}`)],
              ...valuesOf(facet, filter, counts, classes).map((one): [string, string] => [
                one.value,
                words.counted(words.value(facet, one), counts ? one : null),
              ]),
            ]}
            onChange={(value) => {
              onChange({ [facet]: value === '' ? undefined : value });
            }}
          />
        ))}
        {further.map((name) => (
          <Button
            key={name}
            size="small"
            onClick={() => {
              onChange({ [name]: undefined });
            }}
          >
            {t(`set.${name}`, { value: String(filter[name]) })}
            <X aria-label={t('takeOff')} />
          </Button>
        ))}
        <Button
          size="small"
          variant="ghost"
          aria-haspopup="dialog"
          onClick={() => {
            setMore(true);
          }}
        >
          {t('further')}
        </Button>
        {set && (
          <Button
            size="small"
            variant="ghost"
            onClick={() => {
              onChange(
                Object.fromEntries([...listed, ...FURTHER].map((name) => [name, undefined])),
              );
            }}
          >
            {t('clear')}
          </Button>
        )}
      </div>
      {more && (
        <MoreFilters
          {...{ slug, filter, seesAll }}
          onClose={() => {
            setMore(false);
          }}
          onChange={(change) => {
            setMore(false);
            onChange(change);
          }}
        />
      )}
    </>
  );
}

/** Values to choose from: all that a facet can have where these are few, else those that there are, and the one that is chosen. */
function valuesOf(
  facet: CountedFacet,
  filter: ChipFilter,
  counts: ChipCounts | undefined,
  classes: readonly ClassView[],
): FacetCount[] {
  const known = new Map((counts?.facets[facet] ?? []).map((one) => [one.value, one]));
  const chosen = filter[facet] === undefined ? [] : [String(filter[facet])];
  const fixed: Record<CountedFacet, readonly string[] | null> = {
    state: ChipState.options,
    class: [...classes.map(({ index }) => codeOfClass(index)), ABSENT, UNSURE, UNUSABLE].map(
      String,
    ),
    ...{ person: null, version: null, survey: null },
    split: Split.options,
    comments: ['open'],
  };
  // a survey without a name is no value of a list in which "" is all of them
  const values = fixed[facet] ?? [...known.keys()].filter((value) => value !== '');
  return [...new Set([...values, ...chosen])].map(
    (value) => known.get(value) ?? { value, name: null, count: 0, more: false },
  );
}
