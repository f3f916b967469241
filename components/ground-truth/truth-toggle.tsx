'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import { GroundTruthState } from '@/lib/domain/ground-truth/schema';

/** Puts a confirmed chip into the ground truth, or takes it out. */
export function TruthToggle({ slug, number }: { slug: string; number: number }) {
  const t = useTranslations('truth.chip');
  const client = useQueryClient();
  const path = `/projects/${slug}/ground-truth/${String(number)}`;
  const key = ['ground-truth', slug, number];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api(GroundTruthState, path, { signal }),
  });
  if (!data) return null;
  const { isTruth } = data;
  const change = async (): Promise<void> => {
    try {
      const method = isTruth ? 'DELETE' : 'PUT';
      const next = await api(GroundTruthState, path, { method, ...(isTruth ? {} : { body: {} }) });
      client.setQueryData(key, next);
    } catch (error) {
      toast.error(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Button
      size="small"
      title={isTruth ? t('is') : undefined}
      aria-pressed={isTruth}
      onClick={() => void change()}
    >
      {isTruth ? t('remove') : t('add')}
    </Button>
  );
}
