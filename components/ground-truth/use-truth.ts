'use client';
import { useTranslations } from 'use-intl';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import { GroundTruthAdded, MOST_TRUTH } from '@/lib/domain/ground-truth/schema';
import type { NewGroundTruth } from '@/lib/domain/ground-truth/schema';

/** Puts chips into the ground truth and says what came of it. */
export function useAddTruth(slug: string): (asked: NewGroundTruth) => Promise<void> {
  const t = useTranslations('truth.chips');
  return async (asked) => {
    const path = `/projects/${slug}/ground-truth`;
    const { full, ...counts } = await api(GroundTruthAdded, path, { body: asked });
    if (full) toast.error(t('full', { most: MOST_TRUTH }));
    else if (asked.by === 'random' && counts.added === 0) toast(t('noneFits'));
    else toast(t('added', counts));
  };
}
