'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import Link from 'next/link';
import { useCallback, useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { PagePalette } from '@/components/commands/page-palette';
import { ChipTable } from '@/components/chips/chip-table';
import { ColumnsMenu } from '@/components/chips/columns-menu';
import { FilterBar } from '@/components/chips/filter-bar';
import { useChipCounts } from '@/components/chips/use-chip-counts';
import { useChipPages } from '@/components/chips/use-chip-pages';
import { useTableView } from '@/components/chips/use-table-view';
import { ViewsMenu } from '@/components/chips/views-menu';
import { useAddTruth } from '@/components/ground-truth/use-truth';
import { NewLinkDialog } from '@/components/links/new-link-dialog';
import { ArchivedNotice } from '@/components/shell/archived-notice';
import { TopBar } from '@/components/shell/top-bar';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { useSubmit } from '@/lib/client/use-submit';
import { REVIEWER_COLUMNS } from '@/lib/domain/chip-table/schema';
import type { ChipTableRow } from '@/lib/domain/chip-table/schema';
import {
  chipPage,
  columnsOf,
  filterOf,
  placeQuery,
  rowsQuery,
  tableQueryOf,
} from '@/lib/domain/chip-table/view';

/** The project's chips as a table: what passes a filter, in columns and an order, each a step from its page. */
export function ChipsScreen(props: {
  person: WorkbenchPerson;
  project: WorkbenchProject;
  chips: number;
}) {
  const t = useTranslations('chips');
  const format = useFormatter();
  const { person, project } = props;
  const { slug, role, classes } = project;
  const path = `/p/${slug}/chips`;
  const seesAll = role !== 'LABELER';
  const { view, id, change, show } = useTableView(path);
  const list = tableQueryOf(view);
  const query = rowsQuery(view);
  const params = useSearchParams();
  // where one came back to: it holds until another filter or order is asked for
  const [start] = useState(() => ({ query, at: params.get('at') }));
  const at = start.query === query ? start.at : null;
  const filter = useMemo(() => filterOf(view), [view]);
  const counts = useChipCounts(slug, filter);
  const add = useAddTruth(slug);
  const adding = useSubmit(() => add({ by: 'filter', filter }));
  const { pages, rows } = useChipPages(slug, query, at);
  const router = useRouter();
  const columns = columnsOf(view).filter((one) => seesAll || !REVIEWER_COLUMNS.includes(one));
  const href = useCallback(
    (row: ChipTableRow) =>
      `/p/${slug}/${chipPage(role, row.status)}/${String(row.number)}${placeQuery({ list, at: row.place })}`,
    [slug, role, list],
  );
  const onOpen = useCallback(
    (row: ChipTableRow) => {
      // one step back in the browser comes to this row again
      const back = new URLSearchParams(list);
      back.set('at', row.place);
      window.history.replaceState(null, '', `${path}?${back.toString()}`);
      router.push(href(row));
    },
    [router, href, list, path],
  );
  const total = counts.data?.total;
  const isEmpty = pages.data !== undefined && rows.length === 0 && !pages.hasPreviousPage;
  return (
    <div className="flex h-dvh flex-col">
      <TopBar person={person} project={project} />
      <PagePalette isOwner={person.isOwner} project={project} />
      <div className="flex flex-wrap items-center gap-2 border-b border-line bg-bg-1 px-4 py-2">
        <h1 className="text-body font-medium">{t('title')}</h1>
        <span className="min-w-16 text-text-2" aria-live="polite">
          {total &&
            t('total', {
              count: total.count,
              number: `${format.number(total.count)}${total.more ? '+' : ''}`,
            })}
        </span>
        <div className="ml-auto flex flex-wrap justify-end gap-2">
          {!project.archived && <FilteredActs {...{ slug, role, query, adding }} />}
          <ViewsMenu
            {...{ slug, role, id }}
            archived={project.archived}
            query={list}
            onShow={(one) => {
              show(one.query, one.id);
            }}
          />
          <ColumnsMenu
            {...{ columns, seesAll }}
            onChange={(next) => {
              change({ columns: next.join(',') });
            }}
          />
        </div>
        <div className="w-full">
          <FilterBar {...{ slug, role, classes, filter }} counts={counts.data} onChange={change} />
        </div>
      </div>
      {adding.problem !== null && (
        <div className="px-4 pt-4">
          <Notice variant="bad">{adding.problem}</Notice>
        </div>
      )}
      {project.archived && (
        <div className="px-4 pt-4">
          <ArchivedNotice />
        </div>
      )}
      <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none">
        {pages.isPending && <Skeleton className="m-4 h-64" />}
        {isEmpty ? (
          props.chips === 0 ? (
            <EmptyState
              title={t('empty.none')}
              action={
                <Button asChild variant="primary">
                  <Link href={`/p/${slug}/imagery`}>{t('empty.imagery')}</Link>
                </Button>
              }
            >
              {t('empty.noneText')}
            </EmptyState>
          ) : (
            <EmptyState
              title={t('empty.title')}
              action={
                <Button
                  onClick={() => {
                    show(tableQueryOf({ columns: view.columns }));
                  }}
                >
                  {t('clear')}
                </Button>
              }
            >
              {t('empty.text')}
            </EmptyState>
          )
        ) : (
          !pages.isPending && (
            <ChipTable
              key={query}
              {...{ rows, pages, columns, at, classes, seesAll, href, onOpen }}
              order={view.order}
              reverse={view.reverse === true}
              onOrder={(order) => {
                const turned = view.order === order && view.reverse !== true;
                change({ order, reverse: turned ? true : undefined });
              }}
            />
          )
        )}
      </main>
    </div>
  );
}

/** What can be done with the chips of the filter: into the ground truth set, out to people without an account. */
function FilteredActs(props: {
  slug: string;
  role: WorkbenchProject['role'];
  query: string;
  adding: { busy: boolean; run: () => unknown };
}) {
  const { slug, role, query, adding } = props;
  const truth = useTranslations('truth.table');
  return (
    <>
      {role !== 'LABELER' && (
        <Button
          size="small"
          title={truth('addTitle')}
          busy={adding.busy}
          onClick={() => {
            void adding.run();
          }}
        >
          {truth('add')}
        </Button>
      )}
      {role === 'ADMIN' && <NewLinkDialog slug={slug} filter={query} />}
    </>
  );
}
