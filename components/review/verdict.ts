import type { AcceptRequest } from '@/lib/domain/review/schema';

/** A verdict that was given: on a chip, or on the correction of a chip that it names. */
export interface GivenVerdict {
  readonly number: number;
  readonly correctionId: string | null;
}

/** What a reviewer decides of the chip on screen, or takes back of any chip. */
export type Verdict =
  | { kind: 'accept'; request: () => AcceptRequest }
  | { kind: 'return'; reason: string }
  | ({ kind: 'reopen' } & GivenVerdict);

/** The verdicts of a visit without one that was taken back: it goes, and what came after it on its chip, which it ends. */
export function withoutUndone(
  given: readonly GivenVerdict[],
  { number, correctionId }: GivenVerdict,
): readonly GivenVerdict[] {
  const from = given.findLastIndex(
    (one) => one.number === number && one.correctionId === correctionId,
  );
  return given.filter((one, i) => one.number !== number || i < from);
}
