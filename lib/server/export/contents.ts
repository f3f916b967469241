import type { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import { cellsOf } from '@/lib/server/snapshot/read';
import { ABSENT, UNLABELLED, isTrainable } from '@/lib/domain/label/cell-code';

/** Names of the codes of a dataset: 1 absent, 16 + index the project's classes. Other codes never leave in an export. */
export function codeNames(header: DatasetHeader): Map<number, string> {
  return new Map([[ABSENT, 'absent'], ...header.classes.map((c) => [c.code, c.name] as const)]);
}

/** A decided cell with its box in chip pixels, clipped to the picture. */
export interface ExportCell {
  row: number;
  col: number;
  code: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The cells of a chip that carry a class or absent, row by row. Unlabelled, unsure and unusable stay behind. */
export function* exportCells(chip: DatasetChip): Generator<ExportCell> {
  const cells = cellsOf(chip);
  for (let row = 0; row < chip.rows; row += 1) {
    for (let col = 0; col < chip.cols; col += 1) {
      const code = cells[row * chip.cols + col] ?? UNLABELLED;
      if (!isTrainable(code)) continue;
      const x = col * chip.cellPx;
      const y = row * chip.cellPx;
      const width = Math.min(chip.cellPx, chip.width - x);
      const height = Math.min(chip.cellPx, chip.height - y);
      yield { row, col, code, x, y, width, height };
    }
  }
}

/** A file name that every system takes, unique a chip: "<number>_<asset without ending>_r<row>_c<col>". */
export function chipFileName(chip: DatasetChip): string {
  const stem = chip.assetName.replace(/\.[^.]*$/, '').replaceAll(/[^A-Za-z0-9_-]+/g, '-');
  const number = String(chip.number).padStart(5, '0');
  return `${number}_${stem}_r${String(chip.gridRow)}_c${String(chip.gridCol)}`;
}

/** The ending of a chip picture's file. */
export function pictureEnding(mediaType: string): string {
  return mediaType === 'image/webp' ? 'webp' : mediaType === 'image/png' ? 'png' : 'jpg';
}
