// Script of the page on which the bench measures the gallery: the real store, list, crops and keys on a project of 100,000 cells,
// whose pages a made-up server gives.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { GalleryList } from '@/components/gallery/gallery-list';
import { useGalleryActs } from '@/components/gallery/use-gallery-acts';
import { useGalleryKeys } from '@/components/gallery/use-gallery-keys';
import { GalleryStore } from '@/lib/client/gallery/gallery-store';
import type { GalleryCell, GalleryChip, GalleryPage } from '@/lib/domain/gallery/schema';
import { viewOf } from '@/lib/domain/gallery/view';
import { galleryCommands } from '@/lib/editor/commands/gallery';
import { en } from '@/lib/i18n/messages-en';

const CELLS = 100_000;
const CELLS_OF_CHIP = 16;
const CHIPS_OF_PAGE = 60;
const GROUP = '16';
const CLASSES = ['#f0e442', '#56b4e9'].map((colour, index) => ({
  ...{ id: String(index), index, code: 16 + index, name: `Class ${String(index)}`, colour },
  ...{ hint: '', archivedAt: null },
}));

/** A share that follows from a number, so that every run has the same order. */
const share = (n: number): number => ((n * 7919) % 10_007) / 10_007;

function chipOf(number: number): GalleryChip {
  const most = 1 - (number * CELLS_OF_CHIP) / CELLS;
  const cells = Array.from({ length: CELLS_OF_CHIP }, (_, k): GalleryCell => {
    const suspicion = k === 0 ? most : most * share(number * CELLS_OF_CHIP + k);
    return [k * 4, 16, suspicion, k % 3 === 0 ? 17 : 16, false];
  });
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    ...{ id, number: number + 1, asset: 'bench.tif', imageUrl: `/pictures/chip.png?v=${id}` },
    ...{ width: 256, height: 256, rows: 8, cols: 8, cellPx: 32, status: 'SUBMITTED' },
    ...{ suspicion: most, labelled: CELLS_OF_CHIP, people: [], revision: 0, basis: '', cells },
  };
}

/** GET review/gallery, as the server would answer it. */
function pageAt(cursor: string | null): GalleryPage {
  const from = cursor === null ? 0 : Number(cursor.split('_')[1]);
  const chips = CELLS / CELLS_OF_CHIP;
  const end = Math.min(chips, from + CHIPS_OF_PAGE);
  const items = Array.from({ length: end - from }, (_, k) => chipOf(from + k));
  const last = items.at(-1);
  return end < chips
    ? { items, bound: last?.suspicion ?? 0, nextCursor: `0_${String(end)}` }
    : { items, bound: null };
}

window.fetch = (input) => {
  const url = new URL(input instanceof Request ? input.url : input, window.location.origin);
  const body = JSON.stringify(pageAt(url.searchParams.get('cursor')));
  return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
};

const store = new GalleryStore('bench', viewOf(new URLSearchParams(`group=${GROUP}`)));
const COMMANDS = galleryCommands(CLASSES);
const GROUPS = [{ key: GROUP, name: null, chips: CELLS / 16, cells: CELLS, suspicious: CELLS / 2 }];
const words = (code: number): string => `Class ${String(code - 16)}`;
const nothing = (): void => undefined;

function Bench() {
  const { acts } = useGalleryActs({
    ...{ slug: 'bench', store, archived: false, onOpen: nothing, onLike: nothing, onHelp: nothing },
    onSaved: nothing,
  });
  const commands = useMemo(() => COMMANDS, []);
  useGalleryKeys(commands, acts, false);
  return (
    <div style={{ width: 1064, height: 800 }}>
      <GalleryList
        {...{ store, words }}
        groups={GROUPS}
        classes={CLASSES}
        onGroup={nothing}
        onOpen={nothing}
      />
    </div>
  );
}

export interface GalleryBenchPage {
  /** from the page's beginning until the first crops were painted, ms */
  painted: Promise<number>;
  /** loads all cells; how many there are */
  loadAll: () => Promise<number>;
  /** scrolls so many pixels a frame, each frame marked for the trace */
  scroll: (frames: number, pixels: number, mark: string) => Promise<void>;
  /** from each key's own time stamp to the end of the frame that shows what it did, ms */
  keyTimes: number[];
  /** cells that are decided */
  decided: () => number;
}

const afterFrame = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve();
      };
      port2.postMessage(null);
    });
  });

const keyTimes: number[] = [];
window.addEventListener('keydown', (event) => {
  void afterFrame().then(() => keyTimes.push(performance.now() - event.timeStamp));
});

async function firstCrops(): Promise<number> {
  while (document.querySelectorAll('[role=gridcell] img').length < 8) await afterFrame();
  const images = [...document.querySelectorAll<HTMLImageElement>('[role=gridcell] img')].filter(
    (image) => image.getBoundingClientRect().top < window.innerHeight,
  );
  await Promise.all(images.map((image) => image.decode()));
  await afterFrame();
  return performance.now();
}

async function loadAll(): Promise<number> {
  for (;;) {
    const { next, items, loading } = store.group(GROUP);
    if (next === null) return items.length;
    if (loading) await new Promise((resolve) => setTimeout(resolve, 1));
    else await store.load(GROUP);
  }
}

async function scroll(frames: number, pixels: number, mark: string): Promise<void> {
  const list = document.querySelector('[role=grid]');
  if (!list) throw new Error('no gallery');
  for (let i = 0; i < frames; i += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    performance.mark(mark);
    list.scrollTop += pixels;
  }
  await afterFrame();
  performance.mark(mark);
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(
  <IntlProvider locale="en" messages={en} timeZone="UTC">
    <QueryClientProvider client={new QueryClient()}>
      <Bench />
    </QueryClientProvider>
  </IntlProvider>,
);

Object.assign(globalThis, {
  ...{ painted: firstCrops(), loadAll, scroll, keyTimes },
  decided: () => store.getState().decisions.size,
} satisfies GalleryBenchPage);
