import { systemClock } from '@/lib/core/clock';
import type { Clock } from '@/lib/core/clock';
import type { HeldChip } from '@/lib/client/session/held-chip';
import { dueLeases, endedLeases, withLeases } from '@/lib/client/session/leases';
import { failureOf } from '@/lib/client/session/session-state';
import type { SessionState, CurrentChip } from '@/lib/client/session/session-state';
import type { SessionServer } from '@/lib/client/session/session-server';
import { resumeSession } from '@/lib/client/session/session-storage';
import type { SessionStorage } from '@/lib/client/session/session-storage';
import {
  EMPTY_SESSION,
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
  numbersOf,
  openOf,
  without,
} from '@/lib/client/session/session-history';
import type { SessionHistory } from '@/lib/client/session/session-history';
import { ChipClaims, oneTab } from '@/lib/client/session/tabs';
import type { Tabs } from '@/lib/client/session/tabs';
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
  private state: SessionState = {
    current: { kind: 'loading' },
    history: EMPTY_SESSION,
    network: 'online',
    elsewhere: false,
  };
  private readonly listeners = new Set<() => void>();
  private readonly options: SessionOptions;
  private readonly tabs: Tabs;
  private readonly claims: ChipClaims;
  private readonly clock: Clock;
  private id: string | null = null;
  private filling: Promise<void> | null = null;
  /** grows whenever another chip is shown or asked for */
  private shows = 0;
  /** grows whenever the chips ahead are given back: what was asked for before is not wanted any more */
  private orders = 0;
  private touchedAt = 0;
  private idle = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.tabs = options.tabs ?? oneTab;
    this.claims = new ChipClaims(this.tabs, options.slug);
    this.clock = options.clock ?? systemClock;
    this.touchedAt = this.clock.now();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): SessionState => this.state;

  /** Begins, or goes on with the session of a closed or reloaded tab: on the chip with this number, or on the next. */
  async start(number: number | null): Promise<void> {
    const { id, history } = await resumeSession(this.options.storage, this.tabs);
    this.id = id;
    const stored = await this.renewLeases(history);
    if (number !== null) {
      this.update({ history: stored });
      await this.open(number);
      return;
    }
    const taken = await this.claims.elsewhere();
    const free = (held: HeldChip): boolean => !held.done && !taken.includes(held.chip.number);
    const next = openOf(stored).find(free);
    if (next) this.show(jump(stored, next.chip.number) ?? stored);
    else {
      this.update({ history: { ...stored, at: stored.chips.length - 1 } });
      await this.next();
    }
    await this.refill();
  }

  /** Opens a chip by its number: at once when the session knows it. Of several that are asked for, the last one is shown. */
  async open(number: number): Promise<void> {
    const known = jump(this.state.history, number);
    if (known) {
      this.show(known);
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
    this.put(alter(this.state.history, number, { ...change, done: true }));
    await this.move(forwardToOpen);
  }

  /** The chip before, in the order of this session; null at its beginning. */
  previous(): (() => void) | null {
    const to = back(this.state.history);
    return to ? () => this.goBack(to) : null;
  }

  /** Back to the last chip on which something can be undone; null when there is none. Tells which it was. */
  undoBefore(): (() => number) | null {
    const to = backToUndo(this.state.history);
    const chip = to && currentOf(to)?.chip;
    if (!chip) return null;
    return () => {
      this.goBack(to);
      return chip.number;
    };
  }

  /** What the person did on a chip, as it stands: stored for a reload and for undoing. */
  saveWork(number: number, cells: Uint8Array, undo: History): void {
    const held = chipOf(this.state.history, number);
    if (!held || held.undo === undo) return;
    // a stroke on a submitted chip takes it back
    const labelling = { ...held.labelling, cells };
    this.put(alter(this.state.history, number, { undo, labelling, done: false }));
  }

  /** The server has confirmed strokes: after a reload without a network a submit must name what it has. */
  updateRevisions(revisionOf: (chipId: string) => number | null): void {
    let { history } = this.state;
    for (const { chip, labelling } of history.chips) {
      const revision = revisionOf(chip.id) ?? 0;
      if (revision <= labelling.revision) continue;
      history = alter(history, chip.number, { labelling: { ...labelling, revision } });
    }
    if (history !== this.state.history) this.put(history);
  }

  /** Holds so many chips for hours without a network. Returns how many there are. */
  async checkOut(count: number): Promise<number> {
    const { server } = this.options;
    const inHand = openOf(this.state.history).map(({ chip }) => chip.number);
    if (inHand.length > 0) {
      const reply = await server.heartbeat(inHand, OFFLINE_SECONDS);
      this.put(withLeases(this.state.history, inHand, reply, { offline: true }));
    }
    const missing = count - openOf(this.state.history).length;
    if (missing > 0) {
      const skip = await this.skipped();
      const reply = await server.next({ count: missing, skip, offlineSeconds: OFFLINE_SECONDS });
      this.put(append(this.state.history, reply.items));
    }
    return openOf(this.state.history).length;
  }

  /** Lets the queue have the chips ahead that nobody touched: another order is wanted, or the person is back. */
  async releaseAhead(): Promise<void> {
    const untouched = aheadOf(this.state.history).filter((chip) => !isBegun(chip));
    const numbers = untouched.map(({ chip }) => chip.number);
    this.orders += 1;
    this.put(without(this.state.history, numbers));
    if (numbers.length > 0) await this.options.server.release(numbers).catch(() => undefined);
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
    const due = dueLeases(this.state.history, this.clock.now());
    // a missed heartbeat costs nothing: the next one takes the leases again
    if (due.length > 0) await this.attempt(() => this.renew(due));
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
    const given = openOf(this.state.history).flatMap((h) => (h.offline ? [] : [h.chip.number]));
    if (given.length > 0) void this.options.server.release(given).catch(() => undefined);
  }

  /** Fetches what is missing ahead; the page calls it again when the network is back. */
  refill(): Promise<void> {
    this.filling ??= this.fill().finally(() => {
      this.filling = null;
    });
    return this.filling;
  }

  private async fill(): Promise<void> {
    const missing = AHEAD - aheadOf(this.state.history).length;
    const waits = this.isWaiting();
    if (missing <= 0 || this.idle) return;
    await this.attempt(async () => {
      const count = missing + (waits ? 1 : 0);
      const order = this.orders;
      const { items, why } = await this.options.server.next({ count, skip: await this.skipped() });
      if (order !== this.orders) {
        await this.options.server.release(items.map(({ chip }) => chip.number));
        return;
      }
      const history = append(this.state.history, items);
      if (!this.isWaiting()) this.put(history);
      else if (history.at + 1 < history.chips.length) this.show(forwardToOpen(history) ?? history);
      else this.update({ current: { kind: 'empty', why } });
    });
  }

  /** No chip is on screen because none was held. */
  private isWaiting(): boolean {
    return ['loading', 'empty'].includes(this.state.current.kind);
  }

  private async move(step: (history: SessionHistory) => SessionHistory | null): Promise<void> {
    const { history } = this.state;
    const to = step(history);
    if (to) {
      this.show(to);
      void this.refreshSoon();
      await this.refill();
      return;
    }
    this.update({ current: { kind: 'loading' } });
    // a fetch that was under way asked for fewer
    await this.filling;
    await this.refill();
    if (this.state.current.kind === 'loading') {
      this.update({ current: { kind: 'empty', why: null } });
    }
  }

  private goBack(to: SessionHistory): void {
    this.show(to);
    const number = currentOf(to)?.chip.number;
    if (number !== undefined) void this.refresh(number);
  }

  /** A chip that lay ahead for long may have changed in another tab. */
  private async refreshSoon(): Promise<void> {
    const held = currentOf(this.state.history);
    const late = held && (isBegun(held) || held.until < this.clock.now());
    if (late) await this.refresh(held.chip.number);
  }

  private async fetch(number: number): Promise<void> {
    const shownAt = (this.shows += 1);
    try {
      const held = await this.options.server.open(number);
      this.reached();
      // the person went on while the server looked it up: it waits ahead
      if (shownAt !== this.shows) this.put(append(this.state.history, [held]));
      else this.show(insert(this.state.history, held));
    } catch (error) {
      this.fail(error, shownAt === this.shows ? number : null);
    }
  }

  /** Reads a chip's labelling anew and takes its lease. What the person did meanwhile stands. */
  private async refresh(number: number): Promise<void> {
    await this.attempt(async () => {
      const asked = chipOf(this.state.history, number);
      const { labelling, heldBy, until } = await this.options.server.open(number);
      const now = chipOf(this.state.history, number);
      const untouched = now?.undo === asked?.undo && now?.done === asked?.done;
      const read = untouched ? { labelling } : {};
      this.put(alter(this.state.history, number, { ...read, heldBy, until }));
    });
  }

  /**
   * Leases that ended while the tab was closed are taken again. Chips whose lease ended long ago are the queue's, which may
   * have given them to others. Without a network all of that is settled later, and the person works on.
   */
  private async renewLeases(stored: SessionHistory): Promise<SessionHistory> {
    const { lately, longAgo } = endedLeases(stored, this.clock.now());
    if (lately.length + longAgo.length === 0) return stored;
    this.update({ history: stored });
    await this.attempt(async () => {
      if (lately.length > 0) await this.renew(lately);
      else await this.options.server.release(longAgo);
      this.put(without(this.state.history, longAgo));
    });
    return this.state.history;
  }

  private async renew(numbers: readonly number[]): Promise<void> {
    const reply = await this.options.server.heartbeat(numbers);
    this.put(withLeases(this.state.history, numbers, reply));
  }

  private async skipped(): Promise<number[]> {
    return [...numbersOf(this.state.history), ...(await this.claims.elsewhere())];
  }

  /** Other tabs leave alone what is in hand here. */
  private async claim(): Promise<void> {
    const { history } = this.state;
    const onScreen = currentOf(history)?.chip.number ?? null;
    const open = openOf(history).map(({ chip }) => chip.number);
    const taken = await this.claims.hold(onScreen === null ? open : [onScreen, ...open]);
    const elsewhere = onScreen !== null && taken.includes(onScreen);
    if (elsewhere !== this.state.elsewhere) this.update({ elsewhere });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.reached();
    } catch (error) {
      this.fail(error, null);
    }
  }

  private reached(): void {
    if (this.state.network !== 'online') this.update({ network: 'online' });
  }

  private fail(error: unknown, number: number | null): void {
    const waits = this.isWaiting() || number !== null;
    const { network, current } = failureOf(error, number);
    this.update({ ...(network ? { network } : {}), ...(waits && current ? { current } : {}) });
  }

  /** Puts the session's chip on screen. */
  private show(history: SessionHistory): void {
    this.shows += 1;
    const chip = currentOf(history);
    this.put(history, chip ? { kind: 'open', held: chip } : { kind: 'loading' });
  }

  private put(history: SessionHistory, current: CurrentChip = this.state.current): void {
    const before = this.state.history;
    const chip = currentOf(history);
    this.update({
      history,
      current: current.kind === 'open' && chip ? { kind: 'open', held: chip } : current,
    });
    if (this.id !== null) {
      void this.options.storage.save(this.id, history, before).catch(() => undefined);
    }
    void this.claim();
  }

  private update(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
