import type { HeldChip } from '@/lib/client/desk/held';
import type { Sitting } from '@/lib/client/desk/sitting';
import { ApiProblem } from '@/lib/client/problem';
import type { EmptyReason } from '@/lib/domain/queue/schema';

/** What the page shows in the middle. */
export type Stage =
  | { readonly kind: 'loading' }
  | { readonly kind: 'open'; readonly held: HeldChip }
  /** the queue gave nothing, and why; null: nothing is held and the server cannot be reached */
  | { readonly kind: 'empty'; readonly why: EmptyReason | null }
  | { readonly kind: 'missing'; readonly number: number }
  | { readonly kind: 'failed'; readonly message: string };

export interface DeskState {
  readonly stage: Stage;
  readonly sitting: Sitting;
  readonly network: 'online' | 'offline' | 'signed-out';
  /** another tab of this person has the chip on the bench open too */
  readonly elsewhere: boolean;
}

/** What a failed call means for the desk; `number`: the chip that was asked for by name. */
export function failureOf(
  error: unknown,
  number: number | null,
): { network?: DeskState['network']; stage?: Stage } {
  const problem = error instanceof ApiProblem ? error : null;
  if (problem?.status === 401) return { network: 'signed-out' };
  if (problem?.code === 'offline' || (problem?.status ?? 0) >= 502) {
    return { network: 'offline', stage: { kind: 'empty', why: null } };
  }
  if (problem?.code === 'not_found' && number !== null) {
    return { stage: { kind: 'missing', number } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { stage: { kind: 'failed', message } };
}
