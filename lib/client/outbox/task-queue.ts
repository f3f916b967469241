import { systemClock } from '@/lib/core/clock';
import { changesOf, inOrder, isRefused } from '@/lib/client/outbox/task';
import type { RefusedTask, TaskRefusal, SubmitTask, Task } from '@/lib/client/outbox/task';
import type { CellChange } from '@/lib/domain/label/schema';

/** The work that the server has not confirmed, in memory and in order: what is still to be sent, and what was refused, which holds nothing up. */
export class TaskQueue {
  private tasks: readonly Task[] = [];
  private order = 0;

  /** What is sent next. */
  get first(): Task | undefined {
    return this.tasks.find((task) => !isRefused(task));
  }

  /** How much is still to be sent. */
  get size(): number {
    return this.tasks.length - this.refused.length;
  }

  get refused(): readonly RefusedTask[] {
    return this.tasks.filter(isRefused);
  }

  /** A place after all that is known. Follows the clock, so that the tabs of a machine agree on the order; never goes back within one. */
  nextOrder(): number {
    this.order = Math.max(systemClock.now(), this.order + 1);
    return this.order;
  }

  /** Takes a task in at its place. One that is known already is left as it is. */
  add(task: Task): void {
    this.order = Math.max(this.order, task.order);
    if (this.find(task.id)) return;
    this.tasks = [...this.tasks, task].sort(inOrder);
  }

  /** Puts a task in the place of what it was; one that is gone stays gone. */
  replace(task: Task): void {
    this.tasks = this.tasks.map((known) => (known.id === task.id ? task : known));
  }

  forget(id: string): void {
    this.tasks = this.tasks.filter((task) => task.id !== id);
  }

  /** Changes the submits of a labelling that still wait: they learn what became of the work before them. */
  amend(labelling: string, change: (later: SubmitTask) => Partial<SubmitTask>): void {
    this.tasks = this.tasks.map((later) =>
      later.kind === 'submit' && later.labelling === labelling && !isRefused(later)
        ? { ...later, ...change(later) }
        : later,
    );
  }

  /** The server has a stroke: the codes of refused ones before it no longer stand in its cells. */
  overwrite(stroke: Task): void {
    const cells = changesOf(stroke).map(({ cell }) => cell);
    for (const task of this.refusedBefore(stroke)) {
      const overwritten = [...new Set([...task.refused.overwritten, ...cells])];
      this.replace({ ...task, refused: { ...task.refused, overwritten } });
    }
  }

  /** What the strokes of its labelling that were made before a task and refused would have changed, oldest first. */
  refusedChangesBefore(task: Task): CellChange[] {
    return this.refusedBefore(task).flatMap(changesOf);
  }

  /** Why a task must not be sent now; null: nothing stands before it. */
  blockedBy(task: Task): Exclude<TaskRefusal['cause'], 'server'> | null {
    if (task.kind !== 'submit') return null;
    if (task.conflicts.length > 0) return 'conflicts';
    const stuck = this.refused.some(
      (other) => other.labelling === task.labelling && changesOf(other).length > 0,
    );
    return stuck ? 'strokes' : null;
  }

  /** Everything that is not confirmed, refused or not, in the order in which it was made. */
  all(): readonly Task[] {
    return this.tasks;
  }

  find(id: string): Task | undefined {
    return this.tasks.find((task) => task.id === id);
  }

  /** What is not confirmed of a labelling, as changes of its cells, oldest first. */
  changesOf(labelling: string): CellChange[] {
    return this.tasks.filter((task) => task.labelling === labelling).flatMap(changesOf);
  }

  private refusedBefore(task: Task): RefusedTask[] {
    return this.refused.filter(
      (other) =>
        other.kind === 'save' && other.labelling === task.labelling && inOrder(other, task) < 0,
    );
  }
}
