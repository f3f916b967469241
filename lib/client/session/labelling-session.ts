import { systemClock } from '@/lib/core/clock';
import type { Clock } from '@/lib/core/clock';
import type { HeldChip } from '@/lib/client/session/held-chip';
import { dueLeases, endedLeases, withLeases } from '@/lib/client/session/leases';
import type { SessionState } from '@/lib/client/session/session-state';
import type { SessionServer } from '@/lib/client/session/session-server';
import type { SessionStorage } from '@/lib/client/session/session-storage';
import { SessionStore } from '@/lib/client/session/session-store';
import {
  chipOf,
  aheadOf,
  alter,
  append,
  back,
  backToUndo,
  currentOf,
  forward,
  forwardToOpen,
  insert,
  isBegun,
  jump,
  openOf,
  without,
} from '@/lib/client/session/session-history';
import type { SessionHistory } from '@/lib/client/session/session-history';
import { oneTab } from '@/lib/client/session/tabs';
import type { Tabs } from '@/lib/client/session/tabs';
import { EMPTY_HISTORY } from '@/lib/editor/history';
import type { History } from '@/lib/editor/history';

export interface SessionOptions {
  slug: string;
  server: SessionServer;
  storage: SessionStorage;
  tabs?: Tabs;
  clock?: Clock;
}

/** Chips that are held beyond the one on screen. */
const AHEAD = 3;
const IDLE_MS = 15 * 60 * 1000;
const OFFLINE_SECONDS = 12 * 3600;

/**
 * The labelling session of one person in one project: which chip is on screen, which are held ahead, which were there before. Going on
 * needs no answer of the server: the next chip is here already. Without React, so that it can be tested.
 */
export class LabellingSession {
  private readonly server: SessionServer;
  private readonly store: SessionStore;
  private readonly clock: Clock;
  private filling: Promise<void> | null = null;
  /** grows whenever the chips ahead are given back: what was asked for before is not wanted any more */
  private orders = 0;
  private touchedAt = 0;
  private idle = false;

  constructor(options: SessionOptions) {
    this.server = options.server;
    this.store = new SessionStore(options.slug, options.storage, options.tabs ?? oneTab);
    this.clock = options.clock ?? systemClock;
    this.touchedAt = this.clock.now();
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  readonly getState = (): SessionState => this.store.getState();

  /** Begins, or goes on with the session of a closed or reloaded tab: on the chip with this number, or on the next. */
  async start(number: number | null): Promise<void> {
    const stored = await this.renewLeases(await this.store.resume());
    if (number !== null) {
      this.store.update({ history: stored });
      await this.open(number);
      return;
    }
    const taken = await this.store.elsewhere();
    const free = (held: HeldChip): boolean => !held.done && !taken.includes(held.chip.number);
    const next = openOf(stored).find(free);
    if (next) this.store.show(jump(stored, next.chip.number) ?? stored);
    else {
      this.store.update({ history: { ...stored, at: stored.chips.length - 1 } });
      await this.next();
    }
    await this.refill();
  }

  /** Opens a chip by its number: at once when the session knows it. Of several that are asked for, the last one is shown. */
  async open(number: number): Promise<void> {
    const known = jump(this.getState().history, number);
    if (known) {
      this.store.show(known);
      await this.refresh(number);
    } else await this.fetch(number);
    await this.refill();
  }

  /** The next chip: one that the person went back from, or else the next to be labelled. */
  async next(): Promise<void> {
    await this.move(forward);
  }

  /** The chip on screen is dealt with: the next one that is not comes at once. */
  async finish(number: number, change: Partial<HeldChip> = {}): Promise<void> {
    this.settle(number, change);
    await this.move(forwardToOpen);
  }

  /** A chip is dealt with, and stays on screen until another one is opened. */
  settle(number: number, change: Partial<HeldChip>): void {
    this.store.alter(number, { ...change, done: true });
  }

  /** The chip before, in the order of this session; null at its beginning. */
  previous(): (() => void) | null {
    const to = back(this.getState().history);
    return to ? () => this.goBack(to) : null;
  }

  /** Back to the last chip on which something can be undone; null when there is none. Tells which it was. */
  undoBefore(): (() => number) | null {
    const to = backToUndo(this.getState().history);
    const chip = to && currentOf(to)?.chip;
    if (!chip) return null;
    return () => {
      this.goBack(to);
      return chip.number;
    };
  }

  /** What the person did on a chip, as it stands: stored for a reload and for undoing. */
  saveWork(number: number, cells: Uint8Array, undo: History): void {
    const held = chipOf(this.getState().history, number);
    if (!held || held.undo === undo) return;
    // a stroke on a submitted chip takes it back
    const labelling = { ...held.labelling, cells };
    this.store.alter(number, { undo, labelling, done: held.correcting === true });
  }

  /** The person begins to correct a confirmed chip, or gives that up: the confirmed labels are shown again. */
  correct(number: number, correcting: boolean): void {
    const held = chipOf(this.getState().history, number);
    if (!held?.confirmed) return;
    const labelling = { ...held.labelling, cells: held.confirmed.cells };
    this.store.alter(number, { correcting, labelling, undo: EMPTY_HISTORY });
  }

  /** Reads a chip anew: something about it has changed at the server. */
  async reread(number: number): Promise<void> {
    await this.refresh(number);
  }

  /** Work on these chips was refused since they are confirmed by now: they are shown as they count, for looking at. */
  async closeConfirmed(numbers: readonly number[]): Promise<void> {
    for (const number of new Set(numbers)) {
      const held = chipOf(this.getState().history, number);
      if (held && !held.confirmed) await this.refresh(number);
    }
  }

  /** The server has confirmed strokes: after a reload without a network a submit must name what it has. */
  updateRevisions(revisionOf: (chipId: string) => number | null): void {
    let { history } = this.getState();
    for (const { chip, labelling } of history.chips) {
      const revision = revisionOf(chip.id) ?? 0;
      if (revision <= labelling.revision) continue;
      history = alter(history, chip.number, { labelling: { ...labelling, revision } });
    }
    if (history !== this.getState().history) this.store.put(history);
  }

  /** Holds so many chips for hours without a network. Returns how many there are. */
  async checkOut(count: number): Promise<number> {
    const inHand = openOf(this.getState().history).map(({ chip }) => chip.number);
    if (inHand.length > 0) {
      const reply = await this.server.heartbeat(inHand, OFFLINE_SECONDS);
      this.store.put(withLeases(this.getState().history, inHand, reply, { offline: true }));
    }
    const missing = count - openOf(this.getState().history).length;
    if (missing > 0) {
      const skip = await this.store.skipped();
      const reply = await this.server.next({
        count: missing,
        skip,
        offlineSeconds: OFFLINE_SECONDS,
      });
      this.store.put(append(this.getState().history, reply.items));
    }
    return openOf(this.getState().history).length;
  }

  /** Lets the queue have the chips ahead that nobody touched: another order is wanted, or the person is back. */
  async releaseAhead(): Promise<void> {
    const untouched = aheadOf(this.getState().history).filter((chip) => !isBegun(chip));
    const numbers = untouched.map(({ chip }) => chip.number);
    this.orders += 1;
    this.store.put(without(this.getState().history, numbers));
    if (numbers.length > 0) await this.server.release(numbers).catch(() => undefined);
    await this.filling;
    await this.refill();
  }

  /** Renews the leases of all chips in hand, and looks for more. Call it every half minute. */
  async heartbeat(): Promise<void> {
    if (this.clock.now() - this.touchedAt > IDLE_MS) {
      if (!this.idle) this.leave();
      this.idle = true;
    }
    if (this.idle) return;
    const due = dueLeases(this.getState().history, this.clock.now());
    // a missed heartbeat costs nothing: the next one takes the leases again
    if (due.length > 0) await this.store.attempt(() => this.renew(due));
    await this.refill();
  }

  /** The person does something: a session that had given its chips back takes them up again. */
  touch(): void {
    this.touchedAt = this.clock.now();
    if (!this.idle) return;
    this.idle = false;
    void this.heartbeat();
  }

  /** The tab goes: others may have what it held. Chips that are checked out stay. */
  leave(): void {
    const given = openOf(this.getState().history).flatMap((h) =>
      h.offline ? [] : [h.chip.number],
    );
    if (given.length > 0) void this.server.release(given).catch(() => undefined);
  }

  /** Fetches what is missing ahead; the page calls it again when the network is back. */
  refill(): Promise<void> {
    this.filling ??= this.fill().finally(() => {
      this.filling = null;
    });
    return this.filling;
  }

  private async fill(): Promise<void> {
    const missing = AHEAD - aheadOf(this.getState().history).length;
    const waits = this.store.isWaiting();
    if (missing <= 0 || this.idle) return;
    await this.store.attempt(async () => {
      const count = missing + (waits ? 1 : 0);
      const order = this.orders;
      const { items, why } = await this.server.next({ count, skip: await this.store.skipped() });
      if (order !== this.orders) {
        await this.server.release(items.map(({ chip }) => chip.number));
        return;
      }
      const history = append(this.getState().history, items);
      if (!this.store.isWaiting()) this.store.put(history);
      else if (history.at + 1 < history.chips.length)
        this.store.show(forwardToOpen(history) ?? history);
      else this.store.update({ current: { kind: 'empty', why } });
    });
  }

  private async move(step: (history: SessionHistory) => SessionHistory | null): Promise<void> {
    const { history } = this.getState();
    const to = step(history);
    if (to) {
      this.store.show(to);
      void this.refreshSoon();
      await this.refill();
      return;
    }
    this.store.update({ current: { kind: 'loading' } });
    // a fetch that was under way asked for fewer
    await this.filling;
    await this.refill();
    if (this.getState().current.kind === 'loading') {
      this.store.update({ current: { kind: 'empty', why: null } });
    }
  }

  private goBack(to: SessionHistory): void {
    this.store.show(to);
    const number = currentOf(to)?.chip.number;
    if (number !== undefined) void this.refresh(number);
  }

  /** A chip that lay ahead for long may have changed in another tab. */
  private async refreshSoon(): Promise<void> {
    const held = currentOf(this.getState().history);
    const late = held && (isBegun(held) || held.until < this.clock.now());
    if (late) await this.refresh(held.chip.number);
  }

  private async fetch(number: number): Promise<void> {
    const shownAt = this.store.nextShow();
    try {
      const held = await this.server.open(number);
      this.store.reached();
      // the person went on while the server looked it up: it waits ahead
      if (!this.store.isLastShow(shownAt)) this.store.put(append(this.getState().history, [held]));
      else this.store.show(insert(this.getState().history, held));
    } catch (error) {
      this.store.fail(error, this.store.isLastShow(shownAt) ? number : null);
    }
  }

  /** Reads a chip's labelling anew and takes its lease. What the person did meanwhile stands. */
  private async refresh(number: number): Promise<void> {
    await this.store.attempt(async () => {
      const asked = chipOf(this.getState().history, number);
      const read = await this.server.open(number);
      const { heldBy, until } = read;
      const now = chipOf(this.getState().history, number);
      const untouched = now?.undo === asked?.undo && now?.done === asked?.done;
      // a stroke on a chip that is confirmed by now is refused as the ones before it
      const closed = Boolean(read.confirmed) && !now?.confirmed;
      // a correction is on the confirmed labels that the person saw
      const fresh = (untouched || closed) && now?.correcting !== true ? freshOf(read, now) : {};
      this.store.alter(number, { ...fresh, heldBy, until });
    });
  }

  /**
   * Leases that ended while the tab was closed are taken again. Chips whose lease ended long ago are the queue's, which may
   * have given them to others. Without a network all of that is settled later, and the person works on.
   */
  private async renewLeases(stored: SessionHistory): Promise<SessionHistory> {
    const { lately, longAgo } = endedLeases(stored, this.clock.now());
    if (lately.length + longAgo.length === 0) return stored;
    this.store.update({ history: stored });
    await this.store.attempt(async () => {
      if (lately.length > 0) await this.renew(lately);
      else await this.server.release(longAgo);
      this.store.put(without(this.getState().history, longAgo));
    });
    return this.getState().history;
  }

  private async renew(numbers: readonly number[]): Promise<void> {
    const reply = await this.server.heartbeat(numbers);
    this.store.put(withLeases(this.getState().history, numbers, reply));
  }
}

/** A chip as it was read anew. One that was confirmed meanwhile, or opened again, has other labels: no step on the former is undone. */
function freshOf(read: HeldChip, before: HeldChip | null): Partial<HeldChip> {
  const { chip, labelling, confirmed = null } = read;
  if (confirmed === null && !before?.confirmed) return { labelling };
  const done = confirmed !== null || labelling.status === 'SUBMITTED';
  return { chip, labelling, confirmed, done, undo: EMPTY_HISTORY };
}
