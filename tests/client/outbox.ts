import { Outbox } from '@/lib/client/outbox/outbox';
import type { OpenLabelling } from '@/lib/client/outbox/open-labellings';
import type { SaveResult, Sender } from '@/lib/client/outbox/sender';
import { memoryStorage } from '@/lib/client/outbox/storage';
import type { OutboxStorage } from '@/lib/client/outbox/storage';
import type { Message, TabChannel } from '@/lib/client/outbox/tab-channel';
import { ApiProblem } from '@/lib/client/problem';
import type { CellChange, SaveRequest, SubmitRequest } from '@/lib/domain/label/schema';
import { mergeChanges } from '@/lib/domain/label/labelling';

export const change = (cell: number, before: number, after: number): CellChange => ({
  cell,
  before,
  after,
  source: 'hand',
  shown: null,
});

/** A server of labellings with the real merge, that can be cut off or lose its replies, and fail over strokes of some codes. */
export function server() {
  const state = {
    online: true,
    loses: false,
    healthy: true,
    problem: null as ApiProblem | null,
    /** what it answers to a stroke that sets this code */
    problems: new Map<number, ApiProblem>(),
  };
  const offline = new ApiProblem('The server cannot be reached.', { status: 0, code: 'offline' });
  const labellings = new Map<string, { cells: Uint8Array; revision: number; submitted: boolean }>();
  const labellingAt = (path: string) => {
    const chip = path.split('/')[1] ?? '';
    const found = labellings.get(chip) ?? {
      cells: new Uint8Array(4),
      revision: 0,
      submitted: false,
    };
    labellings.set(chip, found);
    return found;
  };
  const seen = new Set<string>();
  const requests: SaveRequest[] = [];
  /** what the server did, in its order */
  const done: string[] = [];
  const gate = (): void => {
    if (!state.online) throw offline;
    if (state.problem) throw state.problem;
  };
  const answer = <T>(reply: T): T => {
    if (state.loses) throw offline;
    return reply;
  };
  const save = (path: string, request: SaveRequest): SaveResult => {
    gate();
    requests.push(request);
    for (const { after } of request.changes) {
      const problem = state.problems.get(after);
      if (problem) throw problem;
    }
    const labelling = labellingAt(path);
    const fresh = !seen.has(request.saveId);
    const merge = mergeChanges(labelling.cells, fresh ? request.changes : []);
    if (fresh) done.push(request.saveId);
    seen.add(request.saveId);
    if (merge.applied.length > 0) {
      labelling.revision += 1;
      labelling.submitted = false;
    }
    labelling.cells = Uint8Array.from(merge.cells);
    return answer({
      revision: labelling.revision,
      conflicts: merge.conflicts.map((c) => ({ ...c, by: null, at: null })),
      cells: labelling.cells.slice(),
    });
  };
  const submit = (path: string, request: SubmitRequest): { revision: number } => {
    gate();
    const labelling = labellingAt(path);
    const id = request.submitId ?? '';
    if (!seen.has(id)) {
      if (request.revision !== labelling.revision) {
        throw new ApiProblem('Changed in another window', { status: 409, code: 'conflict' });
      }
      done.push(id);
      seen.add(id);
      labelling.revision += 1;
      labelling.submitted = true;
    }
    return answer({ revision: labelling.revision });
  };
  const send: Sender = {
    save: (path, request) => Promise.resolve().then(() => save(path, request)),
    submit: (path, request) => Promise.resolve().then(() => submit(path, request)),
    skip: () => Promise.resolve(),
    correct: () => Promise.resolve(),
    isHealthy: () => Promise.resolve(state.healthy),
  };
  return { state, send, requests, done, labelling: labellingAt('x/1') };
}

/** A labelling as a page opens it, with what came back to it. */
export function labellingOf(chip: number) {
  const labelling: OpenLabelling & { cells: Uint8Array; conflicts: number } = {
    key: `p/${String(chip)}`,
    path: `x/${String(chip)}`,
    slug: 'p',
    number: chip,
    revision: 0,
    cells: new Uint8Array(4),
    conflicts: 0,
    onCells: (cells) => {
      labelling.cells = cells;
    },
    onStrokes: (changes) => {
      for (const c of changes) labelling.cells[c.cell] = c.after;
    },
    onConflicts: (conflicts) => {
      labelling.conflicts += conflicts.length;
    },
  };
  return labelling;
}

export const placeOf = ({ key, path, slug, number }: OpenLabelling) => ({
  labelling: key,
  path,
  slug,
  number,
});
export const HANDED_IN = { openedMs: 1, proposals: null };

/** Ada's outbox with chip 1 open in it. */
export function open(
  remote: ReturnType<typeof server>,
  storage: OutboxStorage = memoryStorage(),
  channel?: TabChannel,
) {
  const send = remote.send;
  const outbox = new Outbox({
    userId: 'ada',
    storage,
    send,
    retryMs: () => 5,
    ...(channel ? { channel } : {}),
  });
  const labelling = labellingOf(1);
  outbox.open(labelling);
  return { outbox, labelling, storage };
}

/** An outbox that does nothing more, and hears nothing more, once its page has died. */
export function mortal(
  remote: ReturnType<typeof server>,
  storage: OutboxStorage,
  life: { over: boolean },
): Outbox {
  const never = new Promise<never>(() => undefined);
  const until = async <T>(work: () => Promise<T>): Promise<T> => {
    const result = life.over ? never : work();
    await Promise.allSettled([result]);
    return await (life.over ? never : result);
  };
  return new Outbox({
    userId: 'ada',
    retryMs: () => 5,
    storage: {
      all: (userId) => until(() => storage.all(userId)),
      put: (task) => until(() => storage.put(task)),
      remove: (id) => until(() => storage.remove(id)),
    },
    send: {
      save: (path, request) => until(() => remote.send.save(path, request)),
      submit: (path, request) => until(() => remote.send.submit(path, request)),
      skip: (path, request) => until(() => remote.send.skip(path, request)),
      correct: (path, request) => until(() => remote.send.correct(path, request)),
      isHealthy: () => until(() => remote.send.isHealthy()),
    },
  });
}

/** The channel between two tabs, in memory. */
export function channels(): [TabChannel, TabChannel] {
  const listeners: ((message: Message) => void)[] = [];
  const channel = (own: number): TabChannel => ({
    post: (message) => {
      listeners.forEach((listener, place) => {
        if (place !== own) listener(message);
      });
    },
    listen: (listener) => {
      listeners[own] = listener;
    },
    alone: (work) => work(),
  });
  return [channel(0), channel(1)];
}
