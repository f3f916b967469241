'use client';
import { Cloud, CloudAlert, CloudOff, CloudUpload } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { RefusedDialog, whatOf } from '@/components/workbench/refused-dialog';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { OutboxState } from '@/lib/client/outbox/state';

interface Props {
  state: OutboxState;
  outbox: Outbox;
  /** chips that can be labelled without a network; null where chips are not held ahead */
  left: number | null;
}

/** Saved, saving, or what waits here and why, always in words; what was not taken can be looked at. */
export function SaveState(props: Props) {
  const { outbox } = props;
  const [looking, setLooking] = useState(false);
  // they stay open while one of them is sent again; once all are settled there is nothing to look at
  const { refused } = outbox;
  if (looking && refused.length === 0) setLooking(false);
  return (
    <>
      <StateWords {...props} onLook={() => setLooking(true)} />
      {looking && (
        <RefusedDialog tasks={refused} outbox={outbox} onClose={() => setLooking(false)} />
      )}
    </>
  );
}

function StateWords({ state, left, onLook }: Props & { onLook: () => void }) {
  const t = useTranslations('session');
  switch (state.kind) {
    case 'saved': {
      if (state.at === null) return <CalmWords icon={Cloud}>{t('saved')}</CalmWords>;
      const time = new Date(state.at).toLocaleTimeString('en-GB', {
        hour: '2-digit',
        minute: '2-digit',
      });
      return <CalmWords icon={Cloud}>{t('savedAt', { time })}</CalmWords>;
    }
    case 'saving':
      return <CalmWords icon={CloudUpload}>{t('saving')}</CalmWords>;
    case 'offline': {
      const { count } = state;
      return (
        <Words icon={CloudOff}>
          {t(state.lasting ? 'offline' : 'offlineTab', { count })}
          {left !== null && (
            <span className="max-md:hidden">{t('chipsLeft', { count: left })}</span>
          )}
        </Words>
      );
    }
    case 'diskFull':
      return (
        <Words icon={CloudAlert}>
          {t(state.lasting ? 'diskFull' : 'diskFullTab', { count: state.count })}
        </Words>
      );
    case 'signedOut':
      return (
        <Words icon={CloudAlert}>
          {t(state.lasting ? 'signedOut' : 'signedOutTab', { count: state.count })}
        </Words>
      );
    case 'refused':
      return (
        <Words icon={CloudAlert}>
          {t('refused.count', { what: whatOf(state.tasks), count: state.tasks.length })}{' '}
          <button type="button" className="underline" onClick={onLook}>
            {t('refused.look')}
          </button>
        </Words>
      );
  }
}

/** Nothing to do about it: on a phone the sign alone is drawn. All of these take the same room, so that a save moves nothing. */
function CalmWords(props: { icon: typeof Cloud; children: string }) {
  const t = useTranslations('session');
  const all = [t('saved'), t('saving'), t('savedAt', { time: '00:00' })];
  return (
    <Words icon={props.icon}>
      <span className="grid max-sm:sr-only">
        <span className="[grid-area:1/1]">{props.children}</span>
        {all.map((words) => (
          <span
            key={words}
            aria-hidden
            data-words={words}
            className="invisible [grid-area:1/1] before:content-[attr(data-words)]"
          />
        ))}
      </span>
    </Words>
  );
}

function Words(props: { icon: typeof Cloud; children: React.ReactNode }) {
  return (
    <span
      role="status"
      className="flex min-w-0 items-center gap-1.5 text-text-2 max-sm:text-caption"
    >
      <props.icon aria-hidden className="size-4 shrink-0" strokeWidth={1.5} />
      <span className="truncate">{props.children}</span>
    </span>
  );
}
