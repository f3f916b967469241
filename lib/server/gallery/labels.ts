import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import type { ReviewedChip } from '@/lib/domain/review/label';
import type { GalleryChipRow } from '@/lib/server/gallery/chips/data';
import { isConsensusCurrent } from '@/lib/server/review/draft';

/** What the labels of a stored chip rest on. */
export function labelsOf(
  chip: Pick<GalleryChipRow, 'rows' | 'cols' | 'status' | 'labellings'>,
  prediction: ChipPrediction | null,
): ReviewedChip {
  const cells = chip.rows * chip.cols;
  const fitting = chip.labellings.filter((own) => own.cells.length === cells);
  const counted = fitting.filter(
    ({ userId, status }) => userId !== null && (status === 'SUBMITTED' || status === 'ACCEPTED'),
  );
  const consensus = fitting.find((own) => own.userId === null);
  return {
    cells,
    confirmed: chip.status === 'CONFIRMED',
    reviewed: consensus && isConsensusCurrent(consensus, chip, counted) ? consensus.cells : null,
    people: counted.map((own) => own.cells),
    prediction,
  };
}
