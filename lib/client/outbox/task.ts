import type { CellChange, Conflict, SaveRequest, SubmitRequest } from '@/lib/domain/label/schema';
import type { CorrectionRequest } from '@/lib/domain/correction/schema';
import type { SkipRequest } from '@/lib/domain/queue/schema';

/** Why work was not taken: the server's answer (problem details, with key and values), or a submit waits for cells to be decided or for refused strokes. */
export type RefusalReason =
  | {
      readonly cause: 'server';
      readonly status: number;
      readonly body: Readonly<Record<string, unknown>>;
    }
  | { readonly cause: 'conflicts' | 'strokes' };

/** A reason with its time, kept with the work until the person has it sent again or drops it. */
export type TaskRefusal = RefusalReason & {
  /** milliseconds of the clock */
  readonly at: number;
  /** cells that the person set anew since, which the server has: the refused code is no longer wanted there */
  readonly overwritten: readonly number[];
};

interface TaskBase {
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
  /** why it is not sent any more; nothing while it waits */
  readonly refused?: TaskRefusal | undefined;
  /** answers of 500 in a row from a server that is well otherwise */
  readonly failures?: number | undefined;
}

/** What a piece of work is about: its labelling, its chip, and where it is posted to. */
export type TaskTarget = Pick<TaskBase, 'labelling' | 'path' | 'slug' | 'number'>;

/** A stroke. */
export interface SaveTask extends TaskBase {
  readonly kind: 'save';
  readonly save: Pick<SaveRequest, 'openedMs' | 'changes'>;
}

/** A chip handed in; it goes out after the strokes that were made before it. */
export interface SubmitTask extends TaskBase {
  readonly kind: 'submit';
  readonly submit: Pick<SubmitRequest, 'openedMs' | 'proposals'>;
  /** revision of the labelling with all strokes that are confirmed so far */
  readonly revision: number;
  /** cells of strokes before it that somebody else had set: it is held back until the person has decided them */
  readonly conflicts: readonly Conflict[];
}

/** A chip passed over, with a reason. */
export interface SkipTask extends TaskBase {
  readonly kind: 'skip';
  readonly skip: SkipRequest;
}

/** A correction of a confirmed chip that is asked for; the task's id is the correction's. */
export interface CorrectionTask extends TaskBase {
  readonly kind: 'correction';
  readonly correction: Omit<CorrectionRequest, 'correctionId'>;
}

/** Work that the server has not confirmed. */
export type Task = SaveTask | SubmitTask | SkipTask | CorrectionTask;

/** Work that was not taken. */
export type RefusedTask = Task & { readonly refused: TaskRefusal };

export function isRefused(task: Task): task is RefusedTask {
  return task.refused !== undefined;
}

/** Numbers of a project's chips on which strokes or a submit were refused because a reviewer has confirmed the chip. */
export function confirmedMeanwhile(tasks: readonly RefusedTask[], slug: string): number[] {
  return tasks
    .filter((task) => task.slug === slug && isOfConfirmed(task.refused))
    .map(({ number }) => number);
}

function isOfConfirmed(reason: RefusalReason): boolean {
  return reason.cause === 'server' && reason.body['key'] === 'label.confirmed';
}

/** What a task changes in its labelling; of a refused one, where the person has not gone on since. */
export function changesOf(task: Task): readonly CellChange[] {
  if (task.kind !== 'save') return [];
  const { changes } = task.save;
  const overwritten = new Set(task.refused?.overwritten);
  return overwritten.size === 0 ? changes : changes.filter(({ cell }) => !overwritten.has(cell));
}

/** A refused task as it is sent again. A stroke leaves out what the person set anew since; null: nothing of it is left. */
export function again(task: Task): Task | null {
  const fresh = { refused: undefined, failures: undefined };
  if (task.kind !== 'save') return { ...task, ...fresh };
  const changes = [...changesOf(task)];
  if (changes.length === 0) return null;
  return { ...task, ...fresh, save: { ...task.save, changes } };
}

/** A stroke on top of what the server has: codes that the `refused` ones before it wrote never came there. */
export function rebased(task: SaveTask, refused: readonly CellChange[]): SaveTask {
  if (refused.length === 0) return task;
  const newestFirst = refused.toReversed();
  const seen = new Set<number>();
  const changes = task.save.changes.map((change) => {
    // the same cell twice in one stroke follows on itself
    if (seen.has(change.cell)) return change;
    seen.add(change.cell);
    const before = newestFirst.reduce(
      (code, { cell, ...was }) => (cell === change.cell && was.after === code ? was.before : code),
      change.before,
    );
    return { ...change, before };
  });
  return { ...task, save: { ...task.save, changes } };
}

/** Tasks in the order in which they were made; the ids settle a tie between two tabs. */
export function inOrder(a: Task, b: Task): number {
  return a.order - b.order || a.id.localeCompare(b.id);
}
