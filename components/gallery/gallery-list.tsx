'use client';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { GalleryCrop, cropId } from '@/components/gallery/gallery-crop';
import { useCropWords } from '@/components/gallery/use-crop-words';
import { GalleryHead } from '@/components/gallery/gallery-head';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSize } from '@/components/ui/use-size';
import type { GalleryStore } from '@/lib/client/gallery/gallery-store';
import type { GalleryItem } from '@/lib/client/gallery/items';
import { PREVIEW_ROWS, cropGrid, layOut, rowsBetween } from '@/lib/client/gallery/rows';
import type { CropGrid, GalleryLayout, GalleryRow } from '@/lib/client/gallery/rows';
import type { ClassView } from '@/lib/domain/class/schema';
import type { GalleryGroup } from '@/lib/domain/gallery/schema';

/** Pixels above and below the window in which rows are drawn, and further ones in which they are fetched. */
const AHEAD_PX = 400;
const FETCH_PX = 1600;

interface Props {
  store: GalleryStore;
  groups: readonly GalleryGroup[];
  classes: readonly ClassView[];
  words: (code: number) => string;
  onGroup: (key: string) => void;
  onOpen: (item: GalleryItem) => void;
}

/** The crops, of which only the rows on screen are in the page. */
export function GalleryList(props: Props) {
  const t = useTranslations('gallery');
  const { store, groups, classes, words, onOpen } = props;
  const cropWords = useCropWords(words);
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  const { loaded, cursor } = state;
  const grid = useMemo(() => cropGrid(width), [width]);
  const { unit, group: open } = store.view;
  const layout = useMemo(
    () => layOut(groups, loaded, grid, { unit, open: open !== undefined }),
    [groups, loaded, grid, unit, open],
  );
  useLayoutEffect(() => {
    store.lay(layout.sections, grid.columns);
  }, [store, layout, grid]);
  const range = useRange(frame, layout, height, store);
  useCursorInView(frame, layout, cursor);
  const shown = layout.rows.slice(range.from, range.to);
  useFetching(store, layout, grid, range.top, height);
  return (
    <div
      ref={frame}
      role="grid"
      tabIndex={0}
      aria-label={t('crops')}
      aria-multiselectable
      aria-colcount={grid.columns}
      aria-rowcount={layout.rows.length}
      {...(cursor !== null && shown.some((row) => row.items.some(({ id }) => id === cursor))
        ? { 'aria-activedescendant': cropId(cursor) }
        : {})}
      className="h-full overflow-x-hidden overflow-y-auto px-4 outline-offset-[-2px] max-sm:px-2"
    >
      <div role="presentation" className="relative" style={{ height: layout.height }}>
        {width > 0 &&
          shown.map((row, place) => (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={range.from + place + 1}
              className="absolute right-0 left-0 flex gap-3"
              style={{ top: row.y, height: row.height }}
            >
              {row.kind === 'head' && (
                <GalleryHead
                  group={row.group}
                  by={store.view.by}
                  unit={unit}
                  open={open !== undefined}
                  classes={classes}
                  words={words}
                  onOpen={props.onGroup}
                />
              )}
              {row.kind === 'rest' && <Rest store={store} group={row.group.key} />}
              {row.items.map((item, column) => (
                <GalleryCrop
                  key={item.id}
                  {...{ store, item, column, classes, onOpen }}
                  words={cropWords}
                  side={grid.side}
                />
              ))}
            </div>
          ))}
      </div>
    </div>
  );
}

/** In the place of what is not here yet; why, where it does not come. */
function Rest({ store, group }: { store: GalleryStore; group: string }) {
  const t = useTranslations('gallery');
  const { problem } = store.group(group);
  return (
    <div role="gridcell" className="w-full">
      {problem === null ? (
        <span className="sr-only">{t('loading')}</span>
      ) : (
        <Notice
          variant="bad"
          action={
            <Button
              size="small"
              onClick={() => {
                store.retry(group);
              }}
            >
              {t('tryAgain')}
            </Button>
          }
        >
          {problem}
        </Notice>
      )}
    </div>
  );
}

function keyOf(row: GalleryRow): string {
  return `${row.group.key} ${row.kind} ${row.items[0]?.id ?? ''}`;
}

interface Range {
  from: number;
  to: number;
  /** where the window was when it last left the rows drawn */
  top: number;
}

/** The rows near the window. Set anew only where other rows come near, so that most scrolling draws nothing. */
function useRange(
  frame: React.RefObject<HTMLDivElement | null>,
  { rows }: GalleryLayout,
  height: number,
  store: GalleryStore,
): Range {
  const [top, setTop] = useState(store.scrollTop);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let asked = 0;
    const onScroll = (): void => {
      store.scrolled(element.scrollTop);
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        // in steps: rows are drawn ahead by more than one
        setTop(Math.round(element.scrollTop / STEP_PX) * STEP_PX);
      });
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(asked);
    };
  }, [frame, store]);
  const restored = useRef<GalleryStore | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || restored.current === store || rows.length === 0 || height === 0) return;
    restored.current = store;
    element.scrollTo({ top: store.scrollTop });
    setTop(element.scrollTop);
  }, [frame, store, rows, height]);
  return useMemo(
    () => ({ ...rowsBetween(rows, top - AHEAD_PX, top + height + AHEAD_PX), top }),
    [rows, top, height],
  );
}

const STEP_PX = 100;

/** Brings the cursor's row on screen when the cursor moves. */
function useCursorInView(
  frame: React.RefObject<HTMLDivElement | null>,
  layout: GalleryLayout,
  cursor: string | null,
): void {
  const latest = useRef(layout);
  useEffect(() => {
    latest.current = layout;
  });
  useEffect(() => {
    const element = frame.current;
    if (!element || cursor === null) return;
    const row = latest.current.rows.find(({ items }) => items.some(({ id }) => id === cursor));
    if (!row) return;
    const { scrollTop, clientHeight } = element;
    if (row.y < scrollTop) element.scrollTo({ top: row.y - 4 });
    else if (row.y + row.height > scrollTop + clientHeight) {
      element.scrollTo({ top: row.y + row.height - clientHeight });
    }
  }, [frame, cursor]);
}

/** Asks for the next page of groups of which something near the window is missing. */
function useFetching(
  store: GalleryStore,
  { rows, sections }: GalleryLayout,
  { columns }: CropGrid,
  top: number,
  height: number,
): void {
  useEffect(() => {
    if (height === 0) return;
    const { from, to } = rowsBetween(rows, top - FETCH_PX, top + height + FETCH_PX);
    const near = new Set(
      rows.slice(from, to).flatMap(({ kind, group }) => (kind === 'rest' ? [group.key] : [])),
    );
    const enough = store.view.group === undefined ? columns * PREVIEW_ROWS : Infinity;
    for (const { key, items } of sections) {
      if (near.has(key) && items.length < enough) void store.load(key);
    }
  }, [store, rows, sections, columns, top, height]);
}
