import type { Activity } from '@/lib/domain/project/overview';
import type { Translator } from '@/lib/i18n/translator';

/** What happened, in the reader's language. */
export function describeActivity(activity: Activity, t: Translator<'project.activity'>): string {
  switch (activity.kind) {
    case 'submitted':
    case 'confirmed':
    case 'returned': {
      const { kind, chips, number } = activity;
      return number === null ? t(`${kind}.many`, { chips }) : t(`${kind}.one`, { number });
    }
    case 'trained':
    case 'deployed':
      return t(activity.kind, { name: activity.name });
    case 'froze':
      return t('froze', { number: activity.number, chips: activity.chips });
    case 'imported':
      return t('imported', { images: activity.images });
    case 'failed':
      return t('failed');
  }
}
