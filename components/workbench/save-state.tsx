'use client';
import { Cloud, CloudAlert, CloudOff, CloudUpload } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { OutboxState } from '@/lib/client/outbox/state';

/** Saved, saving, or what waits here and why: always in words. */
export function SaveState(props: {
  state: OutboxState;
  outbox: Outbox;
  /** chips that can be labelled without a network; null where chips are not held ahead */
  left: number | null;
}) {
  const { state, outbox, left } = props;
  const t = useTranslations('session');
  switch (state.kind) {
    case 'saved': {
      if (state.at === null) {
        return (
          <Words icon={Cloud} calm>
            {t('saved')}
          </Words>
        );
      }
      const time = new Date(state.at).toLocaleTimeString('en-GB', {
        hour: '2-digit',
        minute: '2-digit',
      });
      return (
        <Words icon={Cloud} calm>
          {t('saved-at', { time })}
        </Words>
      );
    }
    case 'saving':
      return (
        <Words icon={CloudUpload} calm>
          {t('saving')}
        </Words>
      );
    case 'offline': {
      const { count } = state;
      return (
        <Words icon={CloudOff}>
          {t(state.lasting ? 'offline' : 'offline-tab', { count })}
          {left !== null && (
            <span className="max-md:hidden">{t('chips-left', { count: left })}</span>
          )}
        </Words>
      );
    }
    case 'signed-out':
      return (
        <Words icon={CloudAlert}>
          {t(state.lasting ? 'signed-out' : 'signed-out-tab', { count: state.count })}
        </Words>
      );
    case 'refused': {
      const { last, count } = state;
      const why = last.cause === 'server' ? last.message : t(`refused.${last.cause}`);
      return (
        <Words icon={CloudAlert} title={why}>
          {t('not-saved', { why, count })}{' '}
          <button type="button" className="underline" onClick={() => void outbox.retryRefused()}>
            {t('try-again')}
          </button>{' '}
          <button
            type="button"
            className="underline"
            onClick={() =>
              void outbox.dropRefused().then(() => {
                // the labelling on screen still shows them: what the server has is shown afresh
                window.location.reload();
              })
            }
          >
            {t('drop')}
          </button>
        </Words>
      );
    }
  }
}

function Words(props: {
  icon: typeof Cloud;
  title?: string;
  /** nothing to do about it: on a phone the sign alone is drawn */
  calm?: boolean;
  children: React.ReactNode;
}) {
  return (
    <span
      role="status"
      title={props.title}
      className="flex min-w-0 items-center gap-1.5 text-text-2 max-sm:text-caption"
    >
      <props.icon aria-hidden className="size-4 shrink-0" strokeWidth={1.5} />
      <span className={props.calm ? 'truncate max-sm:sr-only' : 'truncate'}>{props.children}</span>
    </span>
  );
}
