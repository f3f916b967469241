'use client';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { memo, useCallback, useSyncExternalStore } from 'react';
import type { MouseEvent } from 'react';
import { CropPicture, partOf } from '@/components/gallery/crop-picture';
import type { CropWords } from '@/components/gallery/use-crop-words';
import { CodeMark } from '@/components/workbench/class-mark';
import type { GalleryStore } from '@/lib/client/gallery/gallery-store';
import type { GalleryItem } from '@/lib/client/gallery/items';
import type { ClassView } from '@/lib/domain/class/schema';

interface Props {
  store: GalleryStore;
  item: GalleryItem;
  side: number;
  column: number;
  classes: readonly ClassView[];
  words: CropWords;
  onOpen: (item: GalleryItem) => void;
}

/** The id of an item's crop on the page, for aria-activedescendant. */
export const cropId = (id: string): string => `crop-${id}`;

/** One crop: a cell with what is around it, or a chip; below it what the model says and how suspicious it is. */
export const GalleryCrop = memo(function GalleryCrop(props: Props) {
  const { store, item, side, classes, words } = props;
  const read = useCallback(() => stateOf(store, item), [store, item]);
  const state = useSyncExternalStore(store.subscribe, read, () => '');
  const { cursor, selected } = parse(state);
  // the text names it: drawn again whenever it changes
  const decision = store.decisionOf(item);
  const onClick = (event: MouseEvent): void => {
    const range = event.shiftKey;
    const toggle = event.ctrlKey || event.metaKey || isTouch(event);
    store.point(item.id, range ? 'range' : toggle ? 'toggle' : 'cursor');
  };
  return (
    // keys go to the grid, whose active descendant this is
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="gridcell"
      id={cropId(item.id)}
      tabIndex={-1}
      aria-selected={selected}
      aria-colindex={props.column + 1}
      aria-label={words.describe(item, decision)}
      onMouseDown={(event) => {
        // Shift selects a range, not the page's text
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={onClick}
      onDoubleClick={() => {
        props.onOpen(item);
      }}
      className="relative shrink-0 cursor-default outline-none"
      style={{ width: side }}
    >
      <div
        className={clsx('relative rounded-mark', RINGS[cursor ? 1 : 0][selected ? 1 : 0])}
        style={{ width: side, height: side }}
      >
        <div
          className={clsx(
            'relative size-full overflow-hidden rounded-mark bg-bg-3',
            item.cell !== null && 'crop-corners',
            decision && 'opacity-32',
          )}
        >
          <CropPicture
            chip={item.chip}
            part={partOf(item.chip, item.cell)}
            width={side}
            height={side}
          />
        </div>
        {selected && (
          <span className="absolute top-1 right-1 flex size-[18px] items-center justify-center rounded-full bg-accent-fill text-on-accent">
            <Check aria-hidden className="size-3" strokeWidth={2.5} />
          </span>
        )}
        {decision && (
          <span className="absolute top-1 left-1 flex h-[18px] max-w-[calc(100%-8px)] items-center gap-1 rounded-mark bg-black/88 px-1 text-[11px] leading-none font-medium text-white">
            {decision.kind === 'label' && <CodeMark code={decision.code} classes={classes} />}
            <span className="truncate">{words.decided(item, decision)}</span>
          </span>
        )}
      </div>
      <div
        className={clsx(
          'flex h-7 items-center gap-1 pt-1 text-caption whitespace-nowrap',
          decision ? 'text-text-3' : 'text-text-2',
        )}
      >
        <Caption item={item} classes={classes} words={words} />
        {item.suspicion !== null && (
          <span className="ml-auto font-medium text-text-1">{words.figure(item.suspicion)}</span>
        )}
      </div>
    </div>
  );
});

function Caption({ item, classes, words }: Pick<Props, 'item' | 'classes' | 'words'>) {
  if (item.claim === null) return <span className="truncate">{words.chip(item)}</span>;
  return (
    <>
      <CodeMark code={item.claim} classes={classes} />
      <span className="truncate">{words.claim(item.claim)}</span>
    </>
  );
}

const RINGS = [
  ['', 'shadow-[0_0_0_2px_var(--bg-0),0_0_0_4px_var(--accent)]'],
  [
    'shadow-[0_0_0_2px_var(--bg-0),0_0_0_4px_var(--text-1)]',
    'shadow-[0_0_0_2px_var(--bg-0),0_0_0_4px_var(--accent),0_0_0_6px_var(--text-1)]',
  ],
] as const;

/** What of the store a crop is drawn by, as one text: it is drawn again only when that changes. */
function stateOf(store: GalleryStore, item: GalleryItem): string {
  const { cursor, selected } = store.getState();
  const decision = store.decisionOf(item);
  const decided =
    decision === null ? '' : decision.kind === 'label' ? decision.code : decision.kind;
  return `${cursor === item.id ? 'c' : '-'}${selected.has(item.id) ? 's' : '-'}${String(decided)}`;
}

function parse(state: string): { cursor: boolean; selected: boolean } {
  return { cursor: state.startsWith('c'), selected: state[1] === 's' };
}

function isTouch(event: MouseEvent): boolean {
  return event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch';
}
