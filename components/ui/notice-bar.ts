export interface NoticeOptions {
  /** a notice of the same id takes the place of the one before */
  readonly id?: string;
  /** Infinity: until it is closed */
  readonly duration?: number;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

export interface BarNotice {
  readonly kind: 'message' | 'error';
  readonly text: string;
  readonly options: NoticeOptions;
}

const USUAL_MS = 4000;

/**
 * Notices of a page that shows them in a bar of its own, where they cover nothing: the newest is shown, one that stays comes back
 * when those after it are gone.
 */
export class NoticeBar {
  private list: readonly BarNotice[] = [];
  private bars = 0;
  private readonly listeners = new Set<() => void>();
  private readonly timers = new Map<BarNotice, ReturnType<typeof setTimeout>>();

  /** False where no bar is on the page. */
  say(notice: BarNotice): boolean {
    if (this.bars === 0) return false;
    const { id, duration = USUAL_MS } = notice.options;
    const before = this.list.find(({ options }) => id !== undefined && options.id === id);
    if (before) this.drop(before);
    this.update([...this.list, notice]);
    if (duration !== Infinity) {
      const timer = setTimeout(() => {
        this.close(notice);
      }, duration);
      this.timers.set(notice, timer);
    }
    return true;
  }

  readonly close = (notice: BarNotice): void => {
    this.drop(notice);
    this.update(this.list);
  };

  readonly newest = (): BarNotice | null => this.list.at(-1) ?? null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** A bar is on the page until the returned function is called; what the last one still shows is handed to `onLeft`. */
  open(onLeft: (notice: BarNotice) => void): () => void {
    this.bars += 1;
    return () => {
      this.bars -= 1;
      if (this.bars > 0) return;
      const left = this.list;
      for (const notice of left) this.drop(notice);
      this.update([]);
      for (const notice of left) onLeft(notice);
    };
  }

  private drop(notice: BarNotice): void {
    clearTimeout(this.timers.get(notice));
    this.timers.delete(notice);
    this.list = this.list.filter((other) => other !== notice);
  }

  private update(list: readonly BarNotice[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}

export const noticeBar = new NoticeBar();
