'use client';
import { clsx } from 'clsx';
import { Ban, Check, Copy, FileImage, RotateCw, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { describe } from '@/components/imagery/describe-row';
import type { Described } from '@/components/imagery/describe-row';
import { useErrorText } from '@/lib/i18n/use-error-text';
import type { FileRow } from '@/components/imagery/rows';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Table, UnseenHeading } from '@/components/ui/table';
import { bytesText } from '@/lib/i18n/bytes';

export interface RowActions {
  cancel: (row: FileRow) => void;
  retry: (row: FileRow) => void;
  select: (assetId: string) => void;
}

const FILTERS = ['all', 'ready', 'underWay', 'needsYou'] as const;
/** Rows drawn at once; more on request. */
const STEP = 200;

/** Every file of the project: pictures that are in, and lines that are on their way or did not come in. */
export function FilesTable(props: {
  rows: readonly FileRow[];
  total: number;
  selected: string | null;
  actions: RowActions;
  onMore: (() => void) | null;
}) {
  const t = useTranslations('imagery');
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('all');
  const [limit, setLimit] = useState(STEP);
  const matching = (name: (typeof FILTERS)[number]): FileRow[] =>
    props.rows.filter((row) => name === 'all' || inFilter(row, name));
  const shown = matching(filter);
  return (
    <Card
      title={t('files')}
      actions={
        <span className="flex flex-wrap gap-2" role="group" aria-label={t('show')}>
          {FILTERS.map((name) => (
            <Button
              key={name}
              size="small"
              variant={name === filter ? 'plain' : 'ghost'}
              aria-pressed={name === filter}
              onClick={() => {
                setFilter(name);
              }}
            >
              {t(`filters.${name}`)}{' '}
              <Count of={name === 'all' ? props.total : matching(name).length} />
            </Button>
          ))}
        </span>
      }
    >
      <Table>
        <thead>
          <tr>
            <th colSpan={2}>{t('name')}</th>
            <th className="num max-sm:hidden">{t('size')}</th>
            <th className="w-52 max-sm:w-32">{t('state')}</th>
            <th className="num max-sm:hidden">{t('chips')}</th>
            <UnseenHeading className="w-20">{t('actions')}</UnseenHeading>
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, limit).map((row) => (
            <FileRow key={row.key} row={row} actions={props.actions} selected={props.selected} />
          ))}
        </tbody>
      </Table>
      {shown.length === 0 && <p className="py-4 text-center text-text-3">{t('none')}</p>}
      {(shown.length > limit || props.onMore) && (
        <div className="mt-3 flex justify-center">
          <Button
            size="small"
            onClick={() => {
              setLimit(limit + STEP);
              if (shown.length <= limit) props.onMore?.();
            }}
          >
            {t('showMore')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function inFilter(row: FileRow, name: (typeof FILTERS)[number]): boolean {
  if (name === 'ready') return row.group === 'ready';
  if (name === 'needsYou') return row.group === 'needs you';
  return row.group === 'under way' || row.group === 'waiting';
}

function FileRow({
  row,
  actions,
  selected,
}: {
  row: FileRow;
  actions: RowActions;
  selected: string | null;
}) {
  const t = useTranslations('imagery');
  const locale = useLocale();
  const view = describe(row, t, useErrorText());
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
            className="block max-w-full truncate text-left hover:underline pointer-coarse:min-h-11"
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
      <td className="num whitespace-nowrap text-text-2 max-sm:hidden">
        {bytesText(view.bytes, locale)}
      </td>
      <td>
        <State {...view} />
      </td>
      <td className="num max-sm:hidden">{view.chips === null ? '–' : <Count of={view.chips} />}</td>
      <td className="num">
        <Actions row={row} actions={actions} />
      </td>
    </tr>
  );
}

function State({ variant, words, fraction, state }: Described) {
  if (variant === 'busy') {
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
    variant === 'ok'
      ? Check
      : variant === 'bad'
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
        variant === 'bad' ? 'text-bad' : variant === 'ok' ? 'text-text-2' : 'text-text-3',
      )}
    >
      {Icon && <Icon aria-hidden />}
      {words}
    </span>
  );
}

function Actions({ row, actions }: { row: FileRow; actions: RowActions }) {
  const t = useTranslations('imagery');
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
        <Button
          size="small"
          aria-label={t('tryNameAgain', { name })}
          onClick={() => actions.retry(row)}
        >
          <RotateCw aria-hidden />
          <span className="max-sm:hidden">{t('retry')}</span>
        </Button>
      )}
      {stoppable && (
        <Button
          size="small"
          variant="ghost"
          aria-label={t('stopName', { name })}
          onClick={() => actions.cancel(row)}
        >
          <X aria-hidden />
        </Button>
      )}
    </span>
  );
}
