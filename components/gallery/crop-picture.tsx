import type { GalleryChip } from '@/lib/domain/gallery/schema';

/** What of a chip's picture is shown: its middle in pixels of the chip, and how many of them fill the frame's width. */
interface Part {
  x: number;
  y: number;
  width: number;
}

/** Part of a chip's picture in a frame, drawn by the browser: one request a chip, however many of its cells are on screen. */
export function CropPicture(props: {
  chip: Pick<GalleryChip, 'imageUrl' | 'width' | 'height'>;
  part: Part;
  width: number;
  height: number;
}) {
  const { chip, part, width, height } = props;
  const scale = width / part.width;
  return (
    <img
      src={chip.imageUrl}
      alt=""
      decoding="async"
      draggable={false}
      className="absolute max-w-none"
      style={{
        width: chip.width * scale,
        height: chip.height * scale,
        left: width / 2 - part.x * scale,
        top: height / 2 - part.y * scale,
      }}
    />
  );
}

/** A cell with three tenths of a cell around it; null: the whole chip. */
export function partOf(chip: GalleryChip, cell: number | null, cells = 1.6): Part {
  if (cell === null) {
    return { x: chip.width / 2, y: chip.height / 2, width: Math.max(chip.width, chip.height) };
  }
  const [row, col] = [Math.floor(cell / chip.cols), cell % chip.cols];
  const { cellPx } = chip;
  return { x: (col + 0.5) * cellPx, y: (row + 0.5) * cellPx, width: cells * cellPx };
}
