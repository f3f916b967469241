'use client';
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Skeleton } from '@/components/ui/skeleton';
import type { JobLogLine } from '@/lib/domain/job/schema';

/** The tail of a job's log; it stays at the end while it grows, unless the reader scrolled up. */
export function JobLog(props: {
  /** null while it is fetched */
  lines: readonly JobLogLine[] | null;
  attempts: number;
  ended: boolean;
}) {
  const t = useTranslations('models');
  const { lines, attempts, ended } = props;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  if (!lines) return <Skeleton className="h-24 w-full" />;
  if (lines.length === 0) {
    return <p className="text-text-3">{ended ? t('itSaidNothing') : t('nothingSaidYet')}</p>;
  }
  return (
    <div
      ref={box}
      role="log"
      aria-label={t('logOfTheJob')}
      // a box that scrolls must be reachable by keys
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
      className="max-h-96 overflow-auto rounded-control border border-line bg-bg-2 p-3 font-mono text-caption"
    >
      {lines.map((line) => (
        <div key={line.id} className="flex gap-3">
          <time dateTime={line.at} className="shrink-0 text-text-3">
            {line.at.slice(11, 19)}
          </time>
          {attempts > 1 && (
            <span className="shrink-0 text-text-3">
              {t('tryAttempt', { attempt: line.attempt })}
            </span>
          )}
          <span
            className={clsx(
              'min-w-0 break-words whitespace-pre-wrap',
              line.level === 'error' && 'font-semibold text-bad',
              line.level === 'debug' && 'text-text-3',
            )}
          >
            {line.level === 'warning' && `${t('noteInLog')} `}
            {line.text}
          </span>
        </div>
      ))}
    </div>
  );
}
