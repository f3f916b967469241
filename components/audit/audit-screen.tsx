'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { AuditFilterBar } from '@/components/audit/audit-filter-bar';
import { AuditRow } from '@/components/audit/audit-row';
import { filterOf, isFiltered, useAuditView } from '@/components/audit/use-audit-view';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { MoreButton } from '@/components/ui/more-button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { AuditPage } from '@/lib/domain/audit/schema';

/** The audit of a project, or of the whole instance (null): its filter stands in the address, its lines are fetched page by page. */
export function AuditScreen(props: {
  slug: string | null;
  people: readonly { id: string; name: string }[];
}) {
  const { slug, people } = props;
  const t = useTranslations('audit');
  const { view, change } = useAuditView(slug === null ? '/admin/audit' : `/p/${slug}/audit`);
  const path = slug === null ? '/audit' : `/projects/${slug}/audit`;
  const filter = filterOf(view);
  const pages = useInfiniteQuery({
    queryKey: ['audit', path, filter],
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === '' ? filter : { ...filter, cursor: pageParam };
      return api(AuditPage, `${path}?${new URLSearchParams(query).toString()}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const file = `/api/v1${path}/export?${new URLSearchParams(filter).toString()}`;
  return (
    <div className="flex max-w-6xl flex-col gap-4">
      <AuditFilterBar view={view} people={people} project={slug !== null} onChange={change} />
      {pages.error && <Notice variant="bad">{pages.error.message}</Notice>}
      {pages.isPending && <Skeleton className="h-64 w-full" />}
      {pages.data && items.length === 0 && (
        <EmptyState title={t('none')}>
          {isFiltered(view) ? t('noneFound') : t('noneYet')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Card
          title={t('newestFirst')}
          actions={
            <Button asChild size="small">
              <a href={file} download title={t('exportHint')}>
                {t('export')}
              </a>
            </Button>
          }
        >
          <ul>
            {items.map((line) => (
              <AuditRow key={line.id} line={line} withProject={slug === null} onNarrow={change} />
            ))}
          </ul>
          <MoreButton pages={pages} size="small" className="mt-2">
            {t('older')}
          </MoreButton>
        </Card>
      )}
    </div>
  );
}
