'use client';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { noticeBar } from '@/components/ui/notice-bar';
import { toast } from '@/components/ui/toast';

/** Progress in words at the left of the bar, and in its place the page's notices: there they cover neither picture nor buttons. */
export function BarWords({ children, menu }: { children: ReactNode; menu: ReactNode }) {
  const t = useTranslations('shell');
  const notice = useSyncExternalStore(noticeBar.subscribe, noticeBar.newest, () => null);
  useEffect(
    () =>
      noticeBar.open(({ kind, text, options }) => {
        if (kind === 'error') toast.error(text, options);
        else toast(text, options);
      }),
    [],
  );
  return (
    <div className="flex h-11 min-w-0 flex-1 items-center gap-2 max-sm:basis-full max-sm:text-caption">
      {notice === null ? (
        <p className="line-clamp-2 min-w-0 flex-1 whitespace-normal text-text-2" aria-live="off">
          {children}
        </p>
      ) : (
        <>
          <p
            role={notice.kind === 'error' ? 'alert' : 'status'}
            data-notice
            title={notice.text}
            className={clsx(
              'line-clamp-2 min-w-0 whitespace-normal max-sm:flex-1',
              notice.kind === 'error' ? 'text-bad' : 'text-text-1',
            )}
          >
            {notice.text}
          </p>
          {notice.options.action && (
            <Button
              size="small"
              onClick={() => {
                noticeBar.close(notice);
                notice.options.action?.onClick();
              }}
            >
              {notice.options.action.label}
            </Button>
          )}
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('close')}
            onClick={() => {
              noticeBar.close(notice);
            }}
          >
            <X aria-hidden />
          </Button>
        </>
      )}
      {menu}
    </div>
  );
}
