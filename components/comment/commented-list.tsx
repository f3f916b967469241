'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Flag } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { MoreButton } from '@/components/ui/more-button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { CommentQuery, CommentedPage } from '@/lib/domain/comment/schema';
import type { CommentedChip } from '@/lib/domain/comment/schema';
import type { RoleName } from '@/lib/domain/member/schema';

type List = CommentQuery['list'];

/** Chips with open comments, or those that were returned to the reader, by number, each with the way to it. */
export function CommentedList(props: { slug: string; role: RoleName; list: List }) {
  const { slug, role, list } = props;
  const t = useTranslations('comments.lists');
  const pages = useInfiniteQuery({
    queryKey: ['commented', slug, list],
    queryFn: ({ signal, pageParam }) =>
      api(CommentedPage, `/projects/${slug}/comments?list=${list}&cursor=${String(pageParam)}`, {
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <nav aria-label={t('which')} className="flex gap-2">
        {CommentQuery.shape.list.unwrap().options.map((one) => (
          <Button key={one} asChild size="small" variant={one === list ? 'primary' : 'plain'}>
            <Link
              href={`/p/${slug}/comments?list=${one}`}
              aria-current={one === list ? 'page' : undefined}
            >
              {t(`${one}.tab`)}
            </Link>
          </Button>
        ))}
      </nav>
      {pages.error && <Notice variant="bad">{pages.error.message}</Notice>}
      {pages.isPending && <Skeleton className="h-64 w-full" />}
      {pages.data && items.length === 0 && (
        <EmptyState title={t(`${list}.none`)}>{t(`${list}.noneYet`)}</EmptyState>
      )}
      {items.length > 0 && (
        <Card title={t(`${list}.tab`)}>
          <ul>
            {items.map((chip) => (
              <Line key={chip.number} {...{ slug, role, list, chip }} />
            ))}
          </ul>
          <MoreButton pages={pages} size="small">
            {t('more')}
          </MoreButton>
        </Card>
      )}
    </div>
  );
}

function Line(props: { slug: string; role: RoleName; list: List; chip: CommentedChip }) {
  const { slug, role, list, chip } = props;
  const t = useTranslations('comments.lists');
  const status = useTranslations('common.chipStatus');
  const page = chip.status === 'SUBMITTED' && role !== 'LABELER' ? 'review' : 'label';
  const at = chip.cell === null ? 'chip' : String(chip.cell);
  const href =
    list === 'open'
      ? `/p/${slug}/${page}/${String(chip.number)}?comments=${at}`
      : `/p/${slug}/label/${String(chip.number)}`;
  return (
    <li className="flex items-start gap-3 border-t border-line py-2 first:border-t-0 max-sm:flex-col">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link href={href} className="font-medium">
            {t('chip', { number: chip.number })}
          </Link>
          <Badge>{status(chip.status)}</Badge>
          {chip.open > 1 && <Badge variant="accent">{t('threads', { count: chip.open })}</Badge>}
          {chip.flag && (
            <Badge variant="accent">
              <Flag aria-hidden />
              {t('flagged')}
            </Badge>
          )}
        </p>
        {chip.text !== null && <p className="line-clamp-2 break-words text-text-2">{chip.text}</p>}
        <p className="text-caption text-text-3">
          {chip.by} · <When at={new Date(chip.at)} clock /> ·{' '}
          <span className="font-mono break-all">{chip.picture}</span>
        </p>
      </div>
      <div className="flex gap-2">
        <Button asChild size="small" variant="ghost">
          <Link href={`/p/${slug}/history/${String(chip.number)}`}>{t('history')}</Link>
        </Button>
        <Button asChild size="small">
          <Link href={href}>{t(`${list}.action`)}</Link>
        </Button>
      </div>
    </li>
  );
}
