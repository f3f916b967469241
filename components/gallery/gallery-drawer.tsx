'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { CropPicture, partOf } from '@/components/gallery/crop-picture';
import { GalleryOpinions } from '@/components/gallery/gallery-opinions';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { decodeReview } from '@/lib/client/review-chip';
import type { ReviewChip } from '@/lib/client/review-chip';
import type { GalleryItem } from '@/lib/client/gallery/items';
import type { ClassView } from '@/lib/domain/class/schema';
import { ReviewView } from '@/lib/domain/review/schema';
import { fixed } from '@/lib/i18n/fixed';

/** How long the cursor rests before a chip is asked for: who runs through the gallery asks for none. */
const REST_MS = 150;
const [CONTEXT_WIDTH, CONTEXT_HEIGHT] = [344, 264];
/** Cells across the picture of a cell's surroundings. */
const CONTEXT_CELLS = 5.7;

interface Props {
  slug: string;
  item: GalleryItem | null;
  classes: readonly ClassView[];
  words: (code: number) => string;
  rule: string;
  /** what stands below a crop is the check's word, not the deployed model's */
  byCheck: boolean;
  /** the chip's page at this cell */
  href: (item: GalleryItem) => string;
  onLike: (item: GalleryItem) => void;
}

/** The cursor's cell in its chip: what is around it, why it is here, who says what. */
export function GalleryDrawer(props: Props) {
  const t = useTranslations('gallery');
  const { item } = props;
  if (!item) return <p className="p-4 text-text-2">{t('nothingChosen')}</p>;
  return <ItemPanel key={item.chip.id} {...props} item={item} />;
}

function ItemPanel(props: Props & { item: GalleryItem }) {
  const t = useTranslations('gallery');
  const format = useFormatter();
  const { item, slug } = props;
  const { chip, cell } = item;
  const rested = useRested(item.chip.id);
  const view = useQuery({
    queryKey: ['gallery-chip', slug, chip.id],
    queryFn: async ({ signal }) =>
      decodeReview(await api(ReviewView, `/projects/${slug}/chips/${chip.id}/review`, { signal })),
    enabled: rested,
    staleTime: 30_000,
  });
  return (
    <>
      <section className="border-b border-line p-4 pt-3">
        <header className="mb-2 flex items-center justify-between gap-2">
          <h2 className="shrink-0">{t('chip', { number: chip.number })}</h2>
          <span className="truncate font-mono text-caption text-text-3">{chip.asset}</span>
        </header>
        <Surroundings item={item} />
        <div className="mt-2 flex items-center gap-2 text-caption text-text-3">
          {cell !== null && (
            <span>
              {t('rowCol', { row: Math.floor(cell / chip.cols) + 1, col: (cell % chip.cols) + 1 })}
            </span>
          )}
          <Button
            size="small"
            variant="ghost"
            className="ml-auto"
            onClick={() => {
              props.onLike(item);
            }}
          >
            {t('moreLikeThis')}
          </Button>
          <Button asChild size="small" variant="ghost">
            <Link href={props.href(item)}>
              {t('openChip')}
              <ChevronRight aria-hidden />
            </Link>
          </Button>
        </div>
      </section>
      <section className="border-b border-line p-4 py-3">
        <header className="flex items-center justify-between gap-2">
          <h2>{t('why.title')}</h2>
          {item.suspicion !== null && (
            <Badge>{t('suspicion', { value: format.number(item.suspicion, fixed(2)) })}</Badge>
          )}
        </header>
        <p className="mt-1 text-text-2">
          <Why {...{ item, words: props.words, byCheck: props.byCheck }} view={view.data} />
        </p>
      </section>
      <section className="border-b border-line p-4 py-3">
        <h2>{t('opinions')}</h2>
        {view.error && <p className="mt-1 text-bad">{view.error.message}</p>}
        {view.data ? (
          <GalleryOpinions
            view={view.data}
            cell={cell}
            classes={props.classes}
            words={props.words}
          />
        ) : (
          !view.error && <Skeleton className="mt-2 h-16 w-full" />
        )}
      </section>
      <section className="p-4 py-3">
        <h2>{t('rule')}</h2>
        <p className="mt-1 text-text-2">{props.rule}</p>
        <p className="mt-3 text-caption text-text-3">
          <CommandKey id="help" page="review" /> {t('allKeys')}
        </p>
      </section>
    </>
  );
}

/** The cell in the middle of what is around it, with the lines of its chip. */
function Surroundings({ item }: { item: GalleryItem }) {
  const t = useTranslations('gallery');
  const { chip, cell } = item;
  const part = partOf(chip, cell, CONTEXT_CELLS);
  const scale = CONTEXT_WIDTH / part.width;
  const step = chip.cellPx * scale;
  const [left, top] = [CONTEXT_WIDTH / 2 - part.x * scale, CONTEXT_HEIGHT / 2 - part.y * scale];
  const [row, col] = cell === null ? [0, 0] : [Math.floor(cell / chip.cols), cell % chip.cols];
  return (
    <div
      role="img"
      aria-label={t('surroundings')}
      className="relative w-full overflow-hidden rounded-control bg-bg-3"
      style={{ height: CONTEXT_HEIGHT }}
    >
      <div
        className="absolute top-0 left-1/2 -translate-x-1/2"
        style={{ width: CONTEXT_WIDTH, height: CONTEXT_HEIGHT }}
      >
        <CropPicture chip={chip} part={part} width={CONTEXT_WIDTH} height={CONTEXT_HEIGHT} />
        {cell !== null && (
          <>
            <div
              className="absolute"
              style={{
                ...{ left, top, width: chip.cols * step, height: chip.rows * step },
                backgroundImage:
                  'linear-gradient(rgb(255 255 255 / .3) 1px, transparent 1px), linear-gradient(90deg, rgb(255 255 255 / .3) 1px, transparent 1px)',
                backgroundSize: `${String(step)}px ${String(step)}px`,
              }}
            />
            <div
              className="absolute rounded-[3px] shadow-[0_0_0_3px_#fff,0_0_0_5px_rgb(0_0_0/.7)]"
              style={{ left: left + col * step, top: top + row * step, width: step, height: step }}
            />
          </>
        )}
      </div>
    </div>
  );
}

function Why({
  item,
  view,
  byCheck,
  words,
}: Pick<Props, 'words' | 'byCheck'> & { item: GalleryItem; view: ReviewChip | undefined }) {
  const t = useTranslations('gallery.why');
  const format = useFormatter();
  const { cell, suspicion } = item;
  if (cell !== null && view?.differs.people.includes(cell)) {
    return t(view.differs.open.includes(cell) ? 'peopleDiffer' : 'differed');
  }
  if (byCheck && item.claim !== null) return t('issue', { label: words(item.claim) });
  if (suspicion === null) return t('unknown');
  if (cell === null) return t('chip', { value: format.number(suspicion, fixed(2)) });
  return t('model', {
    model: view?.proposals?.name ?? '',
    value: format.number(1 - suspicion, fixed(2)),
  });
}

function useRested(id: string): boolean {
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(id);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [id]);
  return rested === id;
}
