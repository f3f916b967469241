import type { HeldChip } from '@/lib/client/session/held-chip';
import type { SessionHistory } from '@/lib/client/session/session-history';
import { ApiProblem } from '@/lib/client/problem';
import type { EmptyReason } from '@/lib/domain/queue/schema';

/** The chip that is on screen, or why there is none. */
export type CurrentChip =
  | { readonly kind: 'loading' }
  | { readonly kind: 'open'; readonly held: HeldChip }
  /** the queue gave nothing, and why; null: nothing is held and the server cannot be reached */
  | { readonly kind: 'empty'; readonly why: EmptyReason | null }
  | { readonly kind: 'missing'; readonly number: number }
  | { readonly kind: 'failed'; readonly message: string };

export interface SessionState {
  readonly current: CurrentChip;
  readonly history: SessionHistory;
  readonly network: 'online' | 'offline' | 'signedOut';
  /** another tab of this person has the chip on screen open too */
  readonly elsewhere: boolean;
}

/** What the server, or a proxy before it, answers while it is away. */
const AWAY: readonly number[] = [502, 503, 504];

/** What a failed call means for the session; `number`: the chip that was asked for by name. */
export function failureOf(
  error: unknown,
  number: number | null,
): { network?: SessionState['network']; current?: CurrentChip } {
  const problem = error instanceof ApiProblem ? error : null;
  if (problem?.status === 401) return { network: 'signedOut' };
  if (problem?.code === 'offline' || AWAY.includes(problem?.status ?? 0)) {
    return { network: 'offline', current: { kind: 'empty', why: null } };
  }
  if (problem?.code === 'not_found' && number !== null) {
    return { current: { kind: 'missing', number } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { current: { kind: 'failed', message } };
}
