'use client';
import { useTranslations } from 'use-intl';
import { describeNotice } from '@/lib/i18n/describe-notice';
import type { NoticeWords } from '@/lib/i18n/describe-notice';
import type { NoticeView } from '@/lib/domain/notice/schema';

/** Puts notices into words. */
export function useNoticeWords(): (notice: NoticeView) => NoticeWords {
  const t = useTranslations('notices');
  const models = useTranslations('models');
  return (notice) => describeNotice(notice, t, models);
}
