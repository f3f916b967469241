'use client';
import { useTranslations } from 'use-intl';
import { Notice } from '@/components/ui/notice';

/** Says on every page of an archived project that nothing can be changed. */
export function ArchivedNotice() {
  const t = useTranslations('shell');
  return (
    <div className="mb-4">
      <Notice>{t('projectArchived')}</Notice>
    </div>
  );
}
