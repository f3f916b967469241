import type { RecentDeed } from '@/lib/domain/project/overview';
import type { Say } from '@/lib/words/say';

/** What happened, in the reader's language. */
export function recentWords(deed: RecentDeed, t: Say<'project.deed'>): string {
  switch (deed.kind) {
    case 'submitted':
    case 'confirmed':
    case 'returned': {
      const { kind, chips, number } = deed;
      return number === null ? t(`${kind}.many`, { chips }) : t(`${kind}.one`, { number });
    }
    case 'trained':
    case 'deployed':
      return t(deed.kind, { name: deed.name });
    case 'froze':
      return t('froze', { number: deed.number, chips: deed.chips });
    case 'imported':
      return t('imported', { images: deed.images });
    case 'failed':
      return t('failed');
  }
}
