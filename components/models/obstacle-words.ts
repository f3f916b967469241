import { kindsSaid } from '@/components/models/kinds-said';
import type { TrainingObstacle } from '@/lib/domain/training/schema';
import type { Say } from '@/lib/words/say';

/** What stands in the way of a training, in the reader's language. */
export function obstacleSaid(obstacle: TrainingObstacle, t: Say<'models.obstacle'>): string {
  switch (obstacle.code) {
    case 'under-way':
      return t('under-way', { title: obstacle.title });
    case 'few-in-training':
      return t('few-in-training', obstacle);
    case 'one-kind': {
      const kinds = kindsSaid(obstacle.kinds, t('absent'));
      return t('one-kind', { needs: obstacle.needs, kinds });
    }
    case 'no-base':
    case 'none-confirmed':
      return t(obstacle.code);
  }
}
