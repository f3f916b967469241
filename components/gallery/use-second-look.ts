'use client';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import type { GalleryStore } from '@/lib/client/gallery/gallery-store';
import { SecondLookReply } from '@/lib/domain/review/schema';

/** Sends chosen chips to a second person, one request a chip, and offers to take that back. */
export function useSecondLook(slug: string, store: GalleryStore, onSaved: () => void): () => void {
  const t = useTranslations('gallery');
  const each = useCallback(
    async (chips: readonly string[], method: 'POST' | 'DELETE') => {
      const done: string[] = [];
      const problems: string[] = [];
      for (const chip of chips) {
        try {
          const path = `/projects/${slug}/chips/${chip}/review/second-look`;
          await api(SecondLookReply, path, { method, ...(method === 'POST' ? { body: {} } : {}) });
          done.push(chip);
        } catch (error) {
          problems.push(error instanceof Error ? error.message : String(error));
        }
      }
      onSaved();
      const [problem] = problems;
      if (problem !== undefined)
        toast.error(t('secondFailed', { failed: problems.length, problem }));
      return done;
    },
    [slug, onSaved, t],
  );
  return useCallback(() => {
    const chips = [...new Set(store.targets().map(({ chip }) => chip.id))];
    store.clear();
    void each(chips, 'POST').then((done) => {
      if (done.length === 0) return;
      toast(t('secondSent', { count: done.length }), {
        duration: 8000,
        action: { label: t('undo'), onClick: () => void each(done, 'DELETE') },
      });
    });
  }, [store, each, t]);
}
