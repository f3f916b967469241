import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { OpenLabellings } from '@/lib/client/outbox/open-labellings';
import type { OpenLabelling } from '@/lib/client/outbox/open-labellings';
import { isRefusal, sendTask } from '@/lib/client/outbox/sender';
import type { SaveResult, SendResult, Sender } from '@/lib/client/outbox/sender';
import type { OutboxState, Refusal } from '@/lib/client/outbox/state';
import type { OutboxStorage } from '@/lib/client/outbox/storage';
import { singleTab } from '@/lib/client/outbox/tab-channel';
import type { Message, TabChannel } from '@/lib/client/outbox/tab-channel';
import { changesOf } from '@/lib/client/outbox/task';
import type { SaveTask, SkipTask, SubmitTask, Task, TaskTarget } from '@/lib/client/outbox/task';
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

const RETRIES = [1000, 2000, 5000, 10_000, 30_000];

type Draft<T extends Task> = T extends Task ? Omit<T, 'id' | 'order' | 'userId'> : never;

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

  /** Work of an earlier visit that the server has not confirmed; it goes out with the next flush. */
  async restore(): Promise<void> {
    const stored = await this.options.storage.all(this.options.userId).catch(() => {
      this.lasting = false;
      return [];
    });
    for (const task of stored.filter(({ id }) => !this.queue.find(id))) {
      this.queue.add(task);
      if (task.kind === 'submit' && task.conflicts.length > 0) this.queue.refuse(task, 'conflicts');
    }
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

  /** Passes a chip over. */
  async skip(target: TaskTarget, skip: SkipTask['skip']): Promise<void> {
    await this.enqueue<SkipTask>({ kind: 'skip', ...target, skip });
  }

  /** Sends once more what the server refused: a class may have been taken out of the archive. */
  async retryRefused(): Promise<void> {
    this.queue.putBack();
    await this.flush();
  }

  /** Gives up what the server refused; open labellings still show it until they are loaded again. */
  async dropRefused(): Promise<void> {
    await this.drop(() => true);
  }

  /**
   * Takes back the submits of a labelling that were refused: the person has the chip open again and submits it anew. Returns
   * the cells that they have to decide first.
   */
  async withdraw(key: string): Promise<readonly Conflict[]> {
    const refused = this.queue.refusals.flatMap(({ task }) =>
      task.kind === 'submit' && task.labelling === key ? [task] : [],
    );
    if (refused.length === 0) return [];
    await this.drop(({ task }) => task.kind === 'submit' && task.labelling === key);
    return refused.flatMap((task) => task.conflicts);
  }

  /** Sends what waits; resolves when everything is confirmed or the first try has failed. */
  flush(): Promise<void> {
    this.stop();
    this.running ??= this.channel
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

  private async enqueue<T extends Task>(draft: Draft<T>): Promise<void> {
    const { userId, storage } = this.options;
    const order = this.queue.nextOrder();
    const task = { ...draft, id: newId(), order, userId } as unknown as T;
    this.queue.add(task);
    const { kind } = this.state;
    const unanswered = kind === 'offline' || kind === 'signed-out' ? kind : null;
    if (!unanswered) this.update({ kind: 'saving', count: this.queue.size });
    // without storage it still goes out; only a closed tab could lose it
    await storage.put(task).catch(() => {
      this.lasting = false;
    });
    this.channel.post({ kind: 'added', task });
    if (unanswered) this.waitUnanswered(unanswered);
    else void this.flush();
  }

  private async run(): Promise<void> {
    for (let task = this.queue.first; task; task = this.queue.first) {
      // a try while signed out is no news: the page asks for the sign-in until something is saved
      if (this.state.kind !== 'signed-out') this.update({ kind: 'saving', count: this.queue.size });
      const cause = this.queue.blockedBy(task);
      if (cause) {
        this.queue.refuse(task, cause);
        continue;
      }
      try {
        const known = this.labellings.revisionOf(task.labelling);
        const result = await sendTask(this.options.send, task, known);
        this.attempt = 0;
        await this.confirm(task, result);
      } catch (error) {
        if (!isRefusal(error)) {
          this.fail(error);
          return;
        }
        this.queue.refuse(task, 'server', error.message);
      }
    }
    this.settle();
  }

  /** The server has it: what waits behind it learns of it before the machine forgets it. */
  private async confirm(task: Task, { saved, revision }: SendResult): Promise<void> {
    if (revision !== null) this.noteRevision(task.labelling, revision);
    this.take(task.id, saved);
    this.channel.post({ kind: 'done', id: task.id, saved });
    for (const later of this.queue.submitsOf(task.labelling)) {
      await this.options.storage.put(later).catch(() => undefined);
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
    if (message.kind === 'done') this.take(message.id, message.saved);
    else this.queue.forget(message.id);
    if (!this.running && this.queue.size === 0) this.settle();
  }

  private async drop(which: (refusal: Refusal) => boolean): Promise<void> {
    for (const { task } of this.queue.refusals.filter(which)) {
      this.queue.forget(task.id);
      this.channel.post({ kind: 'dropped', id: task.id });
      await this.options.storage.remove(task.id).catch(() => undefined);
    }
    await this.flush();
  }

  private settle(): void {
    const last = this.queue.refusals.at(-1);
    if (last) this.update({ kind: 'refused', count: this.queue.refusals.length, last });
    else this.update({ kind: 'saved', at: systemClock.now() });
  }

  /** The server's cells with what waits on top of them; they are not altered. */
  private onTop(key: string, cells: Uint8Array): Uint8Array {
    const shown = cells.slice();
    for (const change of this.queue.changesOf(key)) shown[change.cell] = change.after;
    return shown;
  }

  private fail(error: unknown): void {
    const signedOut = error instanceof ApiProblem && error.status === 401;
    this.waitUnanswered(signedOut ? 'signed-out' : 'offline');
    this.attempt += 1;
    const wait =
      this.options.retryMs?.(this.attempt) ?? RETRIES[Math.min(this.attempt, RETRIES.length) - 1];
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private waitUnanswered(kind: 'offline' | 'signed-out'): void {
    this.update({ kind, count: this.queue.all().length, lasting: this.lasting });
  }

  private update(state: OutboxState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

function targetOf({ key, path, slug, number }: OpenLabelling): TaskTarget {
  return { labelling: key, path, slug, number };
}
