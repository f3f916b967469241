'use client';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { prefetchProposals } from '@/components/label/use-model';
import { afterPaint } from '@/lib/client/after-paint';
import { LabellingSession } from '@/lib/client/session/labelling-session';
import type { SessionState } from '@/lib/client/session/session-state';
import { preloadPicture } from '@/lib/client/preloaded-pictures';
import { sessionServer } from '@/lib/client/session/session-server';
import { indexedDbSessions } from '@/lib/client/session/session-storage';
import { aheadOf, currentOf } from '@/lib/client/session/session-history';
import { browserTabs } from '@/lib/client/session/tabs';
import type { QueuePreference } from '@/lib/domain/queue/schema';

const HEARTBEAT_MS = 30_000;
const PREFETCHED = 3;

/** The labelling session of this tab, kept alive and up to date. `ready`: what an earlier visit left has been read. */
export function useLabellingSession(props: {
  slug: string;
  userId: string;
  /** the project is archived */
  archived: boolean;
  start: number | null;
  /** what the person chose to label when the page opened */
  wanted: QueuePreference;
  ready: boolean;
  /** the model is ready to predict chips that come */
  looking: boolean;
}): {
  session: LabellingSession;
  state: SessionState;
  setWanted: (wanted: QueuePreference) => void;
} {
  const { slug, userId, start, ready } = props;
  const [{ session, wanted }] = useState(() => {
    const asked = { now: props.wanted };
    const server = sessionServer(slug, userId, () => asked.now, props.archived);
    const storage = indexedDbSessions(userId, slug);
    return {
      wanted: asked,
      session: new LabellingSession({ slug, server, storage, tabs: browserTabs() }),
    };
  });
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState);
  const [setWanted] = useState(() => (next: QueuePreference) => {
    wanted.now = next;
    void session.releaseAhead();
  });
  useEffect(() => {
    if (!ready) return;
    // deferred, so that a mount that is undone at once (React's strict mode) does not take a chip
    const soon = setTimeout(() => void session.start(start), 0);
    return () => {
      clearTimeout(soon);
    };
  }, [session, ready, start]);
  useLife(session);
  usePrefetch(state, props.looking);
  return { session, state, setWanted };
}

/** Leases are kept while the tab lives and somebody works in it, and given back when it goes. */
function useLife(session: LabellingSession): void {
  useEffect(() => {
    const beat = (): void => void session.heartbeat();
    const touch = (): void => {
      session.touch();
    };
    const leave = (): void => {
      session.leave();
    };
    const timer = setInterval(beat, HEARTBEAT_MS);
    const heard = [
      ['online', beat],
      ['pageshow', beat],
      ['pagehide', leave],
      ['keydown', touch],
      ['pointerdown', touch],
    ] as const;
    for (const [name, act] of heard) window.addEventListener(name, act);
    return () => {
      clearInterval(timer);
      for (const [name, act] of heard) window.removeEventListener(name, act);
      session.leave();
    };
  }, [session]);
}

/** The address names the chip, and by `query` its list, so that a reload or a shared link comes back to it. */
export function useAddress(slug: string, { current }: SessionState, query: string): void {
  const number = current.kind === 'open' ? current.held.chip.number : null;
  useEffect(() => {
    if (number === null) return;
    let shown = true;
    // the router hears of it too, and renders
    afterPaint(() => {
      if (shown)
        window.history.replaceState(null, '', `/p/${slug}/label/${String(number)}${query}`);
    });
    return () => {
      shown = false;
    };
  }, [slug, number, query]);
}

/** Pictures and proposals of the next chips, so that they are there at once. */
function usePrefetch({ history }: SessionState, looking: boolean): void {
  const onScreen = currentOf(history);
  const ahead = aheadOf(history).slice(0, PREFETCHED);
  const key = [onScreen, ...ahead].map((held) => held?.chip.id).join();
  // the list is a new one with every stroke; what is fetched follows from the chips in it
  const fetchAhead = useEffectEvent(() => {
    // the picture on screen too: the person may come back to it
    if (onScreen) void preloadPicture(onScreen.chip.imageUrl);
    for (const { chip } of ahead) {
      void preloadPicture(chip.imageUrl);
      if (looking) prefetchProposals(chip);
    }
  });
  useEffect(() => {
    fetchAhead();
  }, [key, looking]);
}
