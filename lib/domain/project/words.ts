import type { ProjectView } from '@/lib/domain/project/schema';
import { countOf } from '@/lib/domain/project/waiting';

/** A project's grid and size in a sentence: "Cells of 4 m, 12 images, 1,240 chips of 8 × 8 cells." */
export function gridWords(
  project: Pick<ProjectView, 'cellM' | 'cellPx' | 'rows' | 'cols' | 'assets' | 'chips'>,
): string {
  const { cellM, cellPx, rows, cols, assets, chips } = project;
  const cell = cellM === null ? `${String(cellPx)} px` : `${String(cellM)} m`;
  return `Cells of ${cell}, ${countOf(assets, 'image')}, ${countOf(chips, 'chip')} of ${rows} × ${cols} cells.`;
}
