import type { RefusedTask } from '@/lib/client/outbox/task';

/** What the top bar says. `count` pieces of work wait on this machine. */
export type OutboxState =
  | { readonly kind: 'saved'; readonly at: number | null }
  | { readonly kind: 'saving'; readonly count: number }
  /** `lasting`: stored on this machine, so that closing the tab loses nothing; false where the browser refuses storage */
  | { readonly kind: 'offline'; readonly count: number; readonly lasting: boolean }
  /** the server answers, and has no room to write: it goes out once somebody has made some */
  | { readonly kind: 'diskFull'; readonly count: number; readonly lasting: boolean }
  | { readonly kind: 'signedOut'; readonly count: number; readonly lasting: boolean }
  /** these were not taken; all others went through */
  | { readonly kind: 'refused'; readonly tasks: readonly RefusedTask[] };
