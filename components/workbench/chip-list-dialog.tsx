'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { ChipPage, ChipStatus } from '@/lib/domain/chip/schema';
import type { ChipView } from '@/lib/domain/chip/schema';
import { SearchReply, chipNumbers } from '@/lib/domain/search/schema';

const PAGE = 50;

/** The chips of the project by number, a page at a time, by status and picture; by keys alone: number and Enter, or arrows. */
export default function ChipListDialog(props: {
  slug: string;
  current: number;
  /** name of the picture whose chips are listed at first; empty: all */
  picture: string;
  status: ChipStatus | null;
  onOpen: (number: number) => void;
  onClose: () => void;
}) {
  const { slug, current, onOpen } = props;
  const t = useTranslations('session.list');
  const words = useTranslations('common.chipStatus');
  const [status, setStatus] = useState<ChipStatus | null>(props.status);
  const [picture, setPicture] = useState(props.picture);
  const [number, setNumber] = useState('');
  // the pages before this one by where they began; at first the page with the chip on screen, among all chips
  const plain = props.picture === '' && props.status === null;
  const [cursors, setCursors] = useState([plain ? Math.floor((current - 1) / PAGE) * PAGE : 0]);
  const cursor = cursors.at(-1) ?? 0;
  const asset = usePicture(slug, picture.trim());
  const page = useChips(slug, { status, asset, cursor });
  const next = page.data?.nextCursor;
  const earlier = (): void => {
    if (cursors.length > 1) setCursors(cursors.slice(0, -1));
    else setCursors([Math.max(0, cursor - PAGE)]);
  };
  const later = (): void => {
    if (next !== undefined) setCursors([...cursors, next]);
  };
  const list = useRef<HTMLOListElement>(null);
  const wanted = chipNumbers(number)[0];
  const toList = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    list.current?.querySelector('button')?.focus();
  };
  const move = (event: KeyboardEvent): void => {
    moveIn(event, earlier, later);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('title')}
      actions={
        <>
          <Button disabled={cursor === 0} onClick={earlier}>
            {t('earlier')}
          </Button>
          <Button disabled={next === undefined} onClick={later}>
            {t('later')}
          </Button>
        </>
      }
    >
      <form
        className="grid grid-cols-3 gap-2 max-sm:grid-cols-1"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== undefined) onOpen(wanted);
        }}
      >
        <TextField
          data-first
          label={t('number')}
          inputMode="numeric"
          onKeyDown={toList}
          value={number}
          onChange={({ target }) => {
            setNumber(target.value);
            const from = chipNumbers(target.value)[0];
            if (from !== undefined) setCursors([from - 1]);
          }}
        />
        <SelectField
          label={t('status')}
          value={status ?? ''}
          onChange={({ target }) => {
            setStatus(ChipStatus.safeParse(target.value).data ?? null);
            setCursors([0]);
          }}
        >
          <option value="">{t('anyStatus')}</option>
          {ChipStatus.options.map((one) => (
            <option key={one} value={one}>
              {words(one)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('picture')}
          hint={asset.name ?? undefined}
          error={asset.missing ? t('noPicture') : undefined}
          value={picture}
          onKeyDown={toList}
          onChange={({ target }) => {
            setPicture(target.value);
            setCursors([0]);
          }}
        />
        {/* Enter in a field opens the chip of that number */}
        <button type="submit" hidden />
      </form>
      {page.error && <Notice variant="bad">{page.error.message}</Notice>}
      {page.isPending && asset.known && <Skeleton className="h-64 w-full" />}
      {page.data && !asset.missing && (
        <Chips ref={list} {...{ current, onOpen }} items={page.data.items} onMove={move} />
      )}
    </Dialog>
  );
}

function useChips(
  slug: string,
  of: { status: ChipStatus | null; asset: { id: string | null; known: boolean }; cursor: number },
) {
  const { status, asset, cursor } = of;
  return useQuery({
    queryKey: ['chip-list', slug, status, asset.id, cursor],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        ...{ cursor: String(cursor), limit: String(PAGE) },
        ...(status === null ? {} : { status }),
        ...(asset.id === null ? {} : { asset: asset.id }),
      });
      return api(ChipPage, `/projects/${slug}/chips?${String(query)}`, { signal });
    },
    enabled: asset.known,
    placeholderData: keepPreviousData,
  });
}

/** The first picture whose name has what was typed; nothing typed is every picture. */
function usePicture(slug: string, typed: string) {
  const found = useQuery({
    queryKey: ['search', slug, typed],
    queryFn: ({ signal }) =>
      api(SearchReply, `/projects/${slug}/search?q=${encodeURIComponent(typed)}`, { signal }),
    enabled: typed !== '',
  });
  const picture = typed === '' ? undefined : found.data?.pictures[0];
  const missing = typed !== '' && found.data !== undefined && picture === undefined;
  return {
    id: picture?.id ?? null,
    name: picture?.name ?? null,
    missing,
    known: typed === '' || picture !== undefined,
  };
}

/** Arrows go from chip to chip, the page keys from page to page. */
function moveIn(event: KeyboardEvent, earlier: () => void, later: () => void): void {
  if (event.key === 'PageUp') earlier();
  else if (event.key === 'PageDown') later();
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const row = (event.target as HTMLElement).closest('li');
    const to = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
    to?.querySelector('button')?.focus();
  } else return;
  event.preventDefault();
}

function Chips({
  ref,
  ...props
}: {
  ref: RefObject<HTMLOListElement | null>;
  items: readonly ChipView[];
  current: number;
  onOpen: (number: number) => void;
  onMove: (event: KeyboardEvent) => void;
}) {
  const t = useTranslations('session.list');
  const words = useTranslations('common.chipStatus');
  if (props.items.length === 0) return <p className="text-text-2">{t('none')}</p>;
  return (
    <ol ref={ref} aria-label={t('title')}>
      {props.items.map((chip) => (
        <Row
          key={chip.id}
          chip={chip}
          current={chip.number === props.current}
          words={t('chip', { number: chip.number })}
          status={words(chip.status)}
          onOpen={props.onOpen}
          onMove={props.onMove}
        />
      ))}
    </ol>
  );
}

function Row(props: {
  chip: ChipView;
  current: boolean;
  words: string;
  status: string;
  onOpen: (number: number) => void;
  onMove: (event: KeyboardEvent) => void;
}) {
  const { chip } = props;
  return (
    <li>
      <button
        type="button"
        aria-current={props.current ? 'true' : undefined}
        className="flex h-9 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-bg-2 focus-visible:bg-bg-3 aria-[current]:bg-accent-soft pointer-coarse:h-11"
        onKeyDown={props.onMove}
        onClick={() => {
          props.onOpen(chip.number);
        }}
      >
        <span className="w-24 shrink-0 font-medium">{props.words}</span>
        <span className="w-36 shrink-0 truncate text-text-2">{props.status}</span>
        <span className="min-w-0 truncate font-mono text-caption text-text-3">
          {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
        </span>
      </button>
    </li>
  );
}
