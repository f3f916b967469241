import { NOT_LOADED } from '@/lib/client/gallery/gallery-store';
import type { LoadedGroup, LoadedGroups } from '@/lib/client/gallery/gallery-store';
import type { Section } from '@/lib/client/gallery/grid';
import type { GalleryItem } from '@/lib/client/gallery/items';
import type { GalleryGroup } from '@/lib/domain/gallery/schema';

/** Rows of each group that are shown while no group is open. */
export const PREVIEW_ROWS = 3;
export const HEAD_PX = 40;
const CAPTION_PX = 28;
const GAP_PX = 8;

/** How crops are laid out in the width that there is. */
export interface CropGrid {
  readonly columns: number;
  /** side of a crop's picture */
  readonly side: number;
  /** a row with its caption and the gap below */
  readonly rowPx: number;
}

/** As many columns of at least 112 px as fit; three on a phone. */
export function cropGrid(width: number): CropGrid {
  const gap = 12;
  const columns = width < 480 ? 3 : Math.max(1, Math.floor((width + gap) / (112 + gap)));
  const side = Math.max(40, Math.floor((width - gap * (columns - 1)) / columns));
  return { columns, side, rowPx: side + CAPTION_PX + GAP_PX };
}

/** A row of the gallery at its place; rows without items are a group's heading, or stand for what is not here yet. */
export interface GalleryRow {
  readonly kind: 'head' | 'items' | 'rest';
  readonly y: number;
  readonly height: number;
  readonly group: GalleryGroup;
  readonly items: readonly GalleryItem[];
}

export interface GalleryLayout {
  readonly rows: readonly GalleryRow[];
  readonly sections: readonly Section[];
  readonly height: number;
}

/** Lays groups out one under the other: all of the one that is open, else the first rows of each. */
export function layOut(
  groups: readonly GalleryGroup[],
  loaded: LoadedGroups,
  grid: CropGrid,
  options: { unit: 'cells' | 'chips'; open: boolean },
): GalleryLayout {
  const rows: GalleryRow[] = [];
  const sections: Section[] = [];
  let y = 0;
  const put = (row: Omit<GalleryRow, 'y'>): void => {
    rows.push({ ...row, y });
    y += row.height;
  };
  for (const group of groups) {
    const { items, next } = loaded.get(group.key) ?? NOT_LOADED;
    const most = options.open ? Infinity : grid.columns * PREVIEW_ROWS;
    const shown = items.length > most ? items.slice(0, most) : items;
    sections.push({ key: group.key, items: shown });
    put({ kind: 'head', height: HEAD_PX, group, items: [] });
    for (let from = 0; from < shown.length; from += grid.columns) {
      const row = shown.slice(from, from + grid.columns);
      put({ kind: 'items', height: grid.rowPx, group, items: row });
    }
    const rest = restRows(group, shown.length, next, grid, options);
    if (rest > 0) put({ kind: 'rest', height: rest * grid.rowPx, group, items: [] });
  }
  return { rows, sections, height: y };
}

/** Rows that are kept free for what is still to come. */
function restRows(
  group: GalleryGroup,
  shown: number,
  next: LoadedGroup['next'],
  { columns }: CropGrid,
  { unit, open }: { unit: 'cells' | 'chips'; open: boolean },
): number {
  if (next === null) return 0;
  if (open) return 1;
  const all = Math.ceil((unit === 'chips' ? group.chips : group.cells) / columns);
  return Math.max(0, Math.min(PREVIEW_ROWS, all) - Math.ceil(shown / columns));
}

/** The rows that lie between two heights, by halving: `from` of the first, `to` behind the last. */
export function rowsBetween(
  rows: readonly GalleryRow[],
  top: number,
  bottom: number,
): { from: number; to: number } {
  const firstWith = (test: (row: GalleryRow) => boolean): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle];
      if (row && test(row)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    from: firstWith((row) => row.y + row.height > top),
    to: firstWith((row) => row.y >= bottom),
  };
}
