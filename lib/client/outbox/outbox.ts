import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { OpenLabellings } from '@/lib/client/outbox/open-labellings';
import type { OpenLabelling } from '@/lib/client/outbox/open-labellings';
import { isRefusal, sendTask } from '@/lib/client/outbox/sender';
import type { SaveResult, SendResult, Sender } from '@/lib/client/outbox/sender';
import type { OutboxState } from '@/lib/client/outbox/state';
import type { OutboxStorage } from '@/lib/client/outbox/storage';
import { singleTab } from '@/lib/client/outbox/tab-channel';
import type { Message, TabChannel } from '@/lib/client/outbox/tab-channel';
import { again, changesOf, rebased } from '@/lib/client/outbox/task';
import type {
  CorrectionTask,
  RefusalReason,
  RefusedTask,
  SaveTask,
  SkipTask,
  SubmitTask,
  Task,
  TaskTarget,
} from '@/lib/client/outbox/task';
import { TaskQueue } from '@/lib/client/outbox/task-queue';
import { ApiProblem } from '@/lib/client/problem';
import { base64Of } from '@/lib/domain/label/cells';
import type { CellChange, Conflict } from '@/lib/domain/label/schema';

export interface OutboxOptions {
  userId: string;
  storage: OutboxStorage;
  send: Sender;
  channel?: TabChannel;
  /** milliseconds to wait before try n = 1, 2 ... after no answer */
  retryMs?: (attempt: number) => number;
}

/** What is submitted with a labelling. */
export interface Submission {
  readonly openedMs: number;
  /** what the deployed version said of each cell: rows x cols x outputs bytes, round(255 p); null without a model */
  readonly proposals: { readonly versionId: string; readonly probs: Uint8Array } | null;
}

/** Answers of 500 in a row, from a server that is well otherwise, after which work is not tried again. */
const FAILURES = 5;
const RETRIES = [1000, 2000, 5000, 10_000, 30_000];

/** States in which work waits for an answer that says yes or no. */
const WAITING = ['offline', 'diskFull', 'signedOut'] as const;
type Waiting = (typeof WAITING)[number];

type NewTask<T extends Task> = T extends Task ? Omit<T, 'id' | 'order' | 'userId'> : never;

/**
 * Everything that a person does goes to the machine's own store first and leaves it when the server has confirmed it:
 * strokes, submits and skips. They go out one at a time in the order in which they were made, each with an id, so that
 * what is sent twice (a reply that got lost, two tabs) is applied once.
 */
export class Outbox {
  private state: OutboxState = { kind: 'saved', at: null };
  private readonly listeners = new Set<() => void>();
  private readonly labellings = new OpenLabellings();
  private readonly queue = new TaskQueue();
  private readonly options: OutboxOptions;
  private readonly channel: TabChannel;
  private lasting = true;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.channel = options.channel ?? singleTab;
    this.channel.listen((message) => {
      this.receive(message);
    });
  }

  /** whose strokes these are */
  get userId(): string {
    return this.options.userId;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): OutboxState => this.state;

  /** What was not taken and waits for the person. */
  get refused(): readonly RefusedTask[] {
    return this.queue.refused;
  }

  /** Work of an earlier visit that the server has not confirmed; it goes out with the next flush. */
  async restore(): Promise<void> {
    const stored = await this.options.storage.all(this.options.userId).catch(() => {
      this.lasting = false;
      return [];
    });
    for (const task of stored) this.queue.add(task);
  }

  /** Registers a labelling and returns what still waits for it, oldest first. */
  open(labelling: OpenLabelling): CellChange[] {
    this.labellings.add(labelling);
    return this.queue.changesOf(labelling.key);
  }

  close(labelling: OpenLabelling): void {
    this.labellings.remove(labelling);
  }

  /** A labelling was read anew: an open one shows it, with what waits on top. */
  refresh(key: string, read: { cells: Uint8Array; revision: number }): void {
    const labelling = this.labellings.get(key);
    if (!labelling || read.revision <= labelling.revision) return;
    this.noteRevision(key, read.revision);
    labelling.onCells(this.onTop(key, read.cells));
  }

  /** Stores a stroke and sends it as soon as possible. */
  async add(labelling: OpenLabelling, openedMs: number, changes: CellChange[]): Promise<void> {
    const target = targetOf(labelling);
    await this.enqueue<SaveTask>({ kind: 'save', ...target, save: { openedMs, changes } });
  }

  /** Submits a labelling, after its strokes. `target.path` is the one to submit to. */
  async submit(target: TaskTarget, { openedMs, proposals }: Submission): Promise<void> {
    await this.withdraw(target.labelling);
    const encoded = proposals && { ...proposals, probs: base64Of(proposals.probs) };
    const submit = { openedMs, proposals: encoded };
    const revision = this.labellings.revisionOf(target.labelling) ?? 0;
    await this.enqueue<SubmitTask>({ kind: 'submit', ...target, submit, revision, conflicts: [] });
  }

  /** Asks for a correction of a confirmed chip. */
  async correct(target: TaskTarget, correction: CorrectionTask['correction']): Promise<void> {
    await this.enqueue<CorrectionTask>({ kind: 'correction', ...target, correction });
  }

  /** Passes a chip over. */
  async skip(target: TaskTarget, skip: SkipTask['skip']): Promise<void> {
    await this.enqueue<SkipTask>({ kind: 'skip', ...target, skip });
  }

  /** Sends once more what the server refused, of these ids: a class may have been taken out of the archive. */
  async retryRefused(ids: readonly string[]): Promise<void> {
    for (const task of this.refusedOf(ids)) {
      // only the person can settle conflicts
      if (task.refused.cause === 'conflicts') continue;
      const waiting = again(task);
      if (waiting) await this.change(waiting);
      else await this.forget(task);
    }
    await this.flush();
  }

  /** Gives up what the server refused, of these ids; open labellings still show it until they are loaded again. */
  async dropRefused(ids: readonly string[]): Promise<void> {
    await this.drop(this.refusedOf(ids));
  }

  private refusedOf(ids: readonly string[]): RefusedTask[] {
    return this.refused.filter(({ id }) => ids.includes(id));
  }

  /**
   * Takes back the submits of a labelling that were refused: the person has the chip open again and submits it anew. Returns
   * the cells that they have to decide first.
   */
  async withdraw(key: string): Promise<readonly Conflict[]> {
    const held = this.queue
      .all()
      .filter((task) => task.kind === 'submit')
      .filter((task) => task.labelling === key && (task.refused ?? task.conflicts.length > 0));
    if (held.length === 0) return [];
    await this.drop(held);
    return held.flatMap((task) => task.conflicts);
  }

  /** Sends what waits; resolves when everything is confirmed or the first try has failed. */
  flush(): Promise<void> {
    // a try that has just failed has set the next one: joining it must not call that off
    if (this.running) return this.running;
    this.stop();
    this.running = this.channel
      .alone(() => this.run())
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  /** Whether nothing of a labelling waits any more. */
  isClean(key: string): boolean {
    return !this.queue.all().some((task) => task.labelling === key);
  }

  /** Newest revision of a labelling that the server named in this visit. */
  revisionOf(key: string): number | null {
    return this.labellings.revisionOf(key);
  }

  /** Stops the next try; for a page that goes away, and for tests. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async enqueue<T extends Task>(draft: NewTask<T>): Promise<void> {
    const { userId } = this.options;
    const order = this.queue.nextOrder();
    const task = { ...draft, id: newId(), order, userId } as unknown as T;
    this.queue.add(task);
    const { kind } = this.state;
    const unanswered = isWaiting(kind) ? kind : null;
    if (!unanswered) this.update({ kind: 'saving', count: this.queue.size });
    await this.store(task);
    this.channel.post({ kind: 'added', task });
    if (unanswered) this.waitUnanswered(unanswered);
    else void this.flush();
  }

  private async run(): Promise<void> {
    for (let task = this.queue.first; task; task = this.queue.first) {
      // a try while signed out is no news: the page asks for the sign-in until something is saved
      if (this.state.kind !== 'signedOut') this.update({ kind: 'saving', count: this.queue.size });
      const cause = this.queue.blockedBy(task);
      if (cause) {
        await this.refuse(task.id, { cause });
        continue;
      }
      try {
        const known = this.labellings.revisionOf(task.labelling);
        const result = await sendTask(this.options.send, this.onServer(task), known);
        this.attempt = 0;
        await this.confirm(task, result);
      } catch (error) {
        const answer = await this.lastingAnswer(task, error);
        if (!answer) {
          this.fail(error);
          return;
        }
        this.attempt = 0;
        const { status, body } = answer;
        await this.refuse(task.id, { cause: 'server', status, body });
      }
    }
    this.settle();
  }

  /** The server has it: what waits behind it learns of it before the machine forgets it. */
  private async confirm(task: Task, { saved, revision }: SendResult): Promise<void> {
    if (revision !== null) this.noteRevision(task.labelling, revision);
    this.take(task.id, saved);
    this.channel.post({ kind: 'done', id: task.id, saved });
    for (const other of this.queue.all()) {
      const learnt = other.kind === 'submit' || other.refused;
      if (learnt && other.labelling === task.labelling) await this.store(other);
    }
    // one that stays in the storage is sent again by a later visit, which changes nothing
    await this.options.storage.remove(task.id).catch(() => undefined);
  }

  /** A confirmed task leaves the queue, and the labelling on screen shows what the server has. */
  private take(id: string, saved: SaveResult | null): void {
    const task = this.queue.find(id);
    if (!task) return;
    this.queue.forget(id);
    if (!saved) return;
    this.queue.overwrite(task);
    const { revision, conflicts, cells } = saved;
    this.noteRevision(task.labelling, revision);
    this.queue.amend(task.labelling, (later) => ({
      conflicts: [...later.conflicts, ...conflicts],
    }));
    const labelling = this.labellings.get(task.labelling);
    if (!labelling) return;
    labelling.onCells(this.onTop(labelling.key, cells));
    if (conflicts.length > 0) labelling.onConflicts(conflicts);
  }

  private noteRevision(key: string, revision: number): void {
    this.labellings.noteRevision(key, revision);
    this.queue.amend(key, () => ({ revision }));
  }

  private receive(message: Message): void {
    if (message.kind === 'added') {
      const { task } = message;
      this.queue.add(task);
      this.labellings.get(task.labelling)?.onStrokes(changesOf(task));
      return;
    }
    if (message.kind === 'changed') this.queue.replace(message.task);
    else if (message.kind === 'done') this.take(message.id, message.saved);
    else this.queue.forget(message.id);
    if (!this.running && this.queue.size === 0) this.settle();
  }

  /** It is not sent again until the person says so; the reason is kept with it. */
  private async refuse(id: string, reason: RefusalReason): Promise<void> {
    const task = this.queue.find(id);
    if (!task) return;
    await this.change({ ...task, refused: { at: systemClock.now(), overwritten: [], ...reason } });
  }

  /**
   * An answer that sending the same again does not change: the server will not have it, or fails over it and is well
   * otherwise. How often it failed in a row is kept with the work: who loads the page again has not begun anew.
   */
  private async lastingAnswer(task: Task, error: unknown): Promise<ApiProblem | null> {
    if (isRefusal(error)) return error;
    const failure = error instanceof ApiProblem && error.status === 500 ? error : null;
    const before = task.failures ?? 0;
    const failures = failure && (await this.options.send.isHealthy()) ? before + 1 : 0;
    if (failures >= FAILURES) return failure;
    const known = this.queue.find(task.id);
    if (known && failures !== before) await this.change({ ...known, failures });
    return null;
  }

  /** A stroke as it is to be sent: on what the server has. */
  private onServer(task: Task): Task {
    return task.kind === 'save' ? rebased(task, this.queue.refusedChangesBefore(task)) : task;
  }

  /** A task's new state, here, in the other tabs and in the storage. */
  private async change(task: Task): Promise<void> {
    this.queue.replace(task);
    this.channel.post({ kind: 'changed', task });
    await this.store(task);
  }

  private async forget({ id }: Task): Promise<void> {
    this.queue.forget(id);
    this.channel.post({ kind: 'dropped', id });
    await this.options.storage.remove(id).catch(() => undefined);
  }

  private async drop(tasks: readonly Task[]): Promise<void> {
    for (const task of tasks) await this.forget(task);
    await this.flush();
  }

  /** Without storage it still goes out; only a closed tab could lose it. */
  private async store(task: Task): Promise<void> {
    await this.options.storage.put(task).catch(() => {
      this.lasting = false;
    });
  }

  private settle(): void {
    const tasks = this.queue.refused;
    if (tasks.length > 0) this.update({ kind: 'refused', tasks });
    else this.update({ kind: 'saved', at: systemClock.now() });
  }

  /** The server's cells with what waits on top of them; they are not altered. */
  private onTop(key: string, cells: Uint8Array): Uint8Array {
    const shown = cells.slice();
    for (const change of this.queue.changesOf(key)) shown[change.cell] = change.after;
    return shown;
  }

  private fail(error: unknown): void {
    this.waitUnanswered(waitingFor(error));
    this.attempt += 1;
    const wait =
      this.options.retryMs?.(this.attempt) ?? RETRIES[Math.min(this.attempt, RETRIES.length) - 1];
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private waitUnanswered(kind: Waiting): void {
    this.update({ kind, count: this.queue.all().length, lasting: this.lasting });
  }

  private update(state: OutboxState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

function isWaiting(kind: OutboxState['kind']): kind is Waiting {
  return WAITING.some((waiting) => waiting === kind);
}

function waitingFor(error: unknown): Waiting {
  const status = error instanceof ApiProblem ? error.status : 0;
  if (status === 401) return 'signedOut';
  return status === 507 ? 'diskFull' : 'offline';
}

function targetOf({ key, path, slug, number }: OpenLabelling): TaskTarget {
  return { labelling: key, path, slug, number };
}
