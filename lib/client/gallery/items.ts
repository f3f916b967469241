import type { GalleryChip, GalleryPage } from '@/lib/domain/gallery/schema';
import type { GalleryView } from '@/lib/domain/gallery/view';
import { UNLABELLED } from '@/lib/domain/label/cell-code';

/** What a crop of the gallery shows: a cell, or a whole chip. */
export interface GalleryItem {
  readonly id: string;
  readonly chip: GalleryChip;
  /** null: the whole chip */
  readonly cell: number | null;
  readonly code: number;
  readonly suspicion: number | null;
  readonly claim: number | null;
}

/**
 * The items of a group, in its order, as its pages come in. By suspicion pages are of chips, and a cell of a later page can be more
 * suspicious than one of this: cells below a page's bound are held back until nothing can come before them. What is given out stays
 * where it is.
 */
export class GroupItems {
  readonly items: GalleryItem[] = [];
  private held: GalleryItem[] = [];

  private readonly unit: GalleryView['unit'];
  private readonly bySuspicion: boolean;

  constructor({ unit, order }: Pick<GalleryView, 'unit' | 'order'>) {
    this.unit = unit;
    // chips come in their order
    this.bySuspicion = unit === 'cells' && order === 'suspicion';
  }

  /** Takes the next page in; labels that a reviewer stands for already are passed over. */
  add(page: GalleryPage): void {
    const come = page.items.flatMap((chip) =>
      this.unit === 'chips' ? [ofChip(chip)] : ofCells(chip),
    );
    if (!this.bySuspicion) {
      this.items.push(...come);
      return;
    }
    const bound = page.bound ?? -Infinity;
    const all = [...this.held, ...come].sort((a, b) => suspicionOf(b) - suspicionOf(a));
    const end = all.findIndex((item) => suspicionOf(item) < bound);
    this.items.push(...(end < 0 ? all : all.slice(0, end)));
    this.held = end < 0 ? [] : all.slice(end);
  }

  /** Takes items out, for instance because they are decided. */
  remove(ids: ReadonlySet<string>): void {
    const left = this.items.filter((item) => !ids.has(item.id));
    this.items.length = 0;
    this.items.push(...left);
  }
}

function ofChip(chip: GalleryChip): GalleryItem {
  const { id, suspicion } = chip;
  return { id, chip, cell: null, code: UNLABELLED, suspicion, claim: null };
}

function ofCells({ cells, ...rest }: GalleryChip): GalleryItem[] {
  // the cells are the items: kept beside them they would be there twice
  const chip = { ...rest, cells: [] };
  return cells.flatMap(([cell, code, suspicion, claim, kept]) =>
    kept ? [] : [{ id: `${chip.id}:${String(cell)}`, chip, cell, code, suspicion, claim }],
  );
}

function suspicionOf(item: GalleryItem): number {
  return item.suspicion ?? -1;
}
