import type { Task } from '@/lib/client/outbox/task';
import type { SaveResult } from '@/lib/client/outbox/sender';

/** What tabs of one person tell each other. */
export type Message =
  | { readonly kind: 'added'; readonly task: Task }
  /** it was refused, or is to be sent again */
  | { readonly kind: 'changed'; readonly task: Task }
  /** the server has it; `saved` is its answer to a stroke */
  | { readonly kind: 'done'; readonly id: string; readonly saved: SaveResult | null }
  /** the person gave it up */
  | { readonly kind: 'dropped'; readonly id: string };

/** The tabs of one person on this machine: what each does reaches the others, and one at a time sends. */
export interface TabChannel {
  post(message: Message): void;
  listen(listener: (message: Message) => void): void;
  /** Runs `work` while no other tab runs its own. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** One tab alone: for tests, and for browsers that have neither channels nor locks. */
export const singleTab: TabChannel = {
  post: () => undefined,
  listen: () => undefined,
  alone: (work) => work(),
};

/** The channel of a person's tabs. Plain http has no locks; there two tabs may send the same task, which applies once. */
export function broadcastChannel(userId: string): TabChannel {
  // the server renders pages too, and has channels of its own
  if (typeof window === 'undefined' || typeof BroadcastChannel === 'undefined') return singleTab;
  const name = `quadrat-outbox-${userId}`;
  const channel = new BroadcastChannel(name);
  const locks = (navigator as { locks?: LockManager }).locks;
  return {
    post: (message) => {
      channel.postMessage(message);
    },
    listen: (listener) => {
      channel.addEventListener('message', (event: MessageEvent<Message>) => {
        listener(event.data);
      });
    },
    alone: async (work) => (locks ? await locks.request(name, work) : await work()),
  };
}
