import { systemClock } from '@/lib/core/clock';
import type { Clock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { HeldChip } from '@/lib/client/session/held-chip';
import { failureOf } from '@/lib/client/session/session-state';
import type { SessionState, CurrentChip } from '@/lib/client/session/session-state';
import type { SessionServer } from '@/lib/client/session/session-server';
import type { SessionStorage } from '@/lib/client/session/session-storage';
import {
  EMPTY_SESSION,
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
  lose,
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
const LONG_LEASE_MS = 3600 * 1000; // needs no beat
const LATELY_MS = 30 * 60 * 1000; // a reload or a crash, not the next morning

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
  private id = newId();
  private filling: Promise<void> | null = null;
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
    const stored = await this.renewLeases(await this.resume());
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

  /** Opens a chip by its number: at once when the session knows it. */
  async open(number: number): Promise<void> {
    const { history } = this.state;
    const known = jump(history, number);
    if (known) {
      this.show(known);
      await this.refresh(number);
    } else {
      try {
        this.show(insert(history, await this.options.server.open(number)));
        this.reached();
      } catch (error) {
        this.fail(error, number);
      }
    }
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
    const held = this.state.history.chips.find(({ chip }) => chip.number === number);
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
      const { lost, until } = await server.heartbeat(inHand, OFFLINE_SECONDS);
      this.applyLeases(inHand, lost, until, { offline: true });
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
    this.put(without(this.state.history, numbers));
    if (numbers.length > 0) await this.options.server.release(numbers).catch(() => undefined);
    await this.refill();
  }

  /** Renews the leases of all chips in hand, and looks for more. Call it every half minute. */
  async heartbeat(): Promise<void> {
    if (this.clock.now() - this.touchedAt > IDLE_MS) {
      if (!this.idle) this.leave();
      this.idle = true;
    }
    if (this.idle) return;
    const now = this.clock.now();
    const held = openOf(this.state.history).filter((h) => h.until - now < LONG_LEASE_MS);
    if (held.length > 0) {
      const numbers = held.map(({ chip }) => chip.number);
      // a missed beat costs nothing: the next one takes the leases again
      await this.attempt(async () => {
        const { lost, until } = await this.options.server.heartbeat(numbers);
        this.applyLeases(numbers, lost, until);
      });
    }
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
      const { items, why } = await this.options.server.next({ count, skip: await this.skipped() });
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

  /** Reads a chip's labelling anew and takes its lease. */
  private async refresh(number: number): Promise<void> {
    await this.attempt(async () => {
      const { labelling, heldBy, until } = await this.options.server.open(number);
      this.put(alter(this.state.history, number, { labelling, heldBy, until }));
    });
  }

  private applyLeases(
    numbers: readonly number[],
    lost: readonly { number: number; by: string | null }[],
    until: number,
    more: Partial<HeldChip> = {},
  ): void {
    const gone = new Map(lost.map(({ number, by }) => [number, by]));
    let history = lose(this.state.history, [...gone.keys()]);
    for (const number of numbers) {
      const change = gone.has(number)
        ? { heldBy: gone.get(number) ?? null }
        : { heldBy: null, until, ...more };
      history = alter(history, number, change);
    }
    this.put(history);
  }

  /**
   * Leases that ended while the tab was closed are taken again. Chips whose lease ended long ago are the queue's, which may
   * have given them to others. Without a network all of that is settled later, and the person works on.
   */
  private async renewLeases(stored: SessionHistory): Promise<SessionHistory> {
    const now = this.clock.now();
    const ended = openOf(stored).filter((held) => held.until <= now && !isBegun(held));
    const [late, old] = [true, false].map((lately) =>
      ended.filter((held) => now - held.until < LATELY_MS === lately).map((h) => h.chip.number),
    );
    if (ended.length === 0 || !late || !old) return stored;
    this.update({ history: stored });
    await this.attempt(async () => {
      if (late.length > 0) {
        const { lost, until } = await this.options.server.heartbeat(late);
        this.applyLeases(late, lost, until);
      } else await this.options.server.release(old);
      this.put(without(this.state.history, old));
    });
    return this.state.history;
  }

  /** The session that a closed tab left, unless another tab has it by now. */
  private async resume(): Promise<SessionHistory> {
    const { storage } = this.options;
    for (const id of await storage.sessions().catch(() => [])) {
      if (!(await this.tabs.claim(`quadrat-session-${id}`))) continue;
      this.id = id;
      return await storage.read(id).catch(() => EMPTY_SESSION);
    }
    await this.tabs.claim(`quadrat-session-${this.id}`);
    return EMPTY_SESSION;
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
    void this.options.storage.save(this.id, history, before).catch(() => undefined);
    void this.claim();
  }

  private update(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
