'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { FilterBar } from '@/components/chips/filter-bar';
import { useChipCounts } from '@/components/chips/use-chip-counts';
import { useTableView } from '@/components/chips/use-table-view';
import { ViewsMenu } from '@/components/chips/views-menu';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { MistakesTable } from '@/components/review/mistakes-table';
import { describeReason } from '@/components/review/describe-reason';
import { Columns } from '@/components/shell/page';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { SelectField } from '@/components/ui/field';
import { MoreButton } from '@/components/ui/more-button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Swatch } from '@/components/ui/swatch';
import { api } from '@/lib/client/api';
import { sortedQuery } from '@/lib/domain/chip-filter/query';
import { isEmptyFilter } from '@/lib/domain/chip-filter/schema';
import type { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { placeText } from '@/lib/domain/chip-table/schema';
import { filterOf, placeQuery, tableQueryOf } from '@/lib/domain/chip-table/view';
import type { ClassView } from '@/lib/domain/class/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';
import { ReviewListReply as List } from '@/lib/domain/review/schema';
import type { ReviewItem, ReviewOrder } from '@/lib/domain/review/schema';
import { fixed } from '@/lib/i18n/fixed';

const PAGE = 50;

interface ListProps {
  slug: string;
  role: string;
  archived: boolean;
  classes: readonly ClassView[];
}

/** The chips that wait for review, most worth looking at first, and what review has shown of the models. */
export function ReviewList(props: ListProps) {
  const { slug, classes } = props;
  const t = useTranslations('review');
  const format = useFormatter();
  const [order, setOrder] = useState<ReviewOrder>('disagreement');
  const { view, id, change, show } = useTableView(`/p/${slug}/review/list`);
  const facets = useMemo((): ChipFilter => {
    const { state: _, ...others } = filterOf(view);
    return others;
  }, [view]);
  const asked = sortedQuery({ ...facets, order, limit: PAGE }).toString();
  const list = useInfiniteQuery({
    queryKey: ['review-pages', slug, asked],
    queryFn: ({ pageParam, signal }) =>
      api(
        List,
        `/projects/${slug}/review?${asked}${pageParam === null ? '' : `&cursor=${pageParam}`}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const first = items[0];
  return (
    <Columns
      main={
        <Card
          title={t('waitingForReview')}
          note={
            list.data
              ? `n ${format.number(total)}${list.data.pages[0]?.more ? '+' : ''}`
              : undefined
          }
          actions={
            first && (
              <Button asChild variant="primary">
                <Link href={`/p/${slug}/review/${String(first.chip.number)}`}>
                  {t('startWithTheFirst')}
                </Link>
              </Button>
            )
          }
        >
          <ListFilters {...props} {...{ facets, id, change, show }} />
          {list.error && (
            <Notice variant="bad">
              {t('messageWhatIsShownMay', { message: list.error.message })}
            </Notice>
          )}
          {list.isPending && <Skeleton className="h-64 w-full" />}
          {list.data && items.length === 0 && (
            <NoneWaits filtered={Object.keys(facets).length > 0} />
          )}
          <ol className="-mx-2 flex flex-col">
            {items.map((item) => (
              <Row key={item.chip.id} {...{ slug, item, order, classes, facets }} />
            ))}
          </ol>
          <MoreButton pages={list} className="mt-3">
            {t('showMore')}
          </MoreButton>
        </Card>
      }
      side={
        <>
          <Card title={t('order')}>
            <SelectField
              label={t('chipsFirst')}
              value={order}
              onChange={(event) => {
                setOrder(event.target.value as ReviewOrder);
              }}
            >
              <option value="disagreement">{t('onWhichLabelsAndModel')}</option>
              <option value="uncertainty">{t('ofWhichTheModelIs')}</option>
              <option value="oldest">{t('thatWaitLongest')}</option>
            </SelectField>
          </Card>
          <MistakesTable slug={slug} />
        </>
      }
    />
  );
}

/** By which a chip's page knows the filter; without one it goes through all that waits, in the list's own order. */
function listQuery(facets: ChipFilter, { number }: { number: number }): string {
  if (isEmptyFilter(facets)) return '';
  const list = tableQueryOf({ ...facets, state: 'waiting' });
  return placeQuery({ list, at: placeText({ key: number, number }) });
}

function NoneWaits({ filtered }: { filtered: boolean }) {
  const t = useTranslations();
  return filtered ? (
    <EmptyState title={t('chips.empty.title')}>{t('chips.empty.text')}</EmptyState>
  ) : (
    <EmptyState title={t('review.noChipWaitsForReview')}>
      {t('review.chipsComeHereWhenA')}
    </EmptyState>
  );
}

/** What passes, as lists of values, and views to show or save. */
function ListFilters(
  props: ListProps & { facets: ChipFilter } & Pick<
      ReturnType<typeof useTableView>,
      'id' | 'change' | 'show'
    >,
) {
  const { slug, role, archived, classes, facets, id, change, show } = props;
  const filter = useMemo((): ChipFilter => ({ ...facets, state: 'waiting' }), [facets]);
  const counts = useChipCounts(slug, filter);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <FilterBar
        {...{ slug, role, classes }}
        filter={facets}
        counts={counts.data}
        withoutState
        onChange={change}
      />
      <ViewsMenu
        {...{ slug, role, archived, id }}
        query={tableQueryOf(filter)}
        onShow={(saved) => {
          show(saved.query, saved.id);
        }}
      />
    </div>
  );
}

function Row(props: {
  slug: string;
  item: ReviewItem;
  order: ReviewOrder;
  classes: readonly ClassView[];
  /** next and previous on the chip's page go through what passes, by number */
  facets: ChipFilter;
}) {
  const t = useTranslations('review');
  const tReason = useTranslations('review.reason');
  const words = useCodeLabel(props.classes);
  const { chip, labelers, reason, counts, score, uncertainty, correction } = props.item;
  const { classes } = props;
  const format = useFormatter();
  const written = (value: number | null | undefined, digits: number) =>
    typeof value === 'number' ? format.number(value, fixed(digits)) : null;
  const [figure, unit] =
    props.order === 'uncertainty'
      ? [written(uncertainty, 2), t('uncertainty')]
      : [written(score, 1), t('disagreement')];
  const labelled = counts.reduce((sum, { cells }) => sum + cells, 0);
  const unlabelled = correction ? 0 : chip.rows * chip.cols - labelled;
  return (
    <li>
      <Link
        href={`/p/${props.slug}/review/${String(chip.number)}${listQuery(props.facets, chip)}`}
        className="flex items-center gap-3 rounded-control p-2 hover:bg-bg-2"
      >
        <img
          src={chip.imageUrl}
          alt=""
          loading="lazy"
          className="size-16 shrink-0 rounded-mark bg-bg-3 object-cover"
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <span className="font-medium">{t('chipNumber', { number: chip.number })}</span>
            <span className="flex gap-1">
              {labelers.map((person) => (
                <Avatar key={person.userId} name={person.name} />
              ))}
            </span>
            <span className="truncate font-mono text-caption text-text-3 max-sm:hidden">
              {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
            </span>
          </span>
          <span className="block text-text-2">
            {correction
              ? t('correction.inList', {
                  name: correction.by.name,
                  count: correction.changes.length,
                  said: correction.reason === '' ? 'no' : 'yes',
                  reason: correction.reason,
                })
              : describeReason(reason, tReason, words)}
          </span>
          <span className="flex flex-wrap gap-x-3 text-caption text-text-3">
            {counts.map(({ code, cells }) => (
              <span key={code} className="flex items-center gap-1">
                <Swatch
                  size={8}
                  colour={classes.find((c) => c.index === classIndexOf(code))?.colour ?? null}
                />
                {words(code)} {cells}
              </span>
            ))}
            {unlabelled > 0 && <span>{t('withoutLabel', { count: unlabelled })}</span>}
          </span>
        </span>
        {!correction && (
          <span className="text-right max-sm:hidden">
            <span className="block font-semibold">{figure ?? '–'}</span>
            <span className="block text-caption text-text-3">{unit}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
