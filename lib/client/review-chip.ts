import { decodeLabelling } from '@/lib/client/decoded-labelling';
import type { DecodedLabelling } from '@/lib/client/decoded-labelling';
import { bytesOf } from '@/lib/domain/label/cells';
import type { ReviewView } from '@/lib/domain/review/schema';

type Proposals = NonNullable<ReviewView['proposals']>;

/** A chip under review as the browser holds it: cells and levels are bytes. */
export interface ReviewChip extends Omit<
  ReviewView,
  'consensus' | 'labellings' | 'proposals' | 'settled'
> {
  readonly settled: Uint8Array | null;
  readonly consensus: DecodedLabelling;
  readonly labellings: readonly {
    readonly person: ReviewView['labellings'][number]['person'];
    readonly labelling: DecodedLabelling;
  }[];
  /** `probs`: rows x cols x outputs levels, round(255 p) */
  readonly proposals: (Omit<Proposals, 'probs'> & { readonly probs: Uint8Array }) | null;
}

/** A chip under review as it came from the server. */
export function decodeReview(view: ReviewView): ReviewChip {
  const { consensus, labellings, proposals, settled } = view;
  return {
    ...view,
    consensus: decodeLabelling(consensus),
    labellings: labellings.map(({ person, labelling }) => ({
      person,
      labelling: decodeLabelling(labelling),
    })),
    settled: settled === null ? null : bytesOf(settled),
    proposals: proposals && { ...proposals, probs: bytesOf(proposals.probs) },
  };
}
