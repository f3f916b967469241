import type { Task } from '@/lib/client/outbox/task';

/** What the top bar says. `count` pieces of work wait on this machine. */
export type OutboxState =
  | { readonly kind: 'saved'; readonly at: number | null }
  | { readonly kind: 'saving'; readonly count: number }
  /** `lasting`: stored on this machine, so that closing the tab loses nothing; false where the browser refuses storage */
  | { readonly kind: 'offline'; readonly count: number; readonly lasting: boolean }
  | { readonly kind: 'signed-out'; readonly count: number; readonly lasting: boolean }
  /** the server will not have these; all others went through */
  | { readonly kind: 'refused'; readonly count: number; readonly last: Refusal };

/** Work that did not go through and is set aside. */
export interface Refusal {
  readonly task: Task;
  /** the server's word; or a submit waits for cells to be decided, or for strokes that were refused */
  readonly cause: 'server' | 'conflicts' | 'strokes';
  readonly message: string;
}
