'use client';
import { useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import type { Choice } from '@/lib/ml/predictor';

/** Who proposes on the next chip, and why, in a line. */
export function PredictorChoice({ choice }: { choice: Choice }) {
  const t = useTranslations('live');
  const { by, why, right, wrong, chips } = choice;
  return (
    <>
      <span className="font-medium text-text-1">{t(`proposes.${by ?? 'nobody'}`)}</span>
      {by === 'live' && (
        <>
          {' '}
          <Badge>{t('preview')}</Badge>
        </>
      )}
      {': '}
      {t(`choice.${why}`, { right, wrong, chips, total: right + wrong })}
    </>
  );
}
