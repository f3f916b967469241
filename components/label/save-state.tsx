'use client';
import { Cloud, CloudAlert, CloudOff, CloudUpload } from 'lucide-react';
import Link from 'next/link';
import type { Outbox, OutboxState } from '@/lib/client/outbox/outbox';

/** Saved, saving, or what waits here and why: always in words. */
export function SaveState({ state, outbox }: { state: OutboxState; outbox: Outbox }) {
  switch (state.kind) {
    case 'saved':
      return (
        <Words icon={Cloud}>
          {state.at === null
            ? 'Saved'
            : `Saved ${new Date(state.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`}
        </Words>
      );
    case 'saving':
      return <Words icon={CloudUpload}>Saving</Words>;
    case 'offline':
      return (
        <Words icon={CloudOff}>
          Offline, {state.kept} kept {state.lasting ? 'here' : 'in this tab only: keep it open'}
        </Words>
      );
    case 'signed-out':
      return (
        <Words icon={CloudAlert}>
          <Link href="/sign-in" target="_blank" className="underline">
            Sign in again
          </Link>
          <span className="max-md:hidden">
            {' '}
            (in a new tab; {state.kept} kept {state.lasting ? 'here' : 'in this tab only'})
          </span>
        </Words>
      );
    case 'refused':
      return (
        <Words icon={CloudAlert} title={state.last.message}>
          Not saved: {state.last.message} ({state.kept} kept here){' '}
          <button type="button" className="underline" onClick={() => void outbox.retryRefused()}>
            Try again
          </button>{' '}
          <button
            type="button"
            className="underline"
            onClick={() =>
              void outbox.dropRefused().then(() => {
                // the sheet on screen still shows them: what the server has is shown afresh
                window.location.reload();
              })
            }
          >
            Drop
          </button>
        </Words>
      );
  }
}

function Words(props: { icon: typeof Cloud; title?: string; children: React.ReactNode }) {
  return (
    <span
      role="status"
      title={props.title}
      className="flex min-w-0 items-center gap-1.5 text-text-2 max-sm:text-caption"
    >
      <props.icon aria-hidden className="size-4 shrink-0" strokeWidth={1.5} />
      <span className="truncate">{props.children}</span>
    </span>
  );
}
