'use client';
import { clsx } from 'clsx';
import { LayoutList, SlidersHorizontal } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { FilterBar } from '@/components/chips/filter-bar';
import { useChipCounts } from '@/components/chips/use-chip-counts';
import { ViewsMenu } from '@/components/chips/views-menu';
import { FilterSelect } from '@/components/gallery/filter-select';
import { Button } from '@/components/ui/button';
import { FACET_NAMES, ReviewState } from '@/lib/domain/chip-filter/schema';
import { filterOf, tableQueryOf, tableViewOf } from '@/lib/domain/chip-table/view';
import type { ClassView } from '@/lib/domain/class/schema';
import type { GalleryGroupsReply } from '@/lib/domain/gallery/schema';
import type { GalleryView } from '@/lib/domain/gallery/view';

interface Props {
  slug: string;
  role: string;
  archived: boolean;
  view: GalleryView;
  classes: readonly ClassView[];
  states: GalleryGroupsReply['states'];
  /** confirmed chips of which a correction is asked for */
  corrections: number;
  onChange: (change: Partial<Record<keyof GalleryView, unknown>>) => void;
}

const STATES = ['waiting', 'confirmed', 'imported'] as const;
const GROUPINGS = ['class', 'person', 'version', 'site', 'date'] as const;
const ORDERS = ['suspicion', 'issue', 'newest', 'random', 'outlier'] as const;
/** Every facet taken off. */
const none = () => Object.fromEntries(FACET_NAMES.map((name) => [name, undefined]));

/** What is shown, how it is grouped and in which order. */
export function GalleryFilters(props: Props) {
  const t = useTranslations('gallery');
  const { slug, role, archived, view, classes, onChange } = props;
  const [more, setMore] = useState(false);
  const filter = useMemo(() => filterOf(view), [view]);
  const counts = useChipCounts(slug, filter, view.unit);
  const set = (name: keyof GalleryView) => (value: string) => {
    onChange({ [name]: value === '' ? undefined : value });
  };
  return (
    <div
      role="toolbar"
      aria-label={t('filters')}
      className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-bg-1 px-4 py-2 whitespace-nowrap max-sm:px-2"
    >
      <div className="flex gap-1">
        {(['cells', 'chips'] as const).map((unit) => (
          <button
            key={unit}
            type="button"
            aria-pressed={view.unit === unit}
            onClick={() => {
              onChange({ unit });
            }}
            className={clsx(
              'h-7 rounded-control border px-2.5 pointer-coarse:h-11',
              view.unit === unit
                ? 'border-transparent bg-bg-3 text-text-1'
                : 'border-line text-text-2 hover:bg-bg-2',
            )}
          >
            {t(`unit.${unit}`)}
          </button>
        ))}
      </div>
      <FilterSelect
        label={t('state')}
        value={view.state}
        on
        options={STATES.map((state) => [
          state,
          t(`states.${state}`, { count: props.states[state] }),
        ])}
        onChange={set('state')}
      />
      {props.corrections > 0 && (
        <Link
          href={`/p/${slug}/review/list`}
          className="inline-flex items-center px-1 text-accent pointer-coarse:min-h-11"
        >
          {t('corrections', { count: props.corrections })}
        </Link>
      )}
      <Button
        size="icon"
        variant="ghost"
        className="sm:hidden"
        aria-label={t('moreFilters')}
        aria-expanded={more}
        onClick={() => {
          setMore(!more);
        }}
      >
        <SlidersHorizontal aria-hidden />
      </Button>
      <FilterBar
        {...{ slug, role, classes, filter, onChange }}
        counts={counts.data}
        open={more}
        withoutState
      />
      <div className={clsx('ml-auto flex flex-wrap items-center gap-2', !more && 'max-sm:hidden')}>
        <FilterSelect
          label={t('groupBy')}
          value={view.by}
          options={GROUPINGS.map((by) => [by, t(`by.${by}`)])}
          onChange={set('by')}
        />
        <FilterSelect
          label={t('orderBy')}
          value={view.order}
          options={[
            ...ORDERS.map((order): [string, string] => [order, t(`order.${order}`)]),
            ...(view.order === 'like'
              ? [['like', t('order.like', { number: view.like ?? 0 })] as [string, string]]
              : []),
          ]}
          onChange={set('order')}
        />
        <ViewsMenu
          {...{ slug, role, archived, id: null }}
          query={tableQueryOf(filter)}
          onShow={(saved) => {
            const shown = tableViewOf(new URLSearchParams(saved.query));
            const state = ReviewState.safeParse(shown.state).data;
            onChange({ ...none(), ...filterOf(shown), state });
          }}
        />
        <Button asChild size="icon" variant="ghost">
          <Link href={`/p/${slug}/review/list`} aria-label={t('list')} title={t('list')}>
            <LayoutList aria-hidden />
          </Link>
        </Button>
      </div>
    </div>
  );
}
