import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ApiProblem, problemFrom } from '@/lib/client/problem';
import { confirmedMeanwhile } from '@/lib/client/outbox/task';
import { INT4_MAX } from '@/lib/contracts/bounds';
import { change, open, server } from '@/tests/client/outbox';

/** A fault of the server, as it words it. */
const broken = problemFrom(500, {
  ...{ title: 'Internal Server Error', status: 500, code: 'internal' },
  ...{ key: 'internal', values: { reference: 'r1' } },
});
const refusal = new ApiProblem('No such class', { status: 422, code: 'invalid' });

describe('what the server does not take', () => {
  it('gives up on a stroke that a healthy server fails over five times, keeps the reason, and goes on', async () => {
    const remote = server();
    const { outbox, labelling, storage } = open(remote);
    remote.state.problems.set(99, broken);
    await outbox.add(labelling, 1, [change(0, 0, 99)]);
    await outbox.add(labelling, 2, [change(1, 0, 16)]);
    await vi.waitFor(() => {
      expect(outbox.getState().kind).toBe('refused');
    });
    expect(remote.requests.map(({ changes }) => changes[0]?.after)).toEqual([
      ...Array<number>(5).fill(99),
      16,
    ]);
    expect([...remote.labelling.cells]).toEqual([0, 16, 0, 0]);

    // the reason and the time survive a reload; nobody else has them, and it is not tried again unasked
    const [stored] = await storage.all('ada');
    expect(stored?.refused).toMatchObject({
      ...{ cause: 'server', status: 500 },
      body: { key: 'internal', values: { reference: 'r1' } },
    });
    expect(stored?.refused?.at).toBeGreaterThan(0);
    expect(await storage.all('ben')).toEqual([]);
    const second = open(remote, storage);
    await second.outbox.restore();
    await second.outbox.flush();
    expect(second.outbox.getState()).toEqual({ kind: 'refused', tasks: [stored] });
    expect(remote.requests).toHaveLength(6);
  });

  it.each([
    ['unwell', broken, false],
    ['unavailable', new ApiProblem('Away', { status: 503, code: 'unavailable' }), true],
    ['asking for time', new ApiProblem('Slowly', { status: 429, code: 'tooMany' }), true],
  ])('waits for a server that is %s, however often it says so', async (_what, problem, healthy) => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    Object.assign(remote.state, { problem, healthy });
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    for (let times = 0; times < 8; times++) await outbox.flush();
    expect(outbox.getState()).toMatchObject({ kind: 'offline', count: 1 });
    Object.assign(remote.state, { problem: null, healthy: true });
    await outbox.flush();
    expect([...remote.labelling.cells]).toEqual([16, 0, 0, 0]);
  });

  it('counts only failures in a row', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    for (let times = 0; times < 8; times++) {
      remote.state.problem = broken;
      remote.state.online = times % 4 !== 0;
      if (times === 0) await outbox.add(labelling, 1, [change(0, 0, 16)]);
      outbox.stop();
      await outbox.flush();
    }
    outbox.stop();
    expect(outbox.getState()).toMatchObject({ kind: 'offline', count: 1 });
  });

  it('keeps the count with the work: a page that is loaded again has not begun anew', async () => {
    const remote = server();
    const { outbox, labelling, storage } = open(remote);
    remote.state.problem = broken;
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    for (let times = 0; times < 2; times++) {
      outbox.stop();
      await outbox.flush();
    }
    outbox.stop();
    const [stored] = await storage.all('ada');
    const tried = stored?.failures ?? 0;
    expect(tried).toBeGreaterThan(1);
    expect(tried).toBeLessThan(5);
    const second = open(remote, storage);
    await second.outbox.restore();
    for (let times = tried; times < 5; times++) {
      second.outbox.stop();
      expect(second.outbox.refused).toEqual([]);
      await second.outbox.flush();
    }
    expect(second.outbox.refused).toMatchObject([{ refused: { status: 500 } }]);
    // sent again by hand it has all its tries
    second.outbox.stop();
    await second.outbox.retryRefused(second.outbox.refused.map(({ id }) => id));
    second.outbox.stop();
    expect(second.outbox.refused).toEqual([]);
  });

  it('waits for room on a full disk and says why, however long', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    remote.state.problem = new ApiProblem('Full', { status: 507, code: 'disk_full' });
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    for (let times = 0; times < 8; times++) await outbox.flush();
    await outbox.add(labelling, 2, [change(1, 0, 16)]);
    expect(outbox.getState()).toEqual({ kind: 'diskFull', count: 2, lasting: true });
    remote.state.problem = null;
    await outbox.flush();
    expect([...remote.labelling.cells]).toEqual([16, 16, 0, 0]);
    expect(outbox.getState().kind).toBe('saved');
  });

  it('names the chips on which it was not taken because a reviewer confirmed them', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    const confirmed = problemFrom(409, {
      ...{ title: 'Not ready', status: 409, code: 'not_ready', key: 'label.confirmed' },
    });
    remote.state.problems.set(98, refusal).set(99, confirmed);
    await outbox.add(labelling, 1, [change(0, 0, 98)]);
    await outbox.flush();
    expect(confirmedMeanwhile(outbox.refused, 'p')).toEqual([]);
    await outbox.add(labelling, 1, [change(1, 0, 99)]);
    await outbox.flush();
    expect(confirmedMeanwhile(outbox.refused, 'p')).toEqual([1]);
    expect(confirmedMeanwhile(outbox.refused, 'another')).toEqual([]);
  });

  it('is handled one by one: one is sent again, one dropped, one stays', async () => {
    const remote = server();
    const { outbox, labelling, storage } = open(remote);
    for (const code of [97, 98, 99]) remote.state.problems.set(code, refusal);
    for (const [cell, code] of [97, 98, 99].entries()) {
      await outbox.add(labelling, 1, [change(cell, 0, code)]);
    }
    await outbox.flush();
    const [first, second, third] = outbox.refused.map(({ id }) => id);
    remote.state.problems.delete(97);
    await outbox.retryRefused([first ?? '']);
    expect([...remote.labelling.cells]).toEqual([97, 0, 0, 0]);
    await outbox.dropRefused([second ?? '']);
    expect(outbox.refused.map(({ id }) => id)).toEqual([third]);
    expect((await storage.all('ada')).map(({ id }) => id)).toEqual([third]);
    expect(outbox.getState().kind).toBe('refused');
  });

  it('brings no conflict with what was refused, shows the newest code, and sends what is accepted', async () => {
    const strokes = fc.array(
      fc.record({ cell: fc.nat(1), after: fc.constantFrom(0, 16, 17, 98, 99), sent: fc.boolean() }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(strokes, async (made) => {
        const remote = server();
        remote.state.problems.set(98, refusal).set(99, refusal);
        const { outbox, labelling } = open(remote);
        const shown = [0, 0, 0, 0];
        const accepted = [0, 0, 0, 0];
        for (const { cell, after, sent } of made) {
          const before = shown[cell] ?? 0;
          if (before === after) continue;
          shown[cell] = after;
          if (after < 98) accepted[cell] = after;
          await outbox.add(labelling, 1, [change(cell, before, after)]);
          if (sent) await outbox.flush();
        }
        await outbox.flush();
        expect(labelling.conflicts).toBe(0);
        expect([...remote.labelling.cells]).toEqual(accepted);
        const fresh = new Uint8Array(remote.labelling.cells);
        for (const { cell, after } of outbox.open(labelling)) fresh[cell] = after;
        expect([...fresh]).toEqual(shown);
      }),
    );
  });

  it('sends of a refused stroke only what the person has not set anew', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    remote.state.problems.set(99, refusal);
    await outbox.add(labelling, 1, [change(0, 0, 99), change(1, 0, 99)]);
    await outbox.add(labelling, 2, [change(0, 99, 16)]);
    await outbox.flush();
    remote.state.problems.clear();
    await outbox.retryRefused(outbox.refused.map(({ id }) => id));
    expect([...remote.labelling.cells]).toEqual([16, 99, 0, 0]);
    expect(labelling.conflicts).toBe(0);
  });

  it.each([
    [-5, 0],
    [1.6, 2],
    [25 * 86_400_000, INT4_MAX],
  ])('sends %d ms since the chip was opened as %d', async (measured, sent) => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    await outbox.add(labelling, measured, [change(0, 0, 16)]);
    await outbox.flush();
    expect(remote.requests.map(({ openedMs }) => openedMs)).toEqual([sent]);
  });
});
