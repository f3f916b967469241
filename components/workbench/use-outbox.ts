'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { apiSender } from '@/lib/client/outbox/api-sender';
import { Outbox } from '@/lib/client/outbox/outbox';
import type { OutboxState } from '@/lib/client/outbox/state';
import { indexedDbStorage } from '@/lib/client/outbox/storage';
import { broadcastChannel } from '@/lib/client/outbox/tab-channel';

// one a person and tab: strokes of the chip before may still be on their way when the next one opens
const outboxes = new Map<string, Outbox>();

function outboxOf(userId: string): Outbox {
  let outbox = outboxes.get(userId);
  if (!outbox) {
    outbox = new Outbox({
      userId,
      storage: indexedDbStorage(),
      channel: broadcastChannel(userId),
      send: apiSender(userId),
    });
    outboxes.set(userId, outbox);
  }
  return outbox;
}

const NOTHING: OutboxState = { kind: 'saved', at: null };

/** The person's outbox with its state; `ready` once what an earlier visit left has been read. */
export function useOutbox(userId: string): { outbox: Outbox; state: OutboxState; ready: boolean } {
  const outbox = outboxOf(userId);
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState, () => NOTHING);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const flush = (): void => void outbox.flush();
    void outbox.restore().then(() => {
      setReady(true);
      flush();
    });
    window.addEventListener('online', flush);
    window.addEventListener('focus', flush);
    return () => {
      window.removeEventListener('online', flush);
      window.removeEventListener('focus', flush);
    };
  }, [outbox]);
  return { outbox, state, ready };
}
