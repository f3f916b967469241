'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { queryOf, viewOf } from '@/lib/domain/gallery/view';
import type { GalleryView } from '@/lib/domain/gallery/view';

export type ViewChange = Partial<Record<keyof GalleryView, unknown>>;

/** What the address says is on screen, and changes of it; opening a group is a step that the browser takes back. */
export function useGalleryView(slug: string): {
  view: GalleryView;
  change: (change: ViewChange, step?: 'push' | 'replace') => void;
} {
  const params = useSearchParams();
  const text = params.toString();
  const view = useMemo(() => viewOf(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (changed: ViewChange, step: 'push' | 'replace' = 'replace') => {
      const next = { ...view, ...changed };
      // another grouping or filter has other groups; likeness needs its chip
      if (!('group' in changed)) delete next.group;
      if (next.order !== 'like') delete next.like;
      const known = Object.entries(next).filter(([, value]) => value !== undefined);
      const query = queryOf(viewOf(known.map(([name, value]) => [name, String(value)])));
      const address = `/p/${slug}/review${query === '' ? '' : `?${query}`}`;
      window.history[step === 'push' ? 'pushState' : 'replaceState'](null, '', address);
    },
    [slug, view],
  );
  return { view, change };
}
