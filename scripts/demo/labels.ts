import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChipView } from '@/lib/domain/chip/schema';
import { centreOf, parseVoc } from './boxes';
import { PICTURES, PROJECT } from './tree-crowns';

type Point = ReturnType<typeof centreOf>;

/** The chips that get the imported labels: two of three in every split, in the order of their numbers. */
export function chooseLabelled<C extends Pick<ChipView, 'number' | 'split'>>(
  chips: readonly C[],
): C[] {
  const seen = new Map<string, number>();
  return chips
    .toSorted((a, b) => a.number - b.number)
    .filter(({ split }) => {
      const n = seen.get(split) ?? 0;
      seen.set(split, n + 1);
      return n % 3 !== 2;
    });
}

/** CSV of every cell of the chosen chips: a crown when the centre of one lies in it, else absent. */
export async function labelsCsv(chips: readonly ChipView[], folder: string): Promise<string> {
  const points = new Map<string, Point[]>();
  for (const { file, boxes, crowns } of PICTURES) {
    const found = parseVoc(await readFile(path.join(folder, boxes), 'utf8')).map(centreOf);
    if (found.length !== crowns) {
      throw new Error(
        `${boxes} has ${String(found.length)} boxes; ${String(crowns)} were expected`,
      );
    }
    points.set(file, found);
  }
  const rows = chooseLabelled(chips).flatMap((chip) =>
    rowsOf(chip, points.get(chip.asset.name) ?? []),
  );
  return ['asset,chip_row,chip_col,cell_row,cell_col,class', ...rows].join('\n');
}

function rowsOf(chip: ChipView, points: readonly Point[]): string[] {
  const crowns = new Set(points.map((point) => cellAt(chip, point)));
  return Array.from({ length: chip.rows * chip.cols }, (_, cell) => {
    const word = crowns.has(cell) ? (PROJECT.classes[0]?.name ?? '') : 'absent';
    const [row, col] = [Math.floor(cell / chip.cols), cell % chip.cols];
    return [chip.asset.name, chip.gridRow, chip.gridCol, row, col, word].join(',');
  });
}

/** Row-major number of the cell that a point of the asset lies in, or -1. */
function cellAt(chip: ChipView, { x, y }: Point): number {
  const col = Math.floor((x - chip.x) / chip.cellPx);
  const row = Math.floor((y - chip.y) / chip.cellPx);
  const inside = row >= 0 && row < chip.rows && col >= 0 && col < chip.cols;
  return inside ? row * chip.cols + col : -1;
}
