import { describeKinds } from '@/components/models/describe-kinds';
import type { TrainingObstacle } from '@/lib/domain/training/schema';
import type { Translator } from '@/lib/i18n/translator';

/** What stands in the way of a training, in the reader's language. */
export function describeObstacle(
  obstacle: TrainingObstacle,
  t: Translator<'models.obstacle'>,
): string {
  switch (obstacle.code) {
    case 'under-way':
      return t('under-way', { title: obstacle.title });
    case 'few-in-training':
      return t('few-in-training', obstacle);
    case 'one-kind': {
      const kinds = describeKinds(obstacle.kinds, t('absent'));
      return t('one-kind', { needs: obstacle.needs, kinds });
    }
    case 'no-base':
    case 'none-confirmed':
      return t(obstacle.code);
  }
}
