import type { HeldChip } from '@/lib/client/session/held-chip';
import {
  EMPTY_SESSION,
  alter,
  currentOf,
  numbersOf,
  openOf,
} from '@/lib/client/session/session-history';
import type { SessionHistory } from '@/lib/client/session/session-history';
import { failureOf } from '@/lib/client/session/session-state';
import type { CurrentChip, SessionState } from '@/lib/client/session/session-state';
import { resumeSession } from '@/lib/client/session/session-storage';
import type { SessionStorage } from '@/lib/client/session/session-storage';
import { ChipClaims } from '@/lib/client/session/tabs';
import type { Tabs } from '@/lib/client/session/tabs';

/**
 * The state of a labelling session: told to who listens, stored for a reload, and its chips claimed among the person's tabs. It
 * decides nothing; what happens to it is the session's (labelling-session.ts).
 */
export class SessionStore {
  private state: SessionState = {
    current: { kind: 'loading' },
    history: EMPTY_SESSION,
    network: 'online',
    elsewhere: false,
  };
  private readonly listeners = new Set<() => void>();
  private readonly claims: ChipClaims;
  private readonly storage: SessionStorage;
  private readonly tabs: Tabs;
  private id: string | null = null;
  private shows = 0;

  constructor(slug: string, storage: SessionStorage, tabs: Tabs) {
    this.storage = storage;
    this.tabs = tabs;
    this.claims = new ChipClaims(tabs, slug);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): SessionState => this.state;

  /** The history of the session that a closed or reloaded tab left, which from now on is stored as this one. */
  async resume(): Promise<SessionHistory> {
    const { id, history } = await resumeSession(this.storage, this.tabs);
    this.id = id;
    return history;
  }

  /** No chip is on screen because none was held. */
  isWaiting(): boolean {
    return ['loading', 'empty'].includes(this.state.current.kind);
  }

  /** Another chip is shown or asked for: the number of that, which is the last one until there is a next. */
  nextShow(): number {
    this.shows += 1;
    return this.shows;
  }

  isLastShow(number: number): boolean {
    return number === this.shows;
  }

  /** Puts the history's chip on screen. */
  show(history: SessionHistory): void {
    this.nextShow();
    const chip = currentOf(history);
    this.put(history, chip ? { kind: 'open', held: chip } : { kind: 'loading' });
  }

  /** Takes another history, with what it now says of the chip on screen. */
  put(history: SessionHistory, current: CurrentChip = this.state.current): void {
    const before = this.state.history;
    const chip = currentOf(history);
    this.update({
      history,
      current: current.kind === 'open' && chip ? { kind: 'open', held: chip } : current,
    });
    if (this.id !== null) {
      void this.storage.save(this.id, history, before).catch(() => undefined);
    }
    void this.claim();
  }

  /** Changes what is known of one chip. */
  alter(number: number, change: Partial<HeldChip>): void {
    this.put(alter(this.state.history, number, change));
  }

  update(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  /** Asks the server for something; what its failure means is in the state afterwards. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.reached();
    } catch (error) {
      this.fail(error, null);
    }
  }

  /** The server has answered. */
  reached(): void {
    if (this.state.network !== 'online') this.update({ network: 'online' });
  }

  /** A call failed; `number`: of the chip that it was to show. */
  fail(error: unknown, number: number | null): void {
    const waits = this.isWaiting() || number !== null;
    const { network, current } = failureOf(error, number);
    this.update({ ...(network ? { network } : {}), ...(waits && current ? { current } : {}) });
  }

  /** Chips that other tabs of the person have. */
  elsewhere(): Promise<number[]> {
    return this.claims.elsewhere();
  }

  /** Chips that the queue is not to give: those of this session and of the other tabs. */
  async skipped(): Promise<number[]> {
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
}
