import type { ActionCounts } from '@/lib/domain/label/action-counts';
import { ABSENT, isClass } from '@/lib/domain/label/cell-code';
import type { Edit, EditSource } from '@/lib/editor/labelling';

/** Counts a chip's strokes as they are made. */
export class ActionCounter {
  private readonly accepted = new Map<number, number>();
  private readonly rest = new Set<number>();
  private counts = { strokes: 0, accepts: 0, fixes: 0, handStrokes: 0, handCells: 0 };

  add(edits: readonly Edit[], source: EditSource): void {
    if (edits.length === 0) return;
    const { counts } = this;
    counts.strokes += 1;
    if (source === 'accept') {
      counts.accepts += 1;
      for (const { cell, after } of edits) this.accepted.set(cell, after);
      return;
    }
    if (source === 'rest') for (const { cell } of edits) this.rest.add(cell);
    if (edits.some(({ cell, after }) => this.isOther(cell, after))) counts.fixes += 1;
    const given = edits.filter(({ after }) => isClass(after)).length;
    if (source === 'hand' && given > 0) {
      counts.handStrokes += 1;
      counts.handCells += given;
    }
  }

  /** The counts for the cells as they stand. */
  of(cells: Uint8Array): ActionCounts {
    let kept = 0;
    for (const [cell, code] of this.accepted) if (cells[cell] === code) kept += 1;
    return { ...this.counts, kept };
  }

  /** Whether "the rest are absent" was given and stands, in a cell at least. */
  restStands(cells: Uint8Array): boolean {
    return [...this.rest].some((cell) => cells[cell] === ABSENT);
  }

  private isOther(cell: number, after: number): boolean {
    const code = this.accepted.get(cell);
    return code !== undefined && code !== after;
  }
}

/**
 * Actions that proposals saved over some chips: what the accepted cells that stayed would have cost by hand, at the person's own
 * number of cells a stroke, less the strokes that accepted and corrected. Below 0 where they cost more than they brought.
 */
export function actionsSaved(chips: readonly ActionCounts[]): number {
  const sum = (part: keyof ActionCounts): number =>
    chips.reduce((all, chip) => all + chip[part], 0);
  const cellsAStroke = Math.max(
    1,
    sum('handStrokes') === 0 ? 1 : sum('handCells') / sum('handStrokes'),
  );
  return sum('kept') / cellsAStroke - sum('accepts') - sum('fixes');
}
