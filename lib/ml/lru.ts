/** Keeps the values that were used last, as many as weigh no more than `limit` together. */
export class Lru<V> {
  readonly #limit: number;
  readonly #weigh: (value: V) => number;
  /** in order of use, the oldest first */
  readonly #values = new Map<string, V>();
  #weight = 0;

  constructor(limit: number, weigh: (value: V) => number) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, value);
    }
    return value;
  }

  /** Keeps `value` even where it alone is over the limit, so that what was just computed is always there. */
  set(key: string, value: V): void {
    this.#drop(key);
    this.#values.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.#limit || this.#values.size === 1) break;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#values.clear();
    this.#weight = 0;
  }

  #drop(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#weight -= this.#weigh(value);
  }
}
