import { systemClock } from '@/lib/core/clock';
import type { Refusal } from '@/lib/client/outbox/state';
import { changesOf, inOrder } from '@/lib/client/outbox/task';
import type { SubmitTask, Task } from '@/lib/client/outbox/task';
import type { CellChange } from '@/lib/domain/label/schema';

/** The work that waits, in memory: in order what is still to be sent, and apart from it what was refused, so that it holds nothing up. */
export class TaskQueue {
  private tasks: readonly Task[] = [];
  private aside: readonly Refusal[] = [];
  private order = 0;

  get first(): Task | undefined {
    return this.tasks[0];
  }

  get size(): number {
    return this.tasks.length;
  }

  get refusals(): readonly Refusal[] {
    return this.aside;
  }

  /** A place after all that is known. Follows the clock, so that the tabs of a machine agree on the order; never goes back within one. */
  nextOrder(): number {
    this.order = Math.max(systemClock.now(), this.order + 1);
    return this.order;
  }

  /** Takes a task in at its place. One that is known already is left as it is. */
  add(task: Task): void {
    this.order = Math.max(this.order, task.order);
    if (this.all().some(({ id }) => id === task.id)) return;
    this.tasks = [...this.tasks, task].sort(inOrder);
  }

  /** Sets a task apart: it will not be sent until it is put back. */
  refuse(task: Task, cause: Refusal['cause'], message = ''): void {
    this.forget(task.id);
    this.aside = [...this.aside, { task, cause, message }];
  }

  /** Back into the queue with what was refused for another reason than conflicts, which only the person can settle. */
  putBack(): void {
    const again = this.aside.filter(({ cause }) => cause !== 'conflicts');
    this.aside = this.aside.filter((refusal) => !again.includes(refusal));
    this.tasks = [...again.map(({ task }) => task), ...this.tasks].sort(inOrder);
  }

  forget(id: string): void {
    this.tasks = this.tasks.filter((task) => task.id !== id);
    this.aside = this.aside.filter(({ task }) => task.id !== id);
  }

  /** Changes the submits of a labelling that still wait: they learn what became of the work before them. */
  amend(labelling: string, change: (later: SubmitTask) => Partial<SubmitTask>): void {
    this.tasks = this.tasks.map((later) =>
      later.kind === 'submit' && later.labelling === labelling
        ? { ...later, ...change(later) }
        : later,
    );
  }

  /** Submits of a labelling that are still to be sent. */
  submitsOf(labelling: string): Task[] {
    return this.tasks.filter((task) => task.kind === 'submit' && task.labelling === labelling);
  }

  /** Why a task must not be sent now; null: nothing stands before it. */
  blockedBy(task: Task): Exclude<Refusal['cause'], 'server'> | null {
    if (task.kind !== 'submit') return null;
    if (task.conflicts.length > 0) return 'conflicts';
    const stuck = ({ task: other }: Refusal): boolean =>
      other.kind === 'save' && other.labelling === task.labelling;
    return this.aside.some(stuck) ? 'strokes' : null;
  }

  /** Everything that waits, refused or not, in the order in which it was made. */
  all(): Task[] {
    return [...this.aside.map(({ task }) => task), ...this.tasks].sort(inOrder);
  }

  find(id: string): Task | undefined {
    return this.all().find((task) => task.id === id);
  }

  /** What waits of a labelling, as changes of its cells, oldest first. */
  changesOf(labelling: string): CellChange[] {
    return this.all()
      .filter((task) => task.labelling === labelling)
      .flatMap(changesOf);
  }
}
