import type { GuestChip } from '@/lib/domain/labelling-link/schema';
import type { ChipView } from '@/lib/domain/chip/schema';

/** A guest's chip as the workbench takes it: a picture of its own, without a place, a neighbourhood or another date. */
export function guestChipView(chip: GuestChip, number: number): ChipView {
  const { id, rows, cols, width, height, cellPx, imageUrl } = chip;
  return {
    ...{ id, number, rows, cols, width, height, cellPx, imageUrl },
    ...{ gridRow: 0, gridCol: 0, x: 0, y: 0, cellM: null, footprint: null },
    ...{ imageSha: '', mediaType: '', status: 'IN_PROGRESS', split: 'TRAIN', skippedReason: null },
    asset: {
      ...{ id, name: '', survey: '', width, height, bands: 3 },
      ...{ placed: false, previewUrl: null, takenAt: null },
    },
  };
}
