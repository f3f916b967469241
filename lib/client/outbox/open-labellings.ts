import type { CellChange, Conflict } from '@/lib/domain/label/schema';

/** A labelling that is open in this tab. */
export interface OpenLabelling {
  /** project, chip and kind: equal for all tabs that show the labelling */
  readonly key: string;
  readonly path: string;
  readonly slug: string;
  readonly number: number;
  revision: number;
  /** the server's cells after a save, with what is still waiting on top of them */
  readonly onCells: (cells: Uint8Array) => void;
  /** strokes of another tab on the same labelling */
  readonly onStrokes: (changes: readonly CellChange[]) => void;
  /** cells that somebody else set meanwhile; the labelling shows theirs until the person decides */
  readonly onConflicts: (conflicts: readonly Conflict[]) => void;
}

/** The labellings that this tab shows, and the newest revision of each that a reply or a page named. */
export class OpenLabellings {
  private readonly open = new Map<string, OpenLabelling>();
  private readonly revisions = new Map<string, number>();

  add(labelling: OpenLabelling): void {
    this.open.set(labelling.key, labelling);
    this.noteRevision(labelling.key, labelling.revision);
  }

  remove(labelling: OpenLabelling): void {
    if (this.open.get(labelling.key) === labelling) this.open.delete(labelling.key);
  }

  get(key: string): OpenLabelling | undefined {
    return this.open.get(key);
  }

  revisionOf(key: string): number | null {
    return this.revisions.get(key) ?? null;
  }

  /** A revision that the server named; an older one than is known changes nothing. */
  noteRevision(key: string, revision: number): void {
    const newest = Math.max(revision, this.revisions.get(key) ?? 0);
    this.revisions.set(key, newest);
    const labelling = this.open.get(key);
    if (labelling) labelling.revision = Math.max(labelling.revision, newest);
  }
}
