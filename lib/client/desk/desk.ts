import { systemClock } from '@/lib/core/clock';
import type { Clock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { HeldChip } from '@/lib/client/desk/held';
import { failureOf } from '@/lib/client/desk/state';
import type { DeskState, Stage } from '@/lib/client/desk/state';
import type { DeskServer } from '@/lib/client/desk/server';
import type { Shelf } from '@/lib/client/desk/shelf';
import {
  EMPTY_SITTING,
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
} from '@/lib/client/desk/sitting';
import type { Sitting } from '@/lib/client/desk/sitting';
import { ChipClaims, oneTab } from '@/lib/client/desk/tabs';
import type { Tabs } from '@/lib/client/desk/tabs';
import { base64Of } from '@/lib/domain/label/cells';
import type { History } from '@/lib/editor/history';

export interface DeskOptions {
  slug: string;
  server: DeskServer;
  shelf: Shelf;
  tabs?: Tabs;
  clock?: Clock;
}

/** Chips that are held beyond the one on the bench. */
const AHEAD = 3;
const IDLE_MS = 15 * 60 * 1000;
const ALONG_SECONDS = 12 * 3600;
const LONG_LEASE_MS = 3600 * 1000; // needs no beat
const LATELY_MS = 30 * 60 * 1000; // a reload or a crash, not the next morning

/**
 * The desk of one person in one project: which chip is on the bench, which are held ahead, which were there before. Going on
 * needs no answer of the server: the next chip is here already. Without React, so that it can be tested.
 */
export class Desk {
  private current: DeskState = {
    stage: { kind: 'loading' },
    sitting: EMPTY_SITTING,
    network: 'online',
    elsewhere: false,
  };
  private readonly listeners = new Set<() => void>();
  private readonly options: DeskOptions;
  private readonly tabs: Tabs;
  private readonly claims: ChipClaims;
  private readonly clock: Clock;
  private id = newId();
  private filling: Promise<void> | null = null;
  private touchedAt = 0;
  private idle = false;

  constructor(options: DeskOptions) {
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

  readonly getState = (): DeskState => this.current;

  /** Begins, or goes on with the sitting of a closed or reloaded tab: on the chip with this number, or on the next. */
  async start(number: number | null): Promise<void> {
    const kept = await this.holdAgain(await this.takeUp());
    if (number !== null) {
      this.update({ sitting: kept });
      await this.open(number);
      return;
    }
    const taken = await this.claims.elsewhere();
    const free = (held: HeldChip): boolean => !held.done && !taken.includes(held.chip.number);
    const next = openOf(kept).find(free);
    if (next) this.show(jump(kept, next.chip.number) ?? kept);
    else {
      this.update({ sitting: { ...kept, at: kept.chips.length - 1 } });
      await this.next();
    }
    await this.keepUp();
  }

  /** Opens a chip by its number: at once when the sitting knows it. */
  async open(number: number): Promise<void> {
    const { sitting } = this.current;
    const known = jump(sitting, number);
    if (known) {
      this.show(known);
      await this.refresh(number);
    } else {
      try {
        this.show(insert(sitting, await this.options.server.open(number)));
        this.reached();
      } catch (error) {
        this.fail(error, number);
      }
    }
    await this.keepUp();
  }

  /** The next chip: one that the person went back from, or else the next to be labelled. */
  async next(): Promise<void> {
    await this.move(forward);
  }

  /** The chip on the bench is dealt with: the next one that is not comes at once. */
  async finish(number: number, change: Partial<HeldChip> = {}): Promise<void> {
    this.put(alter(this.current.sitting, number, { ...change, done: true }));
    await this.move(forwardToOpen);
  }

  /** The chip before, in the order of this sitting; null at its beginning. */
  previous(): (() => void) | null {
    const to = back(this.current.sitting);
    return to ? () => this.goBack(to) : null;
  }

  /** Back to the last chip on which something can be undone; null when there is none. Tells which it was. */
  undoBefore(): (() => number) | null {
    const to = backToUndo(this.current.sitting);
    const chip = to && currentOf(to)?.chip;
    if (!chip) return null;
    return () => {
      this.goBack(to);
      return chip.number;
    };
  }

  /** What the person did on a chip, as it stands: kept for a reload and for undoing. */
  keepWork(number: number, cells: Uint8Array, history: History): void {
    const held = this.current.sitting.chips.find(({ chip }) => chip.number === number);
    if (!held || held.history === history) return;
    // a stroke on a submitted chip takes it back
    const labelling = { ...held.labelling, cells: base64Of(cells) };
    this.put(alter(this.current.sitting, number, { history, labelling, done: false }));
  }

  /** The server has confirmed strokes: after a reload without a network a submit must name what it has. */
  learnRevisions(revisionOf: (chipId: string) => number | null): void {
    let { sitting } = this.current;
    for (const { chip, labelling } of sitting.chips) {
      const revision = revisionOf(chip.id) ?? 0;
      if (revision <= labelling.revision) continue;
      sitting = alter(sitting, chip.number, { labelling: { ...labelling, revision } });
    }
    if (sitting !== this.current.sitting) this.put(sitting);
  }

  /** Holds so many chips for hours without a network. Returns how many there are. */
  async takeAlong(count: number): Promise<number> {
    const { server } = this.options;
    const inHand = openOf(this.current.sitting).map(({ chip }) => chip.number);
    if (inHand.length > 0) {
      const { lost, until } = await server.hold(inHand, ALONG_SECONDS);
      this.take(inHand, lost, until, { along: true });
    }
    const missing = count - openOf(this.current.sitting).length;
    if (missing > 0) {
      const skip = await this.skipped();
      const reply = await server.next({ count: missing, skip, offlineSeconds: ALONG_SECONDS });
      this.put(append(this.current.sitting, reply.items));
    }
    return openOf(this.current.sitting).length;
  }

  /** Lets the queue have the chips ahead that nobody touched: another order is wanted, or the trip is over. */
  async giveBackAhead(): Promise<void> {
    const untouched = aheadOf(this.current.sitting).filter((chip) => !isBegun(chip));
    const numbers = untouched.map(({ chip }) => chip.number);
    this.put(without(this.current.sitting, numbers));
    if (numbers.length > 0) await this.options.server.giveBack(numbers).catch(() => undefined);
    await this.keepUp();
  }

  /** A sign of life for all chips in hand, and a look for more. Call it every half minute. */
  async beat(): Promise<void> {
    if (this.clock.now() - this.touchedAt > IDLE_MS) {
      if (!this.idle) this.leave();
      this.idle = true;
    }
    if (this.idle) return;
    const now = this.clock.now();
    const held = openOf(this.current.sitting).filter((h) => h.until - now < LONG_LEASE_MS);
    if (held.length > 0) {
      const numbers = held.map(({ chip }) => chip.number);
      // a missed beat costs nothing: the next one takes the leases again
      await this.attempt(async () => {
        const { lost, until } = await this.options.server.hold(numbers);
        this.take(numbers, lost, until);
      });
    }
    await this.keepUp();
  }

  /** The person does something: a desk that had given its chips back takes them up again. */
  touch(): void {
    this.touchedAt = this.clock.now();
    if (!this.idle) return;
    this.idle = false;
    void this.beat();
  }

  /** The tab goes: others may have what it held. Chips taken along stay. */
  leave(): void {
    const given = openOf(this.current.sitting).flatMap((h) => (h.along ? [] : [h.chip.number]));
    if (given.length > 0) void this.options.server.giveBack(given).catch(() => undefined);
  }

  /** Fetches what is missing ahead; the page calls it again when the network is back. */
  keepUp(): Promise<void> {
    this.filling ??= this.fill().finally(() => {
      this.filling = null;
    });
    return this.filling;
  }

  private async fill(): Promise<void> {
    const missing = AHEAD - aheadOf(this.current.sitting).length;
    const waits = this.isWaiting();
    if (missing <= 0 || this.idle) return;
    await this.attempt(async () => {
      const count = missing + (waits ? 1 : 0);
      const { items, why } = await this.options.server.next({ count, skip: await this.skipped() });
      const sitting = append(this.current.sitting, items);
      if (!this.isWaiting()) this.put(sitting);
      else if (sitting.at + 1 < sitting.chips.length) this.show(forwardToOpen(sitting) ?? sitting);
      else this.update({ stage: { kind: 'empty', why } });
    });
  }

  /** No chip is on the bench because none was held. */
  private isWaiting(): boolean {
    return ['loading', 'empty'].includes(this.current.stage.kind);
  }

  private async move(step: (sitting: Sitting) => Sitting | null): Promise<void> {
    const { sitting } = this.current;
    const to = step(sitting);
    if (to) {
      this.show(to);
      void this.refreshSoon();
      await this.keepUp();
      return;
    }
    this.update({ stage: { kind: 'loading' } });
    // a fetch that was under way asked for fewer
    await this.filling;
    await this.keepUp();
    if (this.current.stage.kind === 'loading') {
      this.update({ stage: { kind: 'empty', why: null } });
    }
  }

  private goBack(to: Sitting): void {
    this.show(to);
    const number = currentOf(to)?.chip.number;
    if (number !== undefined) void this.refresh(number);
  }

  /** A chip that lay ahead for long may have changed in another tab. */
  private async refreshSoon(): Promise<void> {
    const held = currentOf(this.current.sitting);
    const late = held && (isBegun(held) || held.until < this.clock.now());
    if (late) await this.refresh(held.chip.number);
  }

  /** Reads a chip's labelling anew and takes its lease. */
  private async refresh(number: number): Promise<void> {
    await this.attempt(async () => {
      const { labelling, heldBy, until } = await this.options.server.open(number);
      this.put(alter(this.current.sitting, number, { labelling, heldBy, until }));
    });
  }

  private take(
    numbers: readonly number[],
    lost: readonly { number: number; by: string | null }[],
    until: number,
    more: Partial<HeldChip> = {},
  ): void {
    const gone = new Map(lost.map(({ number, by }) => [number, by]));
    let sitting = lose(this.current.sitting, [...gone.keys()]);
    for (const number of numbers) {
      const change = gone.has(number)
        ? { heldBy: gone.get(number) ?? null }
        : { heldBy: null, until, ...more };
      sitting = alter(sitting, number, change);
    }
    this.put(sitting);
  }

  /**
   * Leases that ended while the tab was closed are taken again. Chips whose lease ended long ago are the queue's, which may
   * have given them to others. Without a network all of that is settled later, and the person works on.
   */
  private async holdAgain(kept: Sitting): Promise<Sitting> {
    const now = this.clock.now();
    const ended = openOf(kept).filter((held) => held.until <= now && !isBegun(held));
    const [late, old] = [true, false].map((lately) =>
      ended.filter((held) => now - held.until < LATELY_MS === lately).map((h) => h.chip.number),
    );
    if (ended.length === 0 || !late || !old) return kept;
    this.update({ sitting: kept });
    await this.attempt(async () => {
      if (late.length > 0) {
        const { lost, until } = await this.options.server.hold(late);
        this.take(late, lost, until);
      } else await this.options.server.giveBack(old);
      this.put(without(this.current.sitting, old));
    });
    return this.current.sitting;
  }

  /** The sitting that a closed tab left, unless another tab has it by now. */
  private async takeUp(): Promise<Sitting> {
    const { shelf } = this.options;
    for (const id of await shelf.sittings().catch(() => [])) {
      if (!(await this.tabs.claim(`quadrat-sitting-${id}`))) continue;
      this.id = id;
      return await shelf.read(id).catch(() => EMPTY_SITTING);
    }
    await this.tabs.claim(`quadrat-sitting-${this.id}`);
    return EMPTY_SITTING;
  }

  private async skipped(): Promise<number[]> {
    return [...numbersOf(this.current.sitting), ...(await this.claims.elsewhere())];
  }

  /** Other tabs leave alone what is in hand here. */
  private async claim(): Promise<void> {
    const { sitting } = this.current;
    const onBench = currentOf(sitting)?.chip.number ?? null;
    const open = openOf(sitting).map(({ chip }) => chip.number);
    const taken = await this.claims.hold(onBench === null ? open : [onBench, ...open]);
    const elsewhere = onBench !== null && taken.includes(onBench);
    if (elsewhere !== this.current.elsewhere) this.update({ elsewhere });
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
    if (this.current.network !== 'online') this.update({ network: 'online' });
  }

  private fail(error: unknown, number: number | null): void {
    const waits = this.isWaiting() || number !== null;
    const { network, stage } = failureOf(error, number);
    this.update({ ...(network ? { network } : {}), ...(waits && stage ? { stage } : {}) });
  }

  /** Puts the sitting's chip on the bench. */
  private show(sitting: Sitting): void {
    const chip = currentOf(sitting);
    this.put(sitting, chip ? { kind: 'open', held: chip } : { kind: 'loading' });
  }

  private put(sitting: Sitting, stage: Stage = this.current.stage): void {
    const before = this.current.sitting;
    const chip = currentOf(sitting);
    this.update({
      sitting,
      stage: stage.kind === 'open' && chip ? { kind: 'open', held: chip } : stage,
    });
    void this.options.shelf.keep(this.id, sitting, before).catch(() => undefined);
    void this.claim();
  }

  private update(change: Partial<DeskState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}
