'use client';
import { useCallback, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useWalk } from '@/components/chips/use-walk';
import { toast } from '@/components/ui/toast';
import type { HeldChip } from '@/lib/client/session/held-chip';
import type { LabellingSession } from '@/lib/client/session/labelling-session';
import type { ListPlace } from '@/lib/domain/chip-table/view';

/** The ways from the chip on screen: in the list that the person walks, else in the session. */
export function useWays(props: {
  slug: string;
  role: string;
  session: LabellingSession;
  /** the list that the page was opened from */
  list: ListPlace | null;
  number: number;
}): {
  /** the table from which the list came, as it was left */
  back: string | null;
  /** by which the address of a chip knows the list */
  query: string;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
  /** the chip is dealt with: on to the next */
  finish: (number: number, change?: Partial<HeldChip>) => void;
} {
  const { slug, role, session, list, number } = props;
  const t = useTranslations('chips.walk');
  const open = useCallback((to: number) => void session.open(to), [session]);
  const walk = useWalk({ slug, role, page: 'label', start: list, number, open });
  const next = useCallback(() => void session.next(), [session]);
  // follows from the session's history, which changes with every stroke: the act itself stays the same
  const hasPrevious = session.previous() !== null;
  const previous = useMemo(
    () => (hasPrevious ? () => session.previous()?.() : null),
    [session, hasPrevious],
  );
  const onward = walk?.onNext ?? null;
  const isWalk = walk !== null;
  const finish = useCallback(
    (of: number, change: Partial<HeldChip> = {}) => {
      if (!isWalk) {
        void session.finish(of, change);
        return;
      }
      session.settle(of, change);
      if (onward) onward();
      else toast(t('end'), { id: 'walk' });
    },
    [session, isWalk, onward, t],
  );
  if (!walk) return { back: null, query: '', onNext: next, onPrevious: previous, finish };
  const { back, query, onNext, onPrevious } = walk;
  return { back, query, onNext, onPrevious, finish };
}
