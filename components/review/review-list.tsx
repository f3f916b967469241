'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { MistakesTable } from '@/components/review/mistakes-table';
import { describeReason } from '@/components/review/describe-reason';
import { Columns } from '@/components/shell/page';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Swatch } from '@/components/ui/swatch';
import { api } from '@/lib/client/api';
import type { ClassView } from '@/lib/domain/class/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';
import { ReviewList as List } from '@/lib/domain/review/schema';
import type { ReviewItem } from '@/lib/domain/review/schema';

type Order = 'disagreement' | 'oldest';
const PAGE = 50;

/** The chips that wait for review, most worth looking at first, and what review has shown of the models. */
export function ReviewList({ slug, classes }: { slug: string; classes: readonly ClassView[] }) {
  const t = useTranslations('review');
  const [order, setOrder] = useState<Order>('disagreement');
  const list = useInfiniteQuery({
    queryKey: ['review-pages', slug, order],
    queryFn: ({ pageParam, signal }) =>
      api(
        List,
        `/projects/${slug}/review?order=${order}&limit=${String(PAGE)}${pageParam === null ? '' : `&cursor=${pageParam}`}`,
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
          note={list.data ? `n ${total.toLocaleString('en')}` : undefined}
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
          {list.error && (
            <Notice variant="bad">
              {t('messageWhatIsShownMay', { message: list.error.message })}
            </Notice>
          )}
          {list.isPending && <Skeleton className="h-64 w-full" />}
          {list.data && items.length === 0 && (
            <EmptyState title={t('noChipWaitsForReview')}>{t('chipsComeHereWhenA')}</EmptyState>
          )}
          <ol className="-mx-2 flex flex-col">
            {items.map((item) => (
              <Row key={item.chip.id} slug={slug} item={item} classes={classes} />
            ))}
          </ol>
          {list.hasNextPage && (
            <Button
              className="mt-3"
              busy={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('showMore')}
            </Button>
          )}
        </Card>
      }
      side={
        <>
          <Card title={t('order')}>
            <SelectField
              label={t('chipsFirst')}
              value={order}
              onChange={(event) => {
                setOrder(event.target.value === 'oldest' ? 'oldest' : 'disagreement');
              }}
            >
              <option value="disagreement">{t('onWhichLabelsAndModel')}</option>
              <option value="oldest">{t('thatWaitLongest')}</option>
            </SelectField>
          </Card>
          <MistakesTable slug={slug} />
        </>
      }
    />
  );
}

function Row(props: { slug: string; item: ReviewItem; classes: readonly ClassView[] }) {
  const t = useTranslations('review');
  const tReason = useTranslations('review.reason');
  const words = useCodeLabel(props.classes);
  const { chip, labelers, reason, counts, score } = props.item;
  const { classes } = props;
  return (
    <li>
      <Link
        href={`/p/${props.slug}/review/${String(chip.number)}`}
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
          <span className="block text-text-2">{describeReason(reason, tReason)}</span>
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
          </span>
        </span>
        <span className="text-right max-sm:hidden">
          <span className="block font-semibold">{score === null ? '–' : score.toFixed(2)}</span>
          <span className="block text-caption text-text-3">{t('disagreement')}</span>
        </span>
      </Link>
    </li>
  );
}
