import { describe, expect, it, vi } from 'vitest';
import { LabellingSession } from '@/lib/client/session/labelling-session';
import { heldChip } from '@/lib/client/session/held-chip';
import type { HeldChip } from '@/lib/client/session/held-chip';
import type { SessionServer } from '@/lib/client/session/session-server';
import { memorySessions } from '@/lib/client/session/session-storage';
import { aheadOf, currentOf, numbersOf, openOf } from '@/lib/client/session/session-history';
import type { Tabs } from '@/lib/client/session/tabs';
import { ApiProblem } from '@/lib/client/problem';
import { EMPTY_HISTORY } from '@/lib/editor/history';
import { deferred } from '@/tests/client/deferred';

const LEASE_MS = 120_000;
const LABELLED = {
  code: 'allLabelled',
  confirmed: 0,
  submitted: 9,
  begun: 0,
  excluded: 0,
} as const;
const STROKE = { done: [[{ cell: 0, before: 0, after: 16 }]], undone: [] };

function chip(number: number, until = LEASE_MS): HeldChip {
  const id = `chip-${String(number)}`;
  const labelling = { chipId: id, cells: new Uint8Array(4), revision: 0 };
  const given = {
    chip: { id, number },
    labelling,
    reason: 'next',
    control: false,
    heldBy: null,
    until,
  };
  return heldChip(given as unknown as Parameters<typeof heldChip>[0]);
}

const COUNTS = Uint8Array.of(17, 0, 0, 0);

/** The same once a reviewer has confirmed it. */
function confirmedChip(number: number): HeldChip {
  const open = chip(number);
  const labelling = { ...open.labelling, cells: COUNTS };
  const confirmed = { cells: COUNTS, by: 'Rita', at: null, mine: null };
  return heldChip({ ...open, labelling, confirmed });
}

/** A queue of chips 1 to 9 that can be cut off. */
function queue(last = 9) {
  const state = {
    problem: null as ApiProblem | null,
    leased: new Set<number>(),
    /** what came back to the queue, in order */
    released: [] as number[],
    lost: [] as { number: number; by: string | null }[],
    /** chips that a reviewer has confirmed */
    confirmed: new Set<number>(),
    asked: 0,
    /** replies to `open` and `next` that come after this, where a test holds them back */
    until: null as Promise<undefined> | null,
  };
  const gate = <T>(reply: () => T): Promise<T> =>
    state.problem ? Promise.reject(state.problem) : Promise.resolve().then(reply);
  const server: SessionServer = {
    next: async ({ count, skip, offlineSeconds }) => {
      const { until } = state;
      const reply = await gate(() => {
        state.asked += 1;
        const all = Array.from({ length: last }, (_, place) => place + 1);
        const others = state.lost.map(({ number }) => number);
        const free = all.filter((n) => !skip.includes(n) && !others.includes(n));
        const numbers = free.slice(0, count);
        for (const number of numbers) state.leased.add(number);
        const offline = offlineSeconds !== undefined;
        const items = numbers.map((number) => ({ ...chip(number), offline }));
        return { items, why: numbers.length < count ? LABELLED : null };
      });
      await until;
      return reply;
    },
    open: async (number) => {
      const { until } = state;
      const reply = await gate(() => {
        if (number > last) {
          throw new ApiProblem('There is no such chip', { status: 404, code: 'not_found' });
        }
        state.leased.add(number);
        return state.confirmed.has(number) ? confirmedChip(number) : chip(number);
      });
      await until;
      return reply;
    },
    heartbeat: () => gate(() => ({ lost: state.lost, until: LEASE_MS })),
    release: (numbers) =>
      gate(() => {
        state.released.push(...numbers);
        for (const number of numbers) state.leased.delete(number);
      }),
  };
  return { state, server };
}

const OFFLINE = new ApiProblem('The server cannot be reached.', { status: 0, code: 'offline' });

async function sit(last = 9, storage = memorySessions(), tabs?: Tabs) {
  const remote = queue(last);
  const clock = { at: 0, now: () => clock.at };
  const session = new LabellingSession({
    slug: 'p',
    server: remote.server,
    storage,
    clock,
    ...(tabs ? { tabs } : {}),
  });
  await session.start(null);
  const on = () => currentOf(session.getState().history)?.chip.number ?? null;
  const ahead = () => aheadOf(session.getState().history).map((h) => h.chip.number);
  return { session, remote, storage, clock, on, ahead };
}

describe('the session', () => {
  it('holds three chips ahead, and shows the next without asking the server', async () => {
    const { session, remote, on, ahead } = await sit();
    expect([on(), ahead()]).toEqual([1, [2, 3, 4]]);
    remote.state.problem = OFFLINE;
    void session.finish(1);
    expect(on()).toBe(2);
    remote.state.problem = null;
    await session.refill();
    await session.refill();
    expect(ahead()).toEqual([3, 4, 5]);
    expect(session.getState().network).toBe('online');
  });

  it('works through everything held without a network, says so, and goes on when it is back', async () => {
    const { session, remote, on } = await sit();
    remote.state.problem = OFFLINE;
    for (const number of [1, 2, 3, 4]) {
      expect(on()).toBe(number);
      await session.finish(number);
    }
    expect(session.getState()).toMatchObject({
      network: 'offline',
      current: { kind: 'empty', why: null },
    });
    remote.state.problem = null;
    await session.heartbeat();
    expect(on()).toBe(5);
    expect(session.getState()).toMatchObject({ network: 'online', current: { kind: 'open' } });
  });

  it('says why the queue gave nothing, and that a number is no chip', async () => {
    const { session } = await sit(1);
    await session.finish(1);
    expect(session.getState().current).toEqual({ kind: 'empty', why: LABELLED });
    await session.open(77);
    expect(session.getState().current).toEqual({ kind: 'missing', number: 77 });
    await session.open(1);
    expect(session.getState().current).toMatchObject({ kind: 'open' });
  });

  it('walks back in the order of the session, not of the numbers', async () => {
    const { session, on } = await sit();
    await session.open(7);
    await session.finish(7);
    expect(on()).toBe(2);
    session.previous()?.();
    expect(on()).toBe(7);
    session.previous()?.();
    expect(on()).toBe(1);
    expect(session.previous()).toBeNull();
    await session.next();
    await session.next();
    expect(on()).toBe(2);
  });

  it('undoes across chips and a reload: back to the last one with a stroke, submitted or not', async () => {
    const { session, remote, storage, on } = await sit();
    const cells = Uint8Array.from([16, 0, 0, 0]);
    session.saveWork(1, cells, STROKE);
    await session.finish(1);
    await session.finish(2);
    expect(on()).toBe(3);

    const again = new LabellingSession({ slug: 'p', server: remote.server, storage });
    await again.start(3);
    expect(again.undoBefore()?.()).toBe(1);
    const back = currentOf(again.getState().history);
    expect(back).toMatchObject({ chip: { number: 1 }, done: true, undo: STROKE });
    expect(again.undoBefore()).toBeNull();
    again.saveWork(1, new Uint8Array(4), { ...EMPTY_HISTORY, undone: STROKE.done });
    expect(currentOf(again.getState().history)?.done).toBe(false);
    await again.finish(1);
    expect(currentOf(again.getState().history)?.chip.number).toBe(3);
  });

  it('goes on after a crash with what it held, also when the server cannot be reached', async () => {
    const { session, remote, storage } = await sit();
    await session.finish(1);
    remote.state.problem = OFFLINE;
    const again = new LabellingSession({
      slug: 'p',
      server: remote.server,
      storage,
      clock: { now: () => LEASE_MS },
    });
    await again.start(null);
    expect(openOf(again.getState().history).map((h) => h.chip.number)).toEqual([2, 3, 4, 5]);
    expect(again.getState().current).toMatchObject({ kind: 'open', held: { chip: { number: 2 } } });
  });

  it('leaves chips of yesterday to the queue', async () => {
    const { session, remote, storage } = await sit();
    session.saveWork(1, Uint8Array.from([16, 0, 0, 0]), STROKE);
    const clock = { now: () => 11 * 3600 * 1000 };
    const again = new LabellingSession({ slug: 'p', server: remote.server, storage, clock });
    await again.start(null);
    expect(remote.state.asked).toBe(2);
    expect(currentOf(again.getState().history)?.chip.number).toBe(1);
    expect(again.getState().network).toBe('online');
  });

  it('drops chips ahead that passed to others, and names who has the one on screen', async () => {
    const { session, remote, on, ahead } = await sit();
    remote.state.lost = [
      { number: 1, by: 'Ben' },
      { number: 3, by: 'Ben' },
    ];
    await session.heartbeat();
    expect([on(), ahead()]).toEqual([1, [2, 4, 5]]);
    expect(currentOf(session.getState().history)?.heldBy).toBe('Ben');
  });

  it('gives back what it holds on leaving and when nobody works, and takes it up again', async () => {
    const { session, remote, clock, on } = await sit();
    expect([...remote.state.leased]).toEqual([1, 2, 3, 4]);
    clock.at += 16 * 60_000;
    await session.heartbeat();
    await vi.waitFor(() => {
      expect([...remote.state.leased]).toEqual([]);
    });
    const { asked } = remote.state;
    await session.finish(1);
    session.touch();
    await vi.waitFor(() => {
      expect(remote.state.asked).toBeGreaterThan(asked);
    });
    expect(on()).toBe(2);
  });

  it('takes chips offline for hours; they stay when the tab goes', async () => {
    const { session, remote } = await sit();
    expect(await session.checkOut(6)).toBe(6);
    expect(openOf(session.getState().history).every((h) => h.offline)).toBe(true);
    session.leave();
    await Promise.resolve();
    expect([...remote.state.leased]).toEqual([1, 2, 3, 4, 5, 6]);
    await session.releaseAhead();
    expect(numbersOf(session.getState().history).slice(0, 1)).toEqual([1]);
  });

  it('keeps two tabs apart: the second does not take up what the first has, and says when it must', async () => {
    const locks = new Map<string, number>();
    const tab = (own: number): Tabs => ({
      claim: (name) => {
        if (!locks.has(name)) locks.set(name, own);
        return Promise.resolve(locks.get(name) === own);
      },
      release: (name) => locks.delete(name),
      others: (prefix) =>
        Promise.resolve(
          [...locks].flatMap(([n, by]) => (by !== own && n.startsWith(prefix) ? [n] : [])),
        ),
    });
    const storage = memorySessions();
    const first = await sit(9, storage, tab(1));
    await vi.waitFor(() => {
      expect(locks.size).toBe(5);
    });
    const second = await sit(9, storage, tab(2));
    expect([first.on(), second.on()]).toEqual([1, 5]);
    await second.session.open(1);
    await vi.waitFor(() => {
      expect(second.session.getState().elsewhere).toBe(true);
    });
  });

  it('says that the session ended, and works on', async () => {
    const { session, remote, on } = await sit();
    remote.state.problem = new ApiProblem('Sign in first', {
      status: 401,
      code: 'unauthenticated',
    });
    await session.finish(1);
    expect(session.getState().network).toBe('signedOut');
    expect(on()).toBe(2);
  });

  it('shows the last of two chips that were asked for, in whatever order they come', async () => {
    const { session, remote, on } = await sit();
    const late = deferred<undefined>();
    remote.state.until = late.promise;
    const first = session.open(7);
    remote.state.until = null;
    await session.open(8);
    late.resolve(undefined);
    await first;
    expect(on()).toBe(8);
    expect(numbersOf(session.getState().history)).toContain(7);
  });

  it('loses nothing that was done while a chip was being looked up', async () => {
    const { session, remote, on } = await sit();
    const late = deferred<undefined>();
    remote.state.until = late.promise;
    const opening = session.open(7);
    session.saveWork(1, Uint8Array.from([16, 0, 0, 0]), STROKE);
    void session.finish(1);
    late.resolve(undefined);
    await opening;
    expect(on()).toBe(2);
    const first = session.getState().history.chips.find(({ chip }) => chip.number === 1);
    expect(first).toMatchObject({ done: true, undo: STROKE });
  });

  it('keeps a stroke that was made while the chip was read anew', async () => {
    const { session, remote } = await sit();
    const late = deferred<undefined>();
    remote.state.until = late.promise;
    const opening = session.open(1);
    const cells = Uint8Array.from([16, 0, 0, 0]);
    session.saveWork(1, cells, STROKE);
    late.resolve(undefined);
    await opening;
    expect(currentOf(session.getState().history)?.labelling.cells).toEqual(cells);
  });

  it('closes a chip that a reviewer confirmed meanwhile, with what was done on it until then', async () => {
    const { session, remote } = await sit();
    const [first, second] = openOf(session.getState().history).map(
      ({ chip: { number } }) => number,
    );
    session.saveWork(first ?? 0, Uint8Array.of(16, 0, 0, 0), STROKE);
    remote.state.confirmed.add(first ?? 0);
    const held = deferred<undefined>();
    remote.state.until = held.promise;
    const closed = session.closeConfirmed([first ?? 0, first ?? 0]);
    // one more stroke before the answer is here: it is refused as the first was
    session.saveWork(first ?? 0, Uint8Array.of(16, 16, 0, 0), { ...STROKE });
    held.resolve(undefined);
    await closed;
    expect(currentOf(session.getState().history)).toMatchObject({
      confirmed: { cells: COUNTS, by: 'Rita' },
      labelling: { cells: COUNTS },
      undo: EMPTY_HISTORY,
      done: true,
    });
    // a correction that was begun since stands, and so does what is not confirmed
    session.correct(first ?? 0, true);
    session.saveWork(first ?? 0, Uint8Array.of(16, 0, 0, 0), STROKE);
    session.saveWork(second ?? 0, Uint8Array.of(16, 0, 0, 0), STROKE);
    await session.closeConfirmed([first ?? 0, second ?? 0]);
    const { chips } = session.getState().history;
    for (const number of [first, second]) {
      const now = chips.find((one) => one.chip.number === number);
      expect(now?.undo).toEqual(STROKE);
    }
  });

  it('takes no chips of an order that was given up while they were on their way', async () => {
    const { session, remote, ahead } = await sit();
    const late = deferred<undefined>();
    remote.state.until = late.promise;
    // one of the old order is on its way ...
    void session.finish(1);
    await vi.waitFor(() => {
      expect(remote.state.leased.has(5)).toBe(true);
    });
    remote.state.until = null;
    const released = session.releaseAhead();
    late.resolve(undefined);
    await released;
    // ... and goes back to the queue, as those that were here, before it is asked anew
    expect(remote.state.released).toEqual([3, 4, 5]);
    expect(ahead()).toHaveLength(3);
  });
});
