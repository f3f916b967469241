'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { ChipRow, rowId } from '@/components/chips/chip-row';
import type { useChipPages } from '@/components/chips/use-chip-pages';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSize } from '@/components/ui/use-size';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import type { ChipTableRow, TableColumn, TableOrder } from '@/lib/domain/chip-table/schema';

const ROW_PX = 44;
/** A block's heading and each of its lines. */
const [HEAD_PX, LINE_PX] = [64, 22];
/** Narrower is a phone: rows are blocks. */
const BLOCKS_BELOW_PX = 640;
/** Pixels above and below the window in which rows are drawn, and further ones in which they are fetched. */
const [AHEAD_PX, FETCH_PX] = [400, 1200];

const WIDTHS: Record<TableColumn, string> = {
  asset: 'minmax(90px,1.4fr)',
  state: 'minmax(110px,1fr)',
  people: 'minmax(90px,1fr)',
  labelledAt: '150px',
  cells: 'minmax(110px,1.2fr)',
  score: '64px',
  split: '90px',
  confirmedBy: 'minmax(90px,1fr)',
  confirmedAt: '150px',
  survey: 'minmax(80px,1fr)',
  version: '80px',
};
/** Columns whose order is stored. */
const ORDERS: Partial<Record<TableColumn, TableOrder>> = {
  ...{ labelledAt: 'newest', score: 'suspicion' },
};
/** Whether the smallest comes first where nobody turned it round. */
const RISES: Record<TableOrder, boolean> = { number: true, newest: false, suspicion: false };

interface Props {
  rows: readonly ChipTableRow[];
  pages: ReturnType<typeof useChipPages>['pages'];
  columns: readonly TableColumn[];
  order: TableOrder;
  reverse: boolean;
  /** the row to begin with, where one comes back to it */
  at: string | null;
  classes: readonly ClassView[];
  /** a labeler cannot order by suspicion */
  seesAll: boolean;
  href: (row: ChipTableRow) => string;
  onOpen: (row: ChipTableRow) => void;
  onOrder: (order: TableOrder) => void;
}

/** The rows, of which only those near the window are in the page; arrows move, Enter opens. */
export function ChipTable(props: Props) {
  const t = useTranslations('chips');
  const { rows, pages, columns, at, classes, href, onOpen } = props;
  const code = useCodeLabel(classes);
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const [top, setTop] = useState(0);
  const block = width > 0 && width < BLOCKS_BELOW_PX;
  const step = block ? HEAD_PX + LINE_PX * columns.length : ROW_PX;
  const [current, setCurrent] = useState<string | null>(at);
  const found = rows.findIndex(({ place }) => place === current);
  const place = Math.max(0, found);
  useKeptPlace(frame, rows, step);
  const { hasNextPage, hasPreviousPage, isFetching, fetchNextPage, fetchPreviousPage } = pages;
  const [before, after] = [top < FETCH_PX, top + height + FETCH_PX > rows.length * step];
  const mayFetch = height > 0 && !isFetching && !pages.error;
  useEffect(() => {
    if (!mayFetch) return;
    if (hasPreviousPage && before) void fetchPreviousPage();
    else if (hasNextPage && after) void fetchNextPage();
  }, [mayFetch, before, after, hasNextPage, hasPreviousPage, fetchNextPage, fetchPreviousPage]);
  useEffect(() => {
    // back from a chip the keys go on where they were
    if (at !== null) frame.current?.focus({ preventScroll: true });
  }, [at]);
  const point = useCallback(
    (to: number) => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (row) setCurrent(row.place);
    },
    [rows],
  );
  const bring = (to: number): void => {
    const element = frame.current;
    const next = Math.max(0, Math.min(rows.length - 1, to));
    point(next);
    if (!element) return;
    const head = block ? 0 : ROW_PX;
    const [from, until] = [next * step, (next + 1) * step + head];
    if (from < element.scrollTop) element.scrollTo({ top: from });
    else if (until > element.scrollTop + element.clientHeight) {
      element.scrollTo({ top: until - element.clientHeight });
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== frame.current || event.altKey || event.ctrlKey || event.metaKey) return;
    const screen = Math.max(1, Math.floor(height / step) - 1);
    const steps: Record<string, number> = {
      ...{ ArrowDown: 1, ArrowUp: -1, PageDown: screen, PageUp: -screen },
      ...{ Home: -rows.length, End: rows.length },
    };
    const by = steps[event.key];
    const row = rows[place];
    if (by !== undefined) bring(found < 0 ? 0 : place + by);
    else if (event.key === 'Enter' && row) onOpen(row);
    else return;
    event.preventDefault();
  };
  const template = ['minmax(120px,1fr)', ...columns.map((column) => WIDTHS[column])].join(' ');
  const [first, end] = [
    Math.max(0, Math.floor((top - AHEAD_PX) / step)),
    Math.min(rows.length, Math.ceil((top + height + AHEAD_PX) / step)),
  ];
  const active = rows[place];
  return (
    <div
      ref={frame}
      role="grid"
      tabIndex={0}
      aria-label={t('table')}
      aria-rowcount={-1}
      {...(active && place >= first && place < end
        ? { 'aria-activedescendant': rowId(active.place) }
        : {})}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        if (target === frame.current && found < 0) point(0);
      }}
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop);
      }}
      className="relative h-full overflow-auto outline-offset-[-2px]"
    >
      <div role="presentation" style={block ? {} : { minWidth: 140 + columns.length * 100 }}>
        <Head {...props} template={template} block={block} />
        <div role="rowgroup" className="relative" style={{ height: rows.length * step }}>
          {width > 0 &&
            rows
              .slice(first, end)
              .map((row, i) => (
                <ChipRow
                  key={row.place}
                  {...{ row, columns, template, block, classes, code, onOpen }}
                  place={first + i}
                  top={(first + i) * step}
                  height={step}
                  current={row.place === current}
                  href={href(row)}
                  onPoint={point}
                />
              ))}
        </div>
        {pages.error && (
          <Notice
            variant="bad"
            action={
              <Button
                size="small"
                onClick={() => void (rows.length > 0 ? fetchNextPage() : pages.refetch())}
              >
                {t('tryAgain')}
              </Button>
            }
          >
            {pages.error.message}
          </Notice>
        )}
      </div>
    </div>
  );
}

function Head(props: Props & { template: string; block: boolean }) {
  const t = useTranslations('chips');
  const { columns, order, reverse, seesAll } = props;
  const heading = (name: 'number' | TableColumn) => {
    const by = name === 'number' ? 'number' : ORDERS[name];
    if (by === undefined || (by === 'suspicion' && !seesAll)) return t(`column.${name}`);
    const on = order === by;
    const rises = RISES[by] !== (on && reverse);
    const Icon = rises ? ArrowUp : ArrowDown;
    return (
      <button
        type="button"
        title={t('orderBy', { column: t(`column.${name}`) })}
        onClick={() => {
          props.onOrder(by);
        }}
        className="flex items-center gap-1 rounded-mark hover:text-text-1 pointer-coarse:h-11"
      >
        {t(`column.${name}`)}
        {on && <Icon aria-hidden className="size-3.5" />}
      </button>
    );
  };
  const sorted = (name: 'number' | TableColumn) => {
    const by = name === 'number' ? 'number' : ORDERS[name];
    if (by === undefined || order !== by) return {};
    return {
      'aria-sort': RISES[by] === reverse ? ('descending' as const) : ('ascending' as const),
    };
  };
  return (
    <div
      role="row"
      className={
        props.block
          ? 'sr-only'
          : 'sticky top-0 z-10 grid h-11 items-center gap-3 bg-bg-1 px-4 text-caption font-medium text-text-3'
      }
      style={props.block ? {} : { gridTemplateColumns: props.template }}
    >
      {(['number', ...columns] as const).map((name) => (
        <span
          key={name}
          role="columnheader"
          className={name === 'score' ? 'flex justify-end' : ''}
          {...sorted(name)}
        >
          {heading(name)}
        </span>
      ))}
    </div>
  );
}

/** Rows that come in before those on screen do not move them. */
function useKeptPlace(
  frame: RefObject<HTMLDivElement | null>,
  rows: readonly ChipTableRow[],
  step: number,
): void {
  const before = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = rows[0]?.place;
    if (was === undefined || was === before.current) return;
    const moved = rows.findIndex(({ place }) => place === was);
    if (moved > 0) frame.current?.scrollBy({ top: moved * step });
  }, [frame, rows, step]);
}
