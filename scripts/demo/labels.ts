import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChipView } from '@/lib/domain/chip/schema';
import { ABSENT, codeOfClass } from '@/lib/domain/label/cell-code';
import { coveredArea, parseVoc } from './boxes';
import type { VocBox } from './boxes';
import { PICTURES, PROJECT } from './tree-crowns';

export const CROWN = codeOfClass(0);

/** Boxes of the crowns by the name of their picture, in pixels of its part that is imported. */
export type Crowns = ReadonlyMap<string, readonly VocBox[]>;

/** Reads the annotations of all pictures. @throws Error where one has not as many boxes as it should */
export async function readCrowns(folder: string): Promise<Crowns> {
  const crowns = new Map<string, VocBox[]>();
  for (const { file, boxes, crowns: expected, from = { x: 0, y: 0 } } of PICTURES) {
    const found = parseVoc(await readFile(path.join(folder, boxes), 'utf8'));
    if (found.length !== expected) {
      throw new Error(
        `${boxes} has ${String(found.length)} boxes; ${String(expected)} were expected`,
      );
    }
    crowns.set(
      file,
      found.map(({ xmin, ymin, xmax, ymax }) => ({
        ...{ xmin: xmin - from.x, xmax: xmax - from.x },
        ...{ ymin: ymin - from.y, ymax: ymax - from.y },
      })),
    );
  }
  return crowns;
}

/** Codes of a chip's cells, row-major: a crown where the boxes' union covers at least half of the cell, else absent. */
export function cellsOf(
  chip: Pick<ChipView, 'rows' | 'cols' | 'x' | 'y' | 'cellPx'>,
  boxes: readonly VocBox[],
): Uint8Array {
  const { rows, cols, cellPx } = chip;
  return Uint8Array.from({ length: rows * cols }, (_, cell) => {
    const xmin = chip.x + (cell % cols) * cellPx;
    const ymin = chip.y + Math.floor(cell / cols) * cellPx;
    const window = { xmin, ymin, xmax: xmin + cellPx, ymax: ymin + cellPx };
    return coveredArea(boxes, window) >= cellPx ** 2 / 2 ? CROWN : ABSENT;
  });
}

/** CSV of every cell of the chips, as a labels file is imported. */
export function labelsCsv(chips: readonly ChipView[], crowns: Crowns): string {
  const rows = chips.flatMap((chip) =>
    [...cellsOf(chip, crowns.get(chip.asset.name) ?? [])].map((code, cell) => {
      const word = code === CROWN ? PROJECT.classes[0]?.name : 'absent';
      const [row, col] = [Math.floor(cell / chip.cols), cell % chip.cols];
      return [chip.asset.name, chip.gridRow, chip.gridCol, row, col, word].join(',');
    }),
  );
  return ['asset,chip_row,chip_col,cell_row,cell_col,class', ...rows].join('\n');
}
