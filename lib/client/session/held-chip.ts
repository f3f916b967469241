import type { ConfirmedView } from '@/lib/domain/correction/schema';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { PracticePlace } from '@/lib/domain/ground-truth/schema';
import type { DecodedLabelling } from '@/lib/client/decoded-labelling';
import type { QueueReason } from '@/lib/domain/queue/schema';
import { EMPTY_HISTORY } from '@/lib/editor/history';
import type { History } from '@/lib/editor/history';

/** What counts of a confirmed chip, and the person's own correction of it. */
export interface ConfirmedChip extends Omit<ConfirmedView, 'labelling'> {
  readonly cells: Uint8Array;
}

/** A chip in a person's hands, with all that labelling it needs. */
export interface HeldChip {
  readonly chip: ChipView;
  /** as the server had it last, with the person's strokes on top */
  readonly labelling: DecodedLabelling;
  /** why the queue gave it; null: opened by its number */
  readonly reason: QueueReason | null;
  /** its proposals stay hidden until it is submitted */
  readonly control: boolean;
  /** one of the person's practice chips: what it shows is compared with the reviewed labels at once. Left out by older pages */
  readonly practice?: PracticePlace | null;
  /** somebody else who labels it now */
  readonly heldBy: string | null;
  /** when the lease ends, by this machine's clock */
  readonly until: number;
  /** checked out for hours without a network: held through a closed tab, never given back on leaving */
  readonly offline: boolean;
  /** submitted or skipped in this session */
  readonly done: boolean;
  /** what counts of it, where it is confirmed: then it is for looking at, unless the person corrects it. Left out by older pages */
  readonly confirmed?: ConfirmedChip | null;
  /** the person changes the confirmed labels: `labelling` is theirs until they ask for it, and never sent before */
  readonly correcting?: boolean;
  /** what can be undone */
  readonly undo: History;
}

/** A chip as it comes into the hands. */
export function heldChip(
  given: Pick<
    HeldChip,
    'chip' | 'labelling' | 'reason' | 'control' | 'practice' | 'heldBy' | 'until' | 'confirmed'
  >,
  offline = false,
): HeldChip {
  // nothing of a confirmed chip is left to do
  const done = Boolean(given.confirmed);
  return { ...given, offline, done, undo: EMPTY_HISTORY };
}
