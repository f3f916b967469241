'use client';
import { useLocale, useTranslations } from 'use-intl';
import { NOBODY } from '@/lib/domain/review/nobody';
import type { GalleryGroup, GalleryGrouping } from '@/lib/domain/gallery/schema';

/** What a group of the gallery is called; `words` names the code of a label. */
export function useGroupName(
  by: GalleryGrouping,
  words: (code: number) => string,
): (group: Pick<GalleryGroup, 'key' | 'name'>) => string {
  const t = useTranslations('gallery');
  const locale = useLocale();
  return ({ key, name }) => {
    if (by === 'class') return words(Number(key));
    if (by === 'date') {
      const day = new Date(`${key}T00:00:00Z`);
      return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day);
    }
    if (by === 'site') return key === '' ? t('noSurvey') : key;
    if (key === NOBODY) return t(by === 'person' ? 'broughtIn' : 'noModel');
    return name ?? key;
  };
}
