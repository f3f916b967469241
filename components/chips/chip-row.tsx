'use client';
import { clsx } from 'clsx';
import Link from 'next/link';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { ChipCell } from '@/components/chips/chip-cell';
import type { ClassView } from '@/lib/domain/class/schema';
import type { ChipTableRow, TableColumn } from '@/lib/domain/chip-table/schema';

interface Props {
  row: ChipTableRow;
  /** from 0, among the rows that are here */
  place: number;
  columns: readonly TableColumn[];
  template: string;
  top: number;
  height: number;
  /** on a phone: each column under the other, with its name */
  block: boolean;
  current: boolean;
  classes: readonly ClassView[];
  code: (code: number) => string;
  href: string;
  onPoint: (place: number) => void;
  onOpen: (row: ChipTableRow) => void;
}

/** The id of a row on the page, for aria-activedescendant. */
export const rowId = (place: string): string => `chip-row-${place}`;

/** A row of the chip table: a click anywhere opens the chip. */
export const ChipRow = memo(function ChipRow(props: Props) {
  const t = useTranslations('chips');
  const { row, columns, block, current } = props;
  return (
    // keys go to the grid, whose active descendant this is
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={rowId(row.place)}
      tabIndex={-1}
      aria-selected={current}
      onClick={(event) => {
        props.onPoint(props.place);
        // the link opens by itself, in another tab too
        if (!(event.target as Element).closest('a')) props.onOpen(row);
      }}
      className={clsx(
        'absolute inset-x-0 cursor-pointer border-t border-line px-4 hover:bg-bg-2',
        block ? 'flex flex-col justify-center' : 'grid items-center gap-3',
        current && 'bg-accent-soft',
      )}
      style={{
        ...{ top: props.top, height: props.height },
        ...(block ? {} : { gridTemplateColumns: props.template }),
      }}
    >
      <span role="gridcell" className="flex min-w-0 items-center gap-2 font-medium">
        <img
          src={row.imageUrl}
          alt=""
          loading="lazy"
          decoding="async"
          className={clsx(
            'shrink-0 rounded-mark bg-bg-3 object-cover',
            block ? 'size-10' : 'size-7',
          )}
        />
        <Link
          href={props.href}
          tabIndex={-1}
          prefetch={false}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            props.onOpen(row);
          }}
        >
          {t('chip', { number: row.number })}
        </Link>
      </span>
      {columns.map((column) => (
        <span
          key={column}
          role="gridcell"
          className={clsx(
            'flex min-w-0 items-center',
            block && 'h-[22px] justify-between gap-3 text-caption',
            !block && column === 'score' && 'justify-end',
          )}
        >
          {block && <span className="shrink-0 text-text-3">{t(`column.${column}`)}</span>}
          <ChipCell {...{ row, column }} classes={props.classes} code={props.code} />
        </span>
      ))}
    </div>
  );
});
