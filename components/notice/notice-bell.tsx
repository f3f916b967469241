'use client';
import { clsx } from 'clsx';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useUnread } from '@/components/notice/use-unread';
import { MANY } from '@/lib/domain/notice/schema';

/** In the bar of every page: the way to the notices, and how many are unread. `narrow`: a phone's bar has no room for it. */
export function NoticeBell({ narrow }: { narrow: boolean }) {
  const t = useTranslations('notices');
  const unread = useUnread();
  return (
    <Link
      href="/notices"
      aria-label={t('bell', { count: unread })}
      title={t('bell', { count: unread })}
      className={clsx(
        'relative flex size-8 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-bg-3 hover:text-text-1 pointer-coarse:size-11',
        narrow && 'max-sm:hidden',
      )}
    >
      <Bell aria-hidden className="size-[18px]" strokeWidth={1.5} />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0 right-0 min-w-4 rounded-full bg-accent-fill px-1 text-center text-[10px] leading-4 font-semibold text-on-accent tabular-nums"
        >
          {unread >= MANY ? t('many', { count: MANY - 1 }) : unread}
        </span>
      )}
    </Link>
  );
}
