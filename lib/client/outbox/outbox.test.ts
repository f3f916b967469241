import { describe, expect, it, vi } from 'vitest';
import { Outbox } from '@/lib/client/outbox/outbox';
import type { OpenSheet } from '@/lib/client/outbox/outbox';
import { memoryStorage } from '@/lib/client/outbox/storage';
import type { OutboxStorage } from '@/lib/client/outbox/storage';
import { ApiProblem } from '@/lib/client/problem';
import type { CellChange, SaveReply, SaveRequest } from '@/lib/domain/label/schema';
import { mergeChanges } from '@/lib/domain/label/sheet';

const change = (cell: number, before: number, after: number): CellChange => ({
  cell,
  before,
  after,
  means: 'hand',
  shown: null,
});

/** A server of one sheet with the real merge, that can be cut off. */
function server() {
  const state = {
    cells: new Uint8Array(4),
    revision: 0,
    online: true,
    problem: null as ApiProblem | null,
  };
  const seen = new Set<string>();
  const requests: SaveRequest[] = [];
  const send = (_path: string, request: SaveRequest): Promise<SaveReply> => {
    if (!state.online) {
      return Promise.reject(
        new ApiProblem('The server cannot be reached.', { status: 0, code: 'offline' }),
      );
    }
    if (state.problem) return Promise.reject(state.problem);
    requests.push(request);
    const merge = mergeChanges(state.cells, seen.has(request.saveId) ? [] : request.changes);
    seen.add(request.saveId);
    if (merge.applied.length > 0) state.revision += 1;
    state.cells = Uint8Array.from(merge.cells);
    return Promise.resolve({
      revision: state.revision,
      applied: merge.applied.map((c) => c.cell),
      conflicts: merge.conflicts.map((c) => ({ ...c, by: null, at: null })),
      cells: btoa(String.fromCharCode(...state.cells)),
    });
  };
  return { state, send, requests };
}

function open(remote: ReturnType<typeof server>, storage: OutboxStorage = memoryStorage()) {
  const outbox = new Outbox({ userId: 'ada', storage, send: remote.send, retryMs: () => 5 });
  const sheet: OpenSheet & { cells: Uint8Array; conflicts: number } = {
    key: 'p/1',
    path: '/x',
    revision: 0,
    cells: new Uint8Array(4),
    conflicts: 0,
    onCells: (cells) => {
      sheet.cells = cells;
    },
    onConflicts: (conflicts) => {
      sheet.conflicts += conflicts.length;
    },
  };
  outbox.open(sheet);
  return { outbox, sheet, storage };
}

describe('Outbox', () => {
  it('sends strokes in order, each on the newest revision, and says saved', async () => {
    const remote = server();
    const { outbox, sheet } = open(remote);
    await Promise.all([
      outbox.add(sheet, 1, [change(0, 0, 16)]),
      outbox.add(sheet, 2, [change(0, 16, 17)]),
    ]);
    await outbox.flush();
    expect([...remote.state.cells]).toEqual([17, 0, 0, 0]);
    expect(remote.requests.map((r) => r.baseRevision)).toEqual([0, 1]);
    expect(outbox.getState()).toMatchObject({ kind: 'saved' });
    expect(outbox.isClean(sheet.key)).toBe(true);
  });

  it('keeps everything while offline, through a crash, and sends it once when the server is back', async () => {
    const remote = server();
    remote.state.online = false;
    const first = open(remote);
    await first.outbox.add(first.sheet, 1, [change(1, 0, 16)]);
    await first.outbox.add(first.sheet, 2, [change(2, 0, 1)]);
    await first.outbox.flush();
    expect(first.outbox.getState()).toMatchObject({ kind: 'offline', kept: 2 });

    // the tab is killed here; another one opens the chip
    const second = open(remote, first.storage);
    await second.outbox.restore();
    expect(second.outbox.open(second.sheet).map((c) => c.cell)).toEqual([1, 2]);
    remote.state.online = true;
    await second.outbox.flush();
    expect([...remote.state.cells]).toEqual([0, 16, 1, 0]);
    expect(await first.storage.all('ada')).toEqual([]);

    // the first one was not dead after all: its retry changes nothing
    await vi.waitFor(() => {
      expect(first.outbox.getState().kind).toBe('saved');
    });
    expect([...remote.state.cells]).toEqual([0, 16, 1, 0]);
    expect(remote.state.revision).toBe(2);
  });

  it("hands conflicts to the page and shows the other's cell", async () => {
    const remote = server();
    const { outbox, sheet } = open(remote);
    remote.state.cells[3] = 2;
    await outbox.add(sheet, 1, [change(3, 0, 16), change(0, 0, 1)]);
    await outbox.flush();
    expect(sheet.conflicts).toBe(1);
    expect([...sheet.cells]).toEqual([1, 0, 0, 2]);
  });

  it('keeps the work when the session ended, and when the server refuses it', async () => {
    const remote = server();
    const { outbox, sheet, storage } = open(remote);
    remote.state.problem = new ApiProblem('Sign in first', {
      status: 401,
      code: 'unauthenticated',
    });
    await outbox.add(sheet, 1, [change(0, 0, 16)]);
    await outbox.flush();
    expect(outbox.getState()).toMatchObject({ kind: 'signed-out', kept: 1 });
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.flush();
    expect(outbox.getState()).toEqual({ kind: 'refused', kept: 1, message: 'No such class' });
    expect(await storage.all('ada')).toHaveLength(1);
    expect(await storage.all('ben')).toHaveLength(0);
  });

  it('sets a refused save aside: the strokes after it reach the server', async () => {
    const remote = server();
    const { outbox, sheet, storage } = open(remote);
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.add(sheet, 1, [change(0, 0, 99)]);
    await outbox.flush();
    remote.state.problem = null;
    await outbox.add(sheet, 2, [change(1, 0, 16)]);
    await outbox.flush();
    expect([...remote.state.cells]).toEqual([0, 16, 0, 0]);
    expect([...sheet.cells]).toEqual([99, 16, 0, 0]);
    expect(outbox.getState()).toEqual({ kind: 'refused', kept: 1, message: 'No such class' });
    expect(outbox.isClean(sheet.key)).toBe(false);
    await outbox.dropRefused();
    expect(outbox.getState().kind).toBe('saved');
    expect(outbox.isClean(sheet.key)).toBe(true);
    expect(await storage.all('ada')).toEqual([]);
  });

  it('tries a refused save again when asked to', async () => {
    const remote = server();
    const { outbox, sheet } = open(remote);
    remote.state.problem = new ApiProblem('No such class', { status: 422, code: 'invalid' });
    await outbox.add(sheet, 1, [change(0, 0, 16)]);
    await outbox.flush();
    remote.state.problem = null;
    await outbox.retryRefused();
    expect([...remote.state.cells]).toEqual([16, 0, 0, 0]);
    expect(outbox.getState().kind).toBe('saved');
  });

  it('saves without storage, and says that a closed tab would lose what waits', async () => {
    const remote = server();
    const refuse = () => Promise.reject(new DOMException('refused', 'InvalidStateError'));
    const { outbox, sheet } = open(remote, { all: refuse, put: refuse, remove: refuse });
    await outbox.restore();
    await outbox.add(sheet, 1, [change(0, 0, 16)]);
    await outbox.flush();
    expect([...remote.state.cells]).toEqual([16, 0, 0, 0]);
    expect(outbox.getState().kind).toBe('saved');
    remote.state.online = false;
    await outbox.add(sheet, 2, [change(1, 0, 16)]);
    await outbox.flush();
    expect(outbox.getState()).toEqual({ kind: 'offline', kept: 1, lasting: false });
  });
});
