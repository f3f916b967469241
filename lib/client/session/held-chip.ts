import type { ChipView } from '@/lib/domain/chip/schema';
import type { DecodedLabelling } from '@/lib/client/decoded-labelling';
import type { QueueReason } from '@/lib/domain/queue/schema';
import { EMPTY_HISTORY } from '@/lib/editor/history';
import type { History } from '@/lib/editor/history';

/** A chip in a person's hands, with all that labelling it needs. */
export interface HeldChip {
  readonly chip: ChipView;
  /** as the server had it last, with the person's strokes on top */
  readonly labelling: DecodedLabelling;
  /** why the queue gave it; null: opened by its number */
  readonly reason: QueueReason | null;
  /** its proposals stay unseen until it is submitted */
  readonly control: boolean;
  /** somebody else who labels it now */
  readonly heldBy: string | null;
  /** when the lease ends, by this machine's clock */
  readonly until: number;
  /** checked out for hours without a network: held through a closed tab, never given back on leaving */
  readonly offline: boolean;
  /** submitted or skipped in this session */
  readonly done: boolean;
  /** what can be undone */
  readonly undo: History;
}

/** A chip as it comes into the hands. */
export function heldChip(
  given: Pick<HeldChip, 'chip' | 'labelling' | 'reason' | 'control' | 'heldBy' | 'until'>,
  offline = false,
): HeldChip {
  return { ...given, offline, done: false, undo: EMPTY_HISTORY };
}
