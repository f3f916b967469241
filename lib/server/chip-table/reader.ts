import { ChipState, REVIEWER_FACETS } from '@/lib/domain/chip-filter/schema';
import type { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';

/** What of others' work a reader of the table sees. */
export interface TableReader {
  userId: string;
  name: string;
  /** reviewers see who labelled what, and what models say of it; a labeler only their own labels and what is confirmed */
  seesAll: boolean;
}

export function tableReader({ role }: Pick<ProjectScope, 'role'>, person: Person): TableReader {
  return { userId: person.userId, name: person.name, seesAll: role !== 'LABELER' };
}

/**
 * The states in which a reader may look for chips by a filter. A labeler asks for no one else's chips, and by class only for what is
 * confirmed: the labels of a chip that waits may be another's. @throws AppError `forbidden`
 */
export function readableStates(
  { userId, seesAll }: TableReader,
  filter: ChipFilter & { order?: string },
): readonly ChipState[] {
  const states = filter.state === undefined ? ChipState.options : [filter.state];
  if (seesAll) return states;
  const others = filter.person !== undefined && filter.person !== userId;
  const asksModel = REVIEWER_FACETS.some((name) => filter[name] !== undefined);
  if (others || asksModel || filter.order === 'suspicion') {
    throw new AppError('forbidden', 'chips.forReviewers');
  }
  return filter.class === undefined ? states : states.filter((state) => state !== 'waiting');
}
