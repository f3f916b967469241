/**
 * `shown`: the chip on screen; a newer one takes the place of the one before. `asked`: wanted now, never superseded.
 * `ahead`: comes soon; runs beside the others, so that neither a slow picture nor a long list delays what is on screen.
 */
export type Urgency = 'shown' | 'asked' | 'ahead';

/** Work under way; `cancel` makes `result` reject soon or is ignored where it is too late. */
export interface Cancellable<R> {
  readonly result: Promise<R>;
  cancel(): void;
}

interface Waiter<R> {
  readonly urgency: Urgency;
  resolve(result: R): void;
  reject(reason: Error): void;
}

interface Computation<C, R> {
  readonly chip: C;
  readonly waiters: Set<Waiter<R>>;
  running: { readonly task: Cancellable<R>; readonly lane: Lane } | null;
}

type Lane = 'now' | 'ahead';
const LANES: readonly Lane[] = ['now', 'ahead'];

/** Decides which chip is computed next: one at a time in each lane; the same chip asked for twice is computed once. */
export class ChipQueue<C, R> {
  readonly #start: (chip: C) => Cancellable<R>;
  readonly #computations = new Map<string, Computation<C, R>>();
  #open = false;

  /** `start` begins the work on a chip; it is called only while the queue is open. */
  constructor(start: (chip: C) => Cancellable<R>) {
    this.#start = start;
  }

  /** Computes `chip`, known by `key`. Rejects with an AbortError when superseded, with the signal's reason when aborted. */
  async ask(key: string, chip: C, urgency: Urgency, signal?: AbortSignal): Promise<R> {
    signal?.throwIfAborted();
    if (urgency === 'shown') this.#supersede();
    const computation = this.#computations.get(key) ?? { chip, waiters: new Set(), running: null };
    this.#computations.set(key, computation);
    const answer = new Promise<R>((resolve, reject) => {
      const onAbort = (): void => this.#leave(key, waiter, signal?.reason as Error);
      const waiter: Waiter<R> = {
        urgency,
        resolve: (result) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(result);
        },
        reject: (reason) => {
          signal?.removeEventListener('abort', onAbort);
          reject(reason);
        },
      };
      computation.waiters.add(waiter);
      signal?.addEventListener('abort', onAbort);
    });
    this.#pump();
    return answer;
  }

  /** Lets work begin. */
  open(): void {
    this.#open = true;
    this.#pump();
  }

  /** Stops all work under way; whoever waits goes on waiting until the queue opens again. */
  pause(): void {
    this.#open = false;
    for (const computation of this.#computations.values()) {
      computation.running?.task.cancel();
      computation.running = null;
    }
  }

  /** Stops all work and lets everyone who waits fail with `reason`. */
  fail(reason: Error): void {
    this.pause();
    const waiters = [...this.#computations.values()].flatMap(({ waiters: them }) => [...them]);
    this.#computations.clear();
    for (const waiter of waiters) waiter.reject(reason);
  }

  #supersede(): void {
    for (const [key, { waiters }] of this.#computations) {
      for (const waiter of waiters) {
        if (waiter.urgency !== 'shown') continue;
        this.#leave(key, waiter, new DOMException('A newer chip is on screen.', 'AbortError'));
      }
    }
  }

  /** One that waits goes away; with the last one the work ends. */
  #leave(key: string, waiter: Waiter<R>, reason: Error): void {
    const computation = this.#computations.get(key);
    if (!computation?.waiters.delete(waiter)) return;
    if (computation.waiters.size === 0) {
      this.#computations.delete(key);
      computation.running?.task.cancel();
    }
    waiter.reject(reason);
    this.#pump();
  }

  #pump(): void {
    if (!this.#open) return;
    const all = [...this.#computations];
    for (const lane of LANES) {
      if (all.some(([, computation]) => computation.running?.lane === lane)) continue;
      const next = all.find(
        ([, computation]) => !computation.running && laneOf(computation) === lane,
      );
      if (next) this.#run(next[0], next[1], lane);
    }
  }

  #run(key: string, computation: Computation<C, R>, lane: Lane): void {
    const task = this.#start(computation.chip);
    computation.running = { task, lane };
    const end = (tell: (waiter: Waiter<R>) => void): void => {
      // a result of work that was cancelled, or started anew for another model, is nobody's
      if (this.#computations.get(key) !== computation || computation.running?.task !== task) return;
      this.#computations.delete(key);
      computation.waiters.forEach(tell);
      this.#pump();
    };
    task.result.then(
      (result) => end((waiter) => waiter.resolve(result)),
      (error: unknown) => end((waiter) => waiter.reject(error as Error)),
    );
  }
}

function laneOf<C, R>({ waiters }: Computation<C, R>): Lane {
  return [...waiters].some((waiter) => waiter.urgency !== 'ahead') ? 'now' : 'ahead';
}
