'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useNoticeWords } from '@/components/notice/use-notice-words';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { MoreButton } from '@/components/ui/more-button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { NoticePage, Unread } from '@/lib/domain/notice/schema';
import type { NoticeView, ReadNotices } from '@/lib/domain/notice/schema';
import { noticePath } from '@/lib/domain/notice/path';

/** All notices of a person, newest first; one leads to its chip, and is read by that. */
export function NoticeList() {
  const t = useTranslations('notices');
  const client = useQueryClient();
  const pages = useInfiniteQuery({
    queryKey: ['notices', 'list'],
    queryFn: ({ signal, pageParam }) =>
      api(NoticePage, `/notices${pageParam === null ? '' : `?cursor=${String(pageParam)}`}`, {
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const { mutate, isPending } = useMutation({
    mutationFn: (body: ReadNotices) => api(Unread, '/notices/read', { body }),
    onSuccess: (unread) => {
      client.setQueryData(['notices', 'unread'], unread);
      return client.invalidateQueries({ queryKey: ['notices', 'list'] });
    },
    onError: (error) => toast.error(error.message),
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = items[0];
  const unread = items.filter(({ read }) => !read);
  const readAll = (upTo: number): void => {
    const ids = unread.map(({ id }) => id).slice(0, 100);
    mutate(
      { upTo },
      {
        onSuccess: () => {
          toast(t('allRead'), {
            id: 'notices',
            action: { label: t('undo'), onClick: () => mutate({ ids, read: false }) },
          });
        },
      },
    );
  };
  if (pages.isPending) return <Skeleton className="h-64 w-full" />;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      {pages.error && <Notice variant="bad">{pages.error.message}</Notice>}
      {newest ? (
        <Card
          title={t('newestFirst')}
          actions={
            <Button
              size="small"
              disabled={unread.length === 0 || isPending}
              onClick={() => {
                readAll(newest.id);
              }}
            >
              {t('markAllRead')}
            </Button>
          }
        >
          <ul>
            {items.map((notice) => (
              <Line
                key={notice.id}
                notice={notice}
                onRead={(read) => {
                  mutate({ ids: [notice.id], read });
                }}
              />
            ))}
          </ul>
          <MoreButton pages={pages} size="small">
            {t('older')}
          </MoreButton>
        </Card>
      ) : (
        !pages.error && <EmptyState title={t('none')}>{t('noneYet')}</EmptyState>
      )}
    </div>
  );
}

function Line({ notice, onRead }: { notice: NoticeView; onRead: (read: boolean) => void }) {
  const t = useTranslations('notices');
  const words = useNoticeWords();
  const { title, detail } = words(notice);
  return (
    <li className="flex items-start gap-3 border-t border-line py-2 first:border-t-0">
      <span
        aria-hidden
        className={clsx('mt-1.5 size-2 shrink-0 rounded-full', !notice.read && 'bg-accent')}
      />
      <div className="min-w-0 flex-1">
        <Link
          href={noticePath(notice)}
          className={clsx('block', !notice.read && 'font-medium')}
          onClick={() => {
            if (!notice.read) onRead(true);
          }}
        >
          {!notice.read && <span className="sr-only">{t('unread')} </span>}
          {title}
        </Link>
        {detail !== null && (
          <p className="line-clamp-2 text-caption break-words text-text-2">{detail}</p>
        )}
        <p className="text-caption text-text-3">
          {notice.project.name} · <When at={new Date(notice.at)} clock />
        </p>
      </div>
      <Button
        size="small"
        variant="ghost"
        onClick={() => {
          onRead(!notice.read);
        }}
      >
        {notice.read ? t('markUnread') : t('markRead')}
      </Button>
    </li>
  );
}
