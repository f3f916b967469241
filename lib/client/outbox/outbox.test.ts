import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Outbox } from '@/lib/client/outbox/outbox';
import { memoryStorage } from '@/lib/client/outbox/storage';
import type { OutboxStorage } from '@/lib/client/outbox/storage';
import { ApiProblem } from '@/lib/client/problem';
import {
  HANDED_IN,
  change,
  mortal,
  open,
  placeOf,
  server,
  labellingOf,
  channels,
} from '@/tests/client/outbox';

describe('Outbox', () => {
  it('sends strokes in order, each on the newest revision, and says saved', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    await Promise.all([
      outbox.add(labelling, 1, [change(0, 0, 16)]),
      outbox.add(labelling, 2, [change(0, 16, 17)]),
    ]);
    await outbox.flush();
    expect([...remote.labelling.cells]).toEqual([17, 0, 0, 0]);
    expect(remote.requests.map((r) => r.baseRevision)).toEqual([0, 1]);
    expect(outbox.getState()).toMatchObject({ kind: 'saved' });
    expect(outbox.isClean(labelling.key)).toBe(true);
  });

  it('keeps everything while offline, through a crash, and sends it once when the server is back', async () => {
    const remote = server();
    remote.state.online = false;
    const first = open(remote);
    await first.outbox.add(first.labelling, 1, [change(1, 0, 16)]);
    await first.outbox.add(first.labelling, 2, [change(2, 0, 1)]);
    await first.outbox.flush();
    expect(first.outbox.getState()).toMatchObject({ kind: 'offline', count: 2 });

    // the tab is killed here; another one opens the chip
    const second = open(remote, first.storage);
    await second.outbox.restore();
    expect(second.outbox.open(second.labelling).map((c) => c.cell)).toEqual([1, 2]);
    remote.state.online = true;
    await second.outbox.flush();
    expect([...remote.labelling.cells]).toEqual([0, 16, 1, 0]);
    expect(await first.storage.all('ada')).toEqual([]);

    // the first one was not dead after all: its retry changes nothing
    await vi.waitFor(() => {
      expect(first.outbox.getState().kind).toBe('saved');
    });
    expect([...remote.labelling.cells]).toEqual([0, 16, 1, 0]);
    expect(remote.labelling.revision).toBe(2);
  });

  it("hands conflicts to the page and shows the other's cell", async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    remote.labelling.cells[3] = 2;
    await outbox.add(labelling, 1, [change(3, 0, 16), change(0, 0, 1)]);
    await outbox.flush();
    expect(labelling.conflicts).toBe(1);
    expect([...labelling.cells]).toEqual([1, 0, 0, 2]);
  });

  it('keeps the work when the session ended, and when the server refuses it', async () => {
    const remote = server();
    const { outbox, labelling, storage } = open(remote);
    remote.state.problem = new ApiProblem('Sign in first', {
      status: 401,
      code: 'unauthenticated',
    });
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    await outbox.flush();
    expect(outbox.getState()).toMatchObject({ kind: 'signedOut', count: 1 });
    // somebody types their password meanwhile: another try must not take the form away
    const kinds: string[] = [];
    const stop = outbox.subscribe(() => kinds.push(outbox.getState().kind));
    await outbox.flush();
    stop();
    expect([...new Set(kinds)]).toEqual(['signedOut']);
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.flush();
    expect(outbox.getState()).toMatchObject({
      kind: 'refused',
      tasks: [{ refused: { cause: 'server', status: 422 } }],
    });
    expect(await storage.all('ada')).toHaveLength(1);
    expect(await storage.all('ben')).toHaveLength(0);
  });

  it('sends the strokes after a refused one', async () => {
    const remote = server();
    const { outbox, labelling, storage } = open(remote);
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.add(labelling, 1, [change(0, 0, 99)]);
    await outbox.flush();
    remote.state.problem = null;
    await outbox.add(labelling, 2, [change(1, 0, 16)]);
    await outbox.flush();
    expect([...remote.labelling.cells]).toEqual([0, 16, 0, 0]);
    expect([...labelling.cells]).toEqual([99, 16, 0, 0]);
    expect(outbox.getState()).toMatchObject({
      kind: 'refused',
      tasks: [{ refused: { cause: 'server', status: 422 } }],
    });
    expect(outbox.isClean(labelling.key)).toBe(false);
    await outbox.dropRefused(outbox.refused.map(({ id }) => id));
    expect(outbox.getState().kind).toBe('saved');
    expect(outbox.isClean(labelling.key)).toBe(true);
    expect(await storage.all('ada')).toEqual([]);
  });

  it('tries a refused save again when asked to', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    await outbox.flush();
    remote.state.problem = null;
    await outbox.retryRefused(outbox.refused.map(({ id }) => id));
    expect([...remote.labelling.cells]).toEqual([16, 0, 0, 0]);
    expect(outbox.getState().kind).toBe('saved');
  });

  it('saves without storage, and says that a closed tab would lose what waits', async () => {
    const remote = server();
    const refuse = () => Promise.reject(new DOMException('refused', 'InvalidStateError'));
    const { outbox, labelling } = open(remote, { all: refuse, put: refuse, remove: refuse });
    await outbox.restore();
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    await outbox.flush();
    expect([...remote.labelling.cells]).toEqual([16, 0, 0, 0]);
    expect(outbox.getState().kind).toBe('saved');
    remote.state.online = false;
    await outbox.add(labelling, 2, [change(1, 0, 16)]);
    await outbox.flush();
    expect(outbox.getState()).toEqual({ kind: 'offline', count: 1, lasting: false });
  });

  it('hands a chip in after its strokes, on the revision that they made', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    const work = [
      outbox.add(labelling, 1, [change(0, 0, 16)]),
      outbox.add(labelling, 2, [change(1, 0, 1)]),
    ];
    outbox.close(labelling);
    await Promise.all([...work, outbox.submit(placeOf(labelling), HANDED_IN)]);
    await outbox.flush();
    expect(remote.labelling).toMatchObject({ revision: 3, submitted: true });
    expect(outbox.getState().kind).toBe('saved');
  });

  it('holds a submit back while somebody else set a cell before it; the person decides and submits anew', async () => {
    const remote = server();
    const { outbox, labelling, storage } = open(remote);
    remote.labelling.cells[0] = 2;
    remote.state.online = false;
    await outbox.add(labelling, 1, [change(0, 0, 16)]);
    outbox.close(labelling);
    await outbox.submit(placeOf(labelling), HANDED_IN);
    await outbox.flush();
    remote.state.online = true;
    await outbox.flush();
    expect(outbox.getState()).toMatchObject({
      kind: 'refused',
      tasks: [{ refused: { cause: 'conflicts' } }],
    });
    expect(remote.labelling.submitted).toBe(false);

    // also after a reload
    const second = open(remote, storage);
    await second.outbox.restore();
    await second.outbox.flush();
    expect(second.outbox.getState()).toMatchObject({
      tasks: [{ refused: { cause: 'conflicts' } }],
    });
    expect(await second.outbox.withdraw(labelling.key)).toMatchObject([{ cell: 0, yours: 16 }]);
    expect(await storage.all('ada')).toEqual([]);
    await second.outbox.add(labelling, 3, [change(0, 2, 16)]);
    await second.outbox.submit(placeOf(labelling), HANDED_IN);
    await second.outbox.flush();
    expect(remote.labelling.submitted).toBe(true);
  });

  it('does not submit a chip of which a stroke was refused', async () => {
    const remote = server();
    const { outbox, labelling } = open(remote);
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.add(labelling, 1, [change(0, 0, 99)]);
    await outbox.flush();
    remote.state.problem = null;
    await outbox.submit(placeOf(labelling), HANDED_IN);
    await outbox.flush();
    expect(outbox.getState()).toMatchObject({
      tasks: [{ refused: { cause: 'server' } }, { refused: { cause: 'strokes' } }],
    });
    expect(remote.labelling.submitted).toBe(false);
  });

  it('shows the strokes of a tab in the other, and what one sent the other need not', async () => {
    const remote = server();
    const [left, right] = channels();
    const storage = memoryStorage();
    const first = open(remote, storage, left);
    const second = open(remote, storage, right);
    remote.state.online = false;
    await first.outbox.add(first.labelling, 1, [change(0, 0, 16)]);
    await second.outbox.add(second.labelling, 1, [change(1, 0, 1)]);
    expect([...second.labelling.cells]).toEqual([16, 0, 0, 0]);
    expect([...first.labelling.cells]).toEqual([0, 1, 0, 0]);
    await Promise.all([first.outbox.flush(), second.outbox.flush()]);
    first.outbox.stop();
    remote.state.online = true;
    await second.outbox.flush();
    expect([...remote.labelling.cells]).toEqual([16, 1, 0, 0]);
    expect(first.outbox.isClean(first.labelling.key)).toBe(true);
    expect(first.outbox.getState().kind).toBe('saved');
    second.outbox.stop();
  });

  it('loses nothing and keeps the order of each chip, whatever fails and whenever the page dies', async () => {
    const act = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), chip: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('submit' as const), chip: fc.nat(2) }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constantFrom('cut', 'lose', 'mend'), chip: fc.nat(2) }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('flush', 'die'), chip: fc.nat(2) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const remote = server();
        const storage = memoryStorage();
        const made: string[] = [];
        const noted: OutboxStorage = {
          ...storage,
          put: (task) => {
            if (!made.includes(task.id)) made.push(task.id);
            return storage.put(task);
          },
        };
        const cells = [0, 1, 2].map(() => 0);
        let life = { over: false };
        const born = (): Outbox => {
          life = { over: false };
          return mortal(remote, noted, life);
        };
        let tab = born();
        // what the page keeps of each labelling (lib/client/session)
        const revisions = new Map<string, number>();
        for (const { do: what, chip } of acts) {
          const labelling = labellingOf(chip);
          labelling.revision = Math.max(
            tab.revisionOf(labelling.key) ?? 0,
            revisions.get(labelling.key) ?? 0,
          );
          tab.open(labelling);
          if (what === 'add') {
            const after = 16 + ((cells[chip] ?? 0) % 2);
            const before = cells[chip] ?? 0;
            cells[chip] = after;
            await tab.add(labelling, 1, [change(0, before, after)]);
          } else if (what === 'submit') await tab.submit(placeOf(labelling), HANDED_IN);
          else if (what === 'flush') await tab.flush();
          else if (what === 'die') {
            for (const n of [0, 1, 2]) {
              const { key } = labellingOf(n);
              revisions.set(key, Math.max(tab.revisionOf(key) ?? 0, revisions.get(key) ?? 0));
            }
            tab.stop();
            life.over = true;
            tab = born();
            await tab.restore();
          } else {
            remote.state.online = what !== 'cut';
            remote.state.loses = what === 'lose';
          }
        }
        Object.assign(remote.state, { online: true, loses: false });
        await tab.flush();
        await tab.flush();
        tab.stop();
        expect(await storage.all('ada')).toEqual([]);
        expect(remote.done).toEqual(made);
        expect(tab.getState().kind).toBe('saved');
      }),
      { numRuns: 200 },
    );
  });
});
