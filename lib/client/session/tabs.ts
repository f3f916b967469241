/** What the tabs of this machine have in hand, so that two of them do not take up the same chip unknowingly. */
export interface Tabs {
  /** Takes a name for this tab until it is released or the tab is gone, however it goes; false while another tab has it. */
  claim(name: string): Promise<boolean>;
  release(name: string): void;
  /** Names beginning with `prefix` that other tabs have. */
  others(prefix: string): Promise<string[]>;
}

/** One tab alone: for tests, and for plain http, where browsers have no locks. */
export const oneTab: Tabs = {
  claim: () => Promise.resolve(true),
  release: () => undefined,
  others: () => Promise.resolve([]),
};

/** The tabs by Web Locks: a lock ends with its tab, also when that crashes. */
export function browserTabs(): Tabs {
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks;
  if (!locks) return oneTab;
  const mine = new Map<string, () => void>();
  return {
    claim: (name) =>
      new Promise((resolve, reject) => {
        if (mine.has(name)) {
          resolve(true);
          return;
        }
        locks
          .request(name, { ifAvailable: true }, (lock) => {
            resolve(lock !== null);
            // held until it is let go
            return lock === null ? null : new Promise<void>((free) => mine.set(name, free));
          })
          .catch(reject);
      }),
    release: (name) => {
      mine.get(name)?.();
      mine.delete(name);
    },
    others: async (prefix) => {
      const { held = [] } = await locks.query();
      const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []));
      return names.filter((name) => !mine.has(name));
    },
  };
}

/** Which chips of a project this tab has in hand, as the other tabs see it. */
export class ChipClaims {
  private readonly tabs: Tabs;
  private readonly prefix: string;
  private held = new Set<number>();
  private last: Promise<number[]> = Promise.resolve([]);

  constructor(tabs: Tabs, slug: string) {
    this.tabs = tabs;
    this.prefix = `quadrat-chip-${slug}-`;
  }

  /** Numbers of the chips that other tabs have. */
  async elsewhere(): Promise<number[]> {
    const names = await this.tabs.others(this.prefix);
    return names.map((name) => Number(name.slice(this.prefix.length)));
  }

  /** Claims these chips and lets all others go. Returns those that another tab has. One call after the other. */
  hold(numbers: readonly number[]): Promise<number[]> {
    this.last = this.last.then(() => this.change(numbers));
    return this.last;
  }

  private async change(numbers: readonly number[]): Promise<number[]> {
    const wanted = new Set(numbers);
    for (const number of this.held) {
      if (!wanted.has(number)) this.tabs.release(`${this.prefix}${String(number)}`);
    }
    const fresh = [...wanted].filter((number) => !this.held.has(number));
    this.held = new Set(wanted);
    for (const number of fresh) {
      const mine = await this.tabs.claim(`${this.prefix}${String(number)}`);
      if (!mine) this.held.delete(number);
    }
    return [...wanted].filter((number) => !this.held.has(number));
  }
}
