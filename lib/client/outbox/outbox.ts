import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { ApiProblem } from '@/lib/client/problem';
import type { OutboxState, Refusal } from '@/lib/client/outbox/state';
import type { OutboxStorage } from '@/lib/client/outbox/storage';
import { changesOf, inOrder } from '@/lib/client/outbox/task';
import type { SaveTask, SkipTask, SubmitTask, Task } from '@/lib/client/outbox/task';
import { singleTab } from '@/lib/client/outbox/tab-channel';
import type { Message, TabChannel } from '@/lib/client/outbox/tab-channel';
import { bytesOf } from '@/lib/domain/label/cells';
import type {
  CellChange,
  Conflict,
  SaveReply,
  SaveRequest,
  SubmitRequest,
} from '@/lib/domain/label/schema';

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

/** How work reaches the server. */
export interface Sender {
  save(path: string, request: SaveRequest): Promise<SaveReply>;
  submit(path: string, request: SubmitRequest): Promise<{ revision: number }>;
  skip(path: string, request: SkipTask['skip']): Promise<void>;
}

export interface OutboxOptions {
  userId: string;
  storage: OutboxStorage;
  send: Sender;
  channel?: TabChannel;
  /** milliseconds to wait before try n = 1, 2 ... after no answer */
  retryMs?: (attempt: number) => number;
}

const RETRIES = [1000, 2000, 5000, 10_000, 30_000];

type Draft<T extends Task> = T extends Task ? Omit<T, 'id' | 'order' | 'userId'> : never;
type TaskTarget = Pick<Task, 'labelling' | 'path' | 'slug' | 'number'>;

/**
 * Everything that a person does goes to the machine's own store first and leaves it when the server has confirmed it:
 * strokes, submits and skips. They go out one at a time in the order in which they were made, each with an id, so that
 * what is sent twice (a reply that got lost, two tabs) is applied once.
 */
export class Outbox {
  private current: OutboxState = { kind: 'saved', at: null };
  private readonly listeners = new Set<() => void>();
  private readonly labellings = new Map<string, OpenLabelling>();
  /** newest revision of each labelling that a reply or a page named */
  private readonly revisions = new Map<string, number>();
  private readonly options: OutboxOptions;
  private readonly channel: TabChannel;
  private queue: Task[] = [];
  /** set aside, so that they do not hold up the others */
  private refused: Refusal[] = [];
  private lasting = true;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private order = 0;

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

  readonly getState = (): OutboxState => this.current;

  /** Work of an earlier visit that the server has not confirmed; it goes out with the next flush. */
  async restore(): Promise<void> {
    const stored = await this.options.storage.all(this.options.userId).catch(() => {
      this.lasting = false;
      return [];
    });
    const known = new Set(this.waiting().map((task) => task.id));
    for (const task of stored.filter(({ id }) => !known.has(id))) {
      if (task.kind === 'submit' && task.conflicts.length > 0) this.refuse(task, 'conflicts');
      else this.queue.push(task);
    }
    this.queue.sort(inOrder);
    this.order = Math.max(this.order, ...stored.map(({ order }) => order));
  }

  /** Registers a labelling and returns what still waits for it, oldest first. */
  open(labelling: OpenLabelling): CellChange[] {
    this.labellings.set(labelling.key, labelling);
    labelling.revision = Math.max(labelling.revision, this.revisions.get(labelling.key) ?? 0);
    this.revisions.set(labelling.key, labelling.revision);
    return this.waitingFor(labelling.key);
  }

  close(labelling: OpenLabelling): void {
    if (this.labellings.get(labelling.key) === labelling) this.labellings.delete(labelling.key);
  }

  /** A labelling was read anew: an open one shows it, with what waits on top. */
  refresh(key: string, read: { cells: string; revision: number }): void {
    const labelling = this.labellings.get(key);
    if (!labelling || read.revision <= labelling.revision) return;
    this.noteRevision(key, read.revision);
    labelling.onCells(this.onTop(key, bytesOf(read.cells)));
  }

  /** Keeps a stroke and sends it as soon as possible. */
  async add(labelling: OpenLabelling, openedMs: number, changes: CellChange[]): Promise<void> {
    await this.enqueue<SaveTask>({
      kind: 'save',
      ...targetOf(labelling),
      save: { openedMs, changes },
    });
  }

  /** Hands a labelling in, after its strokes. `path` is the one to submit to. */
  async submit(labelling: TaskTarget, submit: SubmitTask['submit']): Promise<void> {
    await this.withdraw(labelling.labelling);
    const revision = this.revisions.get(labelling.labelling) ?? 0;
    const conflicts: readonly Conflict[] = [];
    await this.enqueue<SubmitTask>({ kind: 'submit', ...labelling, submit, revision, conflicts });
  }

  /** Passes a chip over. */
  async skip(chip: TaskTarget, skip: SkipTask['skip']): Promise<void> {
    await this.enqueue<SkipTask>({ kind: 'skip', ...chip, skip });
  }

  /** Sends once more what the server refused: a class may have been taken out of the archive. */
  async retryRefused(): Promise<void> {
    const again = this.refused.filter(({ cause }) => cause !== 'conflicts');
    this.refused = this.refused.filter((refusal) => !again.includes(refusal));
    this.queue = [...again.map(({ task }) => task), ...this.queue].sort(inOrder);
    await this.flush();
  }

  /** Gives up what the server refused; open labellings still show it until they are loaded again. */
  async dropRefused(): Promise<void> {
    await this.drop(() => true);
  }

  /**
   * Takes back the submits of a labelling that were set aside: the person has the chip open again and submits it anew. Returns
   * the cells that they have to decide first.
   */
  async withdraw(key: string): Promise<readonly Conflict[]> {
    const held = this.refused.flatMap(({ task }) =>
      task.kind === 'submit' && task.labelling === key ? [task] : [],
    );
    if (held.length === 0) return [];
    await this.drop(({ task }) => task.kind === 'submit' && task.labelling === key);
    return held.flatMap((task) => task.conflicts);
  }

  /** Sends what waits; resolves when everything is confirmed or the first try has failed. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.running ??= this.channel
      .alone(() => this.run())
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  /** Whether anything of a labelling still waits. */
  isClean(key: string): boolean {
    return !this.waiting().some((task) => task.labelling === key);
  }

  /** Newest revision of a labelling that the server named in this visit. */
  revisionOf(key: string): number | null {
    return this.revisions.get(key) ?? null;
  }

  /** Stops the next try; for a page that goes away, and for tests. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async enqueue<T extends Task>(draft: Draft<T>): Promise<void> {
    const { userId, storage } = this.options;
    const task = { ...draft, id: newId(), order: this.nextOrder(), userId } as unknown as T;
    this.queue.push(task);
    const { kind } = this.current;
    const unanswered = kind === 'offline' || kind === 'signed-out' ? kind : null;
    if (!unanswered) this.update({ kind: 'saving', count: this.queue.length });
    // without storage it still goes out; only a closed tab could lose it
    await storage.put(task).catch(() => {
      this.lasting = false;
    });
    this.channel.post({ kind: 'added', task });
    if (unanswered) this.unanswered(unanswered);
    else void this.flush();
  }

  /** Follows the clock, so that the tabs of a machine agree on the order; never goes back within one. */
  private nextOrder(): number {
    this.order = Math.max(systemClock.now(), this.order + 1);
    return this.order;
  }

  private async run(): Promise<void> {
    for (let task = this.queue[0]; task; task = this.queue[0]) {
      this.update({ kind: 'saving', count: this.queue.length });
      const cause = this.blockedBy(task);
      if (cause) {
        this.refuse(task, cause);
        continue;
      }
      try {
        const reply = await this.send(task);
        this.attempt = 0;
        await this.confirm(task, reply);
      } catch (error) {
        if (!isRefusal(error)) {
          this.fail(error);
          return;
        }
        this.refuse(task, 'server', error.message);
      }
    }
    this.settle();
  }

  private async send(task: Task): Promise<SaveReply | null> {
    const { send } = this.options;
    const { id, path, labelling } = task;
    // a labelling that is not known here is saved on its oldest state: the merge is by cell, not by revision
    const known = this.revisions.get(labelling);
    if (task.kind === 'save') {
      return await send.save(path, { saveId: id, baseRevision: known ?? 0, ...task.save });
    }
    if (task.kind === 'submit') {
      const request = { submitId: id, revision: known ?? task.revision, ...task.submit };
      const { revision } = await send.submit(path, request);
      this.noteRevision(labelling, revision);
    } else await send.skip(path, task.skip);
    return null;
  }

  /** The server has it: what waits behind it learns of it before the machine forgets it. */
  private async confirm(task: Task, reply: SaveReply | null): Promise<void> {
    this.take(task.id, reply);
    this.channel.post({ kind: 'done', id: task.id, reply });
    for (const later of this.queue) {
      if (later.kind !== 'submit' || later.labelling !== task.labelling) continue;
      await this.options.storage.put(later).catch(() => undefined);
    }
    // one that stays in the storage is sent again by a later visit, which changes nothing
    await this.options.storage.remove(task.id).catch(() => undefined);
  }

  /** A confirmed task leaves the queue, and the labelling on screen shows what the server has. */
  private take(id: string, reply: SaveReply | null): void {
    const task = this.waiting().find((waiting) => waiting.id === id);
    if (!task) return;
    this.forget(id);
    if (!reply) return;
    this.noteRevision(task.labelling, reply.revision);
    this.amend(task.labelling, (later) => ({
      conflicts: [...later.conflicts, ...reply.conflicts],
    }));
    const labelling = this.labellings.get(task.labelling);
    if (!labelling) return;
    labelling.onCells(this.onTop(labelling.key, bytesOf(reply.cells)));
    if (reply.conflicts.length > 0) labelling.onConflicts(reply.conflicts);
  }

  private noteRevision(key: string, revision: number): void {
    this.revisions.set(key, Math.max(revision, this.revisions.get(key) ?? 0));
    const labelling = this.labellings.get(key);
    if (labelling) labelling.revision = Math.max(labelling.revision, revision);
    this.amend(key, () => ({ revision }));
  }

  /** Submits of a labelling that still wait learn what became of the work before them. */
  private amend(key: string, change: (later: SubmitTask) => Partial<SubmitTask>): void {
    this.queue = this.queue.map((later) =>
      later.kind === 'submit' && later.labelling === key ? { ...later, ...change(later) } : later,
    );
  }

  private receive(message: Message): void {
    if (message.kind === 'added') {
      const { task } = message;
      this.queue = [...this.queue, task].sort(inOrder);
      this.order = Math.max(this.order, task.order);
      this.labellings.get(task.labelling)?.onStrokes(changesOf(task));
      return;
    }
    if (message.kind === 'done') this.take(message.id, message.reply);
    else this.forget(message.id);
    if (!this.running && this.queue.length === 0) this.settle();
  }

  private blockedBy(task: Task): Exclude<Refusal['cause'], 'server'> | null {
    if (task.kind !== 'submit') return null;
    if (task.conflicts.length > 0) return 'conflicts';
    const stuck = ({ task: other }: Refusal): boolean =>
      other.kind === 'save' && other.labelling === task.labelling;
    return this.refused.some(stuck) ? 'strokes' : null;
  }

  private refuse(task: Task, cause: Refusal['cause'], message = ''): void {
    this.forget(task.id);
    this.refused.push({ task, cause, message });
  }

  private async drop(which: (refusal: Refusal) => boolean): Promise<void> {
    const dropped = this.refused.filter(which);
    for (const { task } of dropped) {
      this.forget(task.id);
      this.channel.post({ kind: 'dropped', id: task.id });
      await this.options.storage.remove(task.id).catch(() => undefined);
    }
    await this.flush();
  }

  private forget(id: string): void {
    this.queue = this.queue.filter((task) => task.id !== id);
    this.refused = this.refused.filter(({ task }) => task.id !== id);
  }

  private settle(): void {
    const last = this.refused.at(-1);
    if (last) this.update({ kind: 'refused', count: this.refused.length, last });
    else this.update({ kind: 'saved', at: systemClock.now() });
  }

  private waiting(): Task[] {
    return [...this.refused.map(({ task }) => task), ...this.queue].sort(inOrder);
  }

  private onTop(key: string, cells: Uint8Array): Uint8Array {
    for (const change of this.waitingFor(key)) cells[change.cell] = change.after;
    return cells;
  }

  private waitingFor(key: string): CellChange[] {
    return this.waiting()
      .filter((task) => task.labelling === key)
      .flatMap(changesOf);
  }

  private fail(error: unknown): void {
    const signedOut = error instanceof ApiProblem && error.status === 401;
    this.unanswered(signedOut ? 'signed-out' : 'offline');
    this.attempt += 1;
    const wait =
      this.options.retryMs?.(this.attempt) ?? RETRIES[Math.min(this.attempt, RETRIES.length) - 1];
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private unanswered(kind: 'offline' | 'signed-out'): void {
    this.update({ kind, count: this.waiting().length, lasting: this.lasting });
  }

  private update(state: OutboxState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

function targetOf({ key, path, slug, number }: OpenLabelling): TaskTarget {
  return { labelling: key, path, slug, number };
}

/** Whether the server understood and will not have it: sending it again changes nothing. */
function isRefusal(error: unknown): error is ApiProblem {
  if (!(error instanceof ApiProblem)) return false;
  const passing = [401, 408, 425, 429];
  return error.status >= 400 && error.status < 500 && !passing.includes(error.status);
}
