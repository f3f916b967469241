'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useWalk } from '@/components/chips/use-walk';
import { useWay } from '@/components/review/use-way';
import type { Way } from '@/components/review/use-way';
import type { ListPlace } from '@/lib/domain/chip-table/view';

/** The ways from the chip under review: in the list of the chip table that is walked, else among the chips that wait. */
export function useReviewWays(props: {
  slug: string;
  role: string;
  start: number;
  /** the list of the chip table that the page was opened from */
  list: ListPlace | null;
  /** the gallery's view from which the person came */
  gallery: string | null;
  /** chips that wait, in their order */
  waiting: readonly number[];
}): Way & {
  /** the table, the gallery or all that waits, as it was left, and what it is called */
  back: string;
  backWords: string;
  /** a list is walked: its next chip comes after a verdict */
  walked: { onNext: (() => void) | null; back: string } | null;
} {
  const { slug, role, gallery } = props;
  const t = useTranslations('review');
  const words = useTranslations('chips.walk');
  const path = `/p/${slug}/review`;
  const way = useWay(props.start, props.waiting);
  const { number, go } = way;
  const walk = useWalk({ slug, role, page: 'review', start: props.list, number, open: go });
  const query = addressQuery(walk?.query ?? '', gallery);
  useEffect(() => {
    window.history.replaceState(null, '', `${path}/${String(number)}${query}`);
  }, [path, number, query]);
  const left =
    gallery === null && walk
      ? { back: walk.back, backWords: words('back') }
      : { back: gallery ? `${path}?${gallery}` : path, backWords: t('allChipsThatWaitFor') };
  if (!walk) return { ...way, ...left, walked: null };
  const { onNext, onPrevious } = walk;
  return { number, go, onNext, onPrevious, ...left, walked: { onNext, back: left.back } };
}

/** By which a chip's address knows the list that is walked and the gallery that it was opened from. */
function addressQuery(list: string, gallery: string | null): string {
  const query = new URLSearchParams(list);
  if (gallery !== null) query.set('gallery', gallery);
  return query.size === 0 ? '' : `?${query.toString()}`;
}
