import type { CellChange, Conflict, SaveRequest, SubmitRequest } from '@/lib/domain/label/schema';
import type { SkipRequest } from '@/lib/domain/queue/schema';

interface Waiting {
  /** the server applies a task with this id once, however often it comes */
  readonly id: string;
  /** keeps the order in which tasks were made, also between tabs of one machine */
  readonly order: number;
  /** path below /api/v1 that it is posted to */
  readonly path: string;
  /** the labelling that it belongs to: project, chip and kind */
  readonly labelling: string;
  /** the chip, so that a notice can open it again */
  readonly slug: string;
  readonly number: number;
  /** who made it: another person on this machine never sends it */
  readonly userId: string;
}

/** What a piece of work is about: its labelling, its chip, and where it is posted to. */
export type TaskTarget = Pick<Waiting, 'labelling' | 'path' | 'slug' | 'number'>;

/** A stroke. */
export interface SaveTask extends Waiting {
  readonly kind: 'save';
  readonly save: Pick<SaveRequest, 'openedMs' | 'changes'>;
}

/** A chip handed in; it goes out after the strokes that were made before it. */
export interface SubmitTask extends Waiting {
  readonly kind: 'submit';
  readonly submit: Pick<SubmitRequest, 'openedMs' | 'proposals'>;
  /** revision of the labelling with all strokes that are confirmed so far */
  readonly revision: number;
  /** cells of strokes before it that somebody else had set: it is held back until the person has decided them */
  readonly conflicts: readonly Conflict[];
}

/** A chip passed over, with a reason. */
export interface SkipTask extends Waiting {
  readonly kind: 'skip';
  readonly skip: SkipRequest;
}

/** Work that the server has not confirmed. */
export type Task = SaveTask | SubmitTask | SkipTask;

/** What a task changes in its labelling. */
export function changesOf(task: Task): readonly CellChange[] {
  return task.kind === 'save' ? task.save.changes : [];
}

/** Tasks in the order in which they were made; the ids settle a tie between two tabs. */
export function inOrder(a: Task, b: Task): number {
  return a.order - b.order || a.id.localeCompare(b.id);
}
