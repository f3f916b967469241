/** How long learning may keep the thread before it looks whether somebody asks for something, milliseconds. */
const SLICE = 12;

/** Lets learning share a thread with work that comes first: it stops while such work is under way. */
export class Scheduler {
  #first = 0;
  #free: (() => void)[] = [];
  #since = 0;

  /** Work that is wanted now. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    this.#first += 1;
    try {
      return await work();
    } finally {
      this.#first -= 1;
      if (this.#first === 0) for (const go of this.#free.splice(0)) go();
    }
  }

  /** To be awaited between pieces of learning: gives the thread away now and then, and waits while other work is under way. */
  async pause(): Promise<void> {
    if (this.#first === 0 && performance.now() - this.#since < SLICE) return;
    do {
      await nextTask();
      while (this.#first > 0) await new Promise<void>((resolve) => this.#free.push(resolve));
    } while (this.#first > 0);
    this.#since = performance.now();
  }
}

/** After the messages that have come. A timer would be held back to 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
