'use client';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { prefetchProposals } from '@/components/label/use-model';
import { afterPaint } from '@/lib/client/after-paint';
import { Desk } from '@/lib/client/desk/desk';
import type { DeskState } from '@/lib/client/desk/state';
import { keepPicture } from '@/lib/client/desk/pictures';
import { deskServer } from '@/lib/client/desk/server';
import { indexedDbShelf } from '@/lib/client/desk/shelf';
import { aheadOf, currentOf } from '@/lib/client/desk/sitting';
import { browserTabs } from '@/lib/client/desk/tabs';
import type { QueuePreference } from '@/lib/domain/queue/schema';

const HEARTBEAT_MS = 30_000;
const PREFETCHED = 3;

/** The desk of this tab, kept alive and up to date. `ready`: what an earlier visit left has been read. */
export function useDesk(props: {
  slug: string;
  userId: string;
  start: number | null;
  /** what the person chose to label when the page opened */
  wanted: QueuePreference;
  ready: boolean;
  /** the model is ready to look at chips that come */
  looking: boolean;
}): { desk: Desk; state: DeskState; setWanted: (wanted: QueuePreference) => void } {
  const { slug, userId, start, ready } = props;
  const [{ desk, wanted }] = useState(() => {
    const asked = { now: props.wanted };
    const server = deskServer(slug, userId, () => asked.now);
    const shelf = indexedDbShelf(userId, slug);
    return { wanted: asked, desk: new Desk({ slug, server, shelf, tabs: browserTabs() }) };
  });
  const state = useSyncExternalStore(desk.subscribe, desk.getState, desk.getState);
  const [setWanted] = useState(() => (next: QueuePreference) => {
    wanted.now = next;
    void desk.giveBackAhead();
  });
  useEffect(() => {
    if (!ready) return;
    // deferred, so that a mount that is undone at once (React's strict mode) does not take a chip
    const soon = setTimeout(() => void desk.start(start), 0);
    return () => {
      clearTimeout(soon);
    };
  }, [desk, ready, start]);
  useLife(desk);
  useAddress(slug, state);
  usePrefetch(state, props.looking);
  return { desk, state, setWanted };
}

/** Leases are kept while the tab lives and somebody works in it, and given back when it goes. */
function useLife(desk: Desk): void {
  useEffect(() => {
    const beat = (): void => void desk.beat();
    const touch = (): void => {
      desk.touch();
    };
    const leave = (): void => {
      desk.leave();
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
      desk.leave();
    };
  }, [desk]);
}

/** The address names the chip, so that a reload or a shared link comes back to it. */
function useAddress(slug: string, { stage }: DeskState): void {
  const number = stage.kind === 'open' ? stage.held.chip.number : null;
  useEffect(() => {
    if (number === null) return;
    let shown = true;
    // the router hears of it too, and renders
    afterPaint(() => {
      if (shown) window.history.replaceState(null, '', `/p/${slug}/label/${String(number)}`);
    });
    return () => {
      shown = false;
    };
  }, [slug, number]);
}

/** Pictures and proposals of the next chips, so that they are there at once. */
function usePrefetch({ sitting }: DeskState, looking: boolean): void {
  const onBench = currentOf(sitting);
  const ahead = aheadOf(sitting).slice(0, PREFETCHED);
  const key = [onBench, ...ahead].map((held) => held?.chip.id).join();
  // the list is a new one with every stroke; what is fetched follows from the chips in it
  const fetchAhead = useEffectEvent(() => {
    // the picture on the bench too: the person may come back to it
    if (onBench) void keepPicture(onBench.chip.imageUrl);
    for (const { chip } of ahead) {
      void keepPicture(chip.imageUrl);
      if (looking) prefetchProposals(chip);
    }
  });
  useEffect(() => {
    fetchAhead();
  }, [key, looking]);
}
