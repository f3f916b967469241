import { newId } from '@/lib/core/ids';
import { systemClock } from '@/lib/core/clock';
import { ApiProblem } from '@/lib/client/problem';
import type { OutboxStorage, PendingSave } from '@/lib/client/outbox/storage';
import type { CellChange, Conflict, SaveReply, SaveRequest } from '@/lib/domain/label/schema';

/** What the top bar says. `kept` saves wait on this machine. */
export type OutboxState =
  | { readonly kind: 'saved'; readonly at: number | null }
  | { readonly kind: 'saving'; readonly kept: number }
  /** `lasting`: kept on this machine, so that closing the tab loses nothing; false where the browser refuses storage */
  | { readonly kind: 'offline'; readonly kept: number; readonly lasting: boolean }
  | { readonly kind: 'signed-out'; readonly kept: number; readonly lasting: boolean }
  /** the server will not have these; all others went through */
  | { readonly kind: 'refused'; readonly kept: number; readonly message: string };

/** A sheet that is open in this tab. */
export interface OpenSheet {
  /** project, chip and kind: equal for all tabs that show the sheet */
  readonly key: string;
  readonly path: string;
  revision: number;
  /** the server's cells after a save, with what is still waiting on top of them */
  readonly onCells: (cells: Uint8Array) => void;
  /** cells that somebody else set meanwhile; the sheet shows theirs until the person decides */
  readonly onConflicts: (conflicts: readonly Conflict[]) => void;
}

export interface OutboxOptions {
  userId: string;
  storage: OutboxStorage;
  send: (path: string, request: SaveRequest) => Promise<SaveReply>;
  /** milliseconds to wait before try n = 1, 2 ... after no answer */
  retryMs?: (attempt: number) => number;
}

const RETRIES = [1000, 2000, 5000, 10_000, 30_000];

/**
 * Every stroke goes to the machine's own store first and leaves it when the server has confirmed it. Saves go out one at a
 * time in the order in which they were made, each with an id, so that a save that is sent twice (a reply that got lost, two
 * tabs) is applied once.
 */
export class Outbox {
  private current: OutboxState = { kind: 'saved', at: null };
  private readonly listeners = new Set<() => void>();
  private readonly sheets = new Map<string, OpenSheet>();
  private readonly options: OutboxOptions;
  private queue: PendingSave[] = [];
  /** saves that the server refused: set aside, so that they do not hold up the others */
  private refused: { pending: PendingSave; message: string }[] = [];
  private lasting = true;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private order = 0;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): OutboxState => this.current;

  /** Saves of an earlier visit that the server has not confirmed; they go out with the next flush. */
  async restore(): Promise<void> {
    const kept = await this.options.storage.all(this.options.userId).catch(() => {
      this.lasting = false;
      return [];
    });
    const known = new Set(this.waiting().map((p) => p.save.saveId));
    this.queue = [...kept.filter((p) => !known.has(p.save.saveId)), ...this.queue];
    this.order = Math.max(this.order, ...this.queue.map((p) => p.order + 1));
  }

  /** Registers a sheet and returns what still waits for it, oldest first. */
  open(sheet: OpenSheet): CellChange[] {
    this.sheets.set(sheet.key, sheet);
    return this.waitingFor(sheet.key);
  }

  close(sheet: OpenSheet): void {
    if (this.sheets.get(sheet.key) === sheet) this.sheets.delete(sheet.key);
  }

  /** Keeps a stroke and sends it as soon as possible. */
  async add(sheet: OpenSheet, openedMs: number, changes: CellChange[]): Promise<void> {
    const { userId, storage } = this.options;
    const pending: PendingSave = {
      order: this.order++,
      path: sheet.path,
      sheet: sheet.key,
      userId,
      save: { saveId: newId(), openedMs, changes },
    };
    this.queue.push(pending);
    if (this.current.kind !== 'offline') this.update({ kind: 'saving', kept: this.queue.length });
    // without storage the stroke still goes out; only a closed tab could lose it
    await storage.put(pending).catch(() => {
      this.lasting = false;
    });
    if (this.current.kind === 'offline') this.unanswered('offline');
    else void this.flush();
  }

  /** Sends once more what the server refused: a class may have been taken out of the archive. */
  async retryRefused(): Promise<void> {
    this.queue = [...this.refused.map((r) => r.pending), ...this.queue];
    this.refused = [];
    await this.flush();
  }

  /** Gives up what the server refused; open sheets still show it until they are loaded again. */
  async dropRefused(): Promise<void> {
    const dropped = this.refused;
    this.refused = [];
    for (const { pending } of dropped) {
      await this.options.storage.remove(pending.save.saveId).catch(() => undefined);
    }
    await this.flush();
  }

  /** Sends what waits; resolves when everything is confirmed or the first try has failed. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Whether anything of a sheet still waits. */
  isClean(key: string): boolean {
    return this.waitingFor(key).length === 0;
  }

  private async run(): Promise<void> {
    for (let pending = this.queue[0]; pending; pending = this.queue[0]) {
      this.update({ kind: 'saving', kept: this.queue.length });
      const sheet = this.sheets.get(pending.sheet);
      // a sheet that is not open here takes the newest revision: the merge is by cell, not by revision
      const request = { ...pending.save, baseRevision: sheet?.revision ?? 0 };
      try {
        const reply = await this.options.send(pending.path, request);
        this.attempt = 0;
        this.queue = this.queue.filter((p) => p !== pending);
        if (sheet) this.take(sheet, reply);
      } catch (error) {
        if (!isRefusal(error)) {
          this.fail(error);
          return;
        }
        this.queue = this.queue.filter((p) => p !== pending);
        this.refused.push({ pending, message: error.message });
        continue;
      }
      // one that stays in the storage is sent again by a later visit, which changes nothing
      await this.options.storage.remove(pending.save.saveId).catch(() => undefined);
    }
    const last = this.refused.at(-1);
    if (last) {
      this.update({ kind: 'refused', kept: this.refused.length, message: last.message });
    } else this.update({ kind: 'saved', at: systemClock.now() });
  }

  private take(sheet: OpenSheet, reply: SaveReply): void {
    sheet.revision = reply.revision;
    const cells = Uint8Array.from(atob(reply.cells), (sign) => sign.charCodeAt(0));
    for (const change of this.waitingFor(sheet.key)) cells[change.cell] = change.after;
    sheet.onCells(cells);
    if (reply.conflicts.length > 0) sheet.onConflicts(reply.conflicts);
  }

  private waiting(): PendingSave[] {
    return [...this.refused.map((r) => r.pending), ...this.queue];
  }

  private waitingFor(key: string): CellChange[] {
    return this.waiting()
      .filter((p) => p.sheet === key)
      .flatMap((p) => p.save.changes);
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
    this.update({ kind, kept: this.waiting().length, lasting: this.lasting });
  }

  private update(state: OutboxState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

/** Whether the server understood and will not have it: sending it again changes nothing. */
function isRefusal(error: unknown): error is ApiProblem {
  if (!(error instanceof ApiProblem)) return false;
  const passing = [401, 408, 425, 429];
  return error.status >= 400 && error.status < 500 && !passing.includes(error.status);
}
