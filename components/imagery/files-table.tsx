'use client';
import { clsx } from 'clsx';
import { Ban, Check, Copy, FileImage, RotateCw, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { describe } from '@/components/imagery/describe-row';
import type { Described } from '@/components/imagery/describe-row';
import { bytesText } from '@/components/imagery/format';
import type { Row } from '@/components/imagery/rows';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Table } from '@/components/ui/table';

export interface RowActions {
  cancel: (row: Row) => void;
  retry: (row: Row) => void;
  select: (assetId: string) => void;
}

const FILTERS = ['All', 'Ready', 'Under way', 'Needs you'] as const;
/** Rows drawn at once; more on request. */
const STEP = 200;

/** Every file of the project: pictures that are in, and lines that are on their way or did not come in. */
export function FilesTable(props: {
  rows: readonly Row[];
  total: number;
  selected: string | null;
  actions: RowActions;
  onMore: (() => void) | null;
}) {
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('All');
  const [limit, setLimit] = useState(STEP);
  const matching = (name: (typeof FILTERS)[number]): Row[] =>
    props.rows.filter((row) => name === 'All' || inFilter(row, name));
  const shown = matching(filter);
  return (
    <Card
      title="Files"
      actions={
        <span className="flex flex-wrap gap-2" role="group" aria-label="Show">
          {FILTERS.map((name) => (
            <Button
              key={name}
              size="small"
              look={name === filter ? 'plain' : 'ghost'}
              aria-pressed={name === filter}
              onClick={() => {
                setFilter(name);
              }}
            >
              {name} {(name === 'All' ? props.total : matching(name).length).toLocaleString('en')}
            </Button>
          ))}
        </span>
      }
    >
      <Table>
        <thead>
          <tr>
            <th colSpan={2}>Name</th>
            <th className="num max-sm:hidden">Size</th>
            <th className="w-52 max-sm:w-32">State</th>
            <th className="num max-sm:hidden">Chips</th>
            <th className="w-20">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, limit).map((row) => (
            <FileRow key={row.key} row={row} actions={props.actions} selected={props.selected} />
          ))}
        </tbody>
      </Table>
      {shown.length === 0 && <p className="py-4 text-center text-text-3">None.</p>}
      {(shown.length > limit || props.onMore) && (
        <div className="mt-3 flex justify-center">
          <Button
            size="small"
            onClick={() => {
              setLimit(limit + STEP);
              if (shown.length <= limit) props.onMore?.();
            }}
          >
            Show more
          </Button>
        </div>
      )}
    </Card>
  );
}

function inFilter(row: Row, name: (typeof FILTERS)[number]): boolean {
  if (name === 'Ready') return row.group === 'ready';
  if (name === 'Needs you') return row.group === 'needs you';
  return row.group === 'under way' || row.group === 'waiting';
}

function FileRow({
  row,
  actions,
  selected,
}: {
  row: Row;
  actions: RowActions;
  selected: string | null;
}) {
  const view = describe(row);
  const assetId = view.assetId;
  const on = assetId !== null && assetId === selected;
  return (
    <tr className={clsx(on && 'bg-bg-2')} data-state={view.state}>
      <td className="w-10">
        <div className="flex size-8 items-center justify-center overflow-hidden rounded-mark bg-bg-3 text-text-3">
          {view.previewUrl === null ? (
            <FileImage aria-hidden className="size-4" />
          ) : (
            <img src={view.previewUrl} alt="" loading="lazy" className="size-8 object-cover" />
          )}
        </div>
      </td>
      <td className="max-w-0 min-w-40 sm:min-w-60" title={view.name}>
        {assetId === null ? (
          <div className="truncate">{view.name}</div>
        ) : (
          <button
            type="button"
            aria-pressed={on}
            className="block max-w-full truncate text-left hover:underline"
            onClick={() => {
              actions.select(assetId);
            }}
          >
            {view.name}
          </button>
        )}
        {view.reason !== null && (
          <div className="text-caption whitespace-normal text-text-2">{view.reason}</div>
        )}
      </td>
      <td className="num whitespace-nowrap text-text-2 max-sm:hidden">{bytesText(view.bytes)}</td>
      <td>
        <State {...view} />
      </td>
      <td className="num max-sm:hidden">{view.chips?.toLocaleString('en') ?? '–'}</td>
      <td className="num">
        <Actions row={row} actions={actions} />
      </td>
    </tr>
  );
}

function State({ look, words, fraction, state }: Described) {
  if (look === 'busy') {
    return (
      <div className="flex flex-col gap-1">
        <div className="flex justify-between gap-2 text-caption text-text-2">
          <span className="truncate">{words}</span>
          {fraction !== null && <span>{Math.floor(fraction * 100)} %</span>}
        </div>
        <ProgressBar value={fraction} label={words} />
      </div>
    );
  }
  const Icon =
    look === 'ok'
      ? Check
      : look === 'bad'
        ? TriangleAlert
        : state === 'DUPLICATE'
          ? Copy
          : state === 'CANCELLED'
            ? Ban
            : null;
  return (
    <span
      className={clsx(
        'flex items-center gap-1.5 [&_svg]:size-4 [&_svg]:shrink-0',
        look === 'bad' ? 'text-bad' : look === 'ok' ? 'text-text-2' : 'text-text-3',
      )}
    >
      {Icon && <Icon aria-hidden />}
      {words}
    </span>
  );
}

function Actions({ row, actions }: { row: Row; actions: RowActions }) {
  if (row.kind === 'asset') return null;
  const canRetry =
    row.kind === 'line'
      ? row.line.canRetry || row.local?.state === 'failed'
      : row.group === 'needs you';
  const stoppable =
    row.kind === 'local' ||
    row.line.state === 'UPLOADING' ||
    row.group === 'under way' ||
    row.group === 'waiting';
  const name = row.kind === 'line' ? row.line.name : row.local.name;
  return (
    <span className="inline-flex gap-1">
      {canRetry && (
        <Button size="small" aria-label={`Try ${name} again`} onClick={() => actions.retry(row)}>
          <RotateCw aria-hidden />
          <span className="max-sm:hidden">Retry</span>
        </Button>
      )}
      {stoppable && (
        <Button
          size="small"
          look="ghost"
          aria-label={`Stop ${name}`}
          onClick={() => actions.cancel(row)}
        >
          <X aria-hidden />
        </Button>
      )}
    </span>
  );
}
