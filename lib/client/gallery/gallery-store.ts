import { api } from '@/lib/client/api';
import { byChip, decide, decisionOf } from '@/lib/client/gallery/decisions';
import type { Decision, Decisions, Verdict } from '@/lib/client/gallery/decisions';
import { idsBetween, itemBeside } from '@/lib/client/gallery/grid';
import type { Section } from '@/lib/client/gallery/grid';
import { GroupItems } from '@/lib/client/gallery/items';
import type { GalleryItem } from '@/lib/client/gallery/items';
import { saveDecisions, undoSaved } from '@/lib/client/gallery/save';
import type { ChipResult, Undo } from '@/lib/client/gallery/save';
import { GalleryPage } from '@/lib/domain/gallery/schema';
import { groupQuery } from '@/lib/domain/gallery/view';
import type { GalleryView } from '@/lib/domain/gallery/view';
import type { GalleryStep } from '@/lib/editor/commands/gallery';

/** What is loaded of a group. */
export interface LoadedGroup {
  readonly items: readonly GalleryItem[];
  /** null: all of it is here; undefined: nothing was asked for yet */
  readonly next: string | null | undefined;
  readonly loading: boolean;
  /** why the next page did not come */
  readonly problem: string | null;
}

/** One step that can be taken back. */
type PastStep =
  | { kind: 'decided'; before: Decisions; cursor: string | null }
  | { kind: 'saved'; count: number; chips: { chipId: string; undo: Undo }[] };

/** What the screen draws of the gallery, apart from its groups' items. */
export interface GalleryState {
  readonly cursor: string | null;
  readonly selected: ReadonlySet<string>;
  readonly decisions: Decisions;
  readonly saving: boolean;
  readonly canUndo: boolean;
  readonly loaded: LoadedGroups;
}

export type LoadedGroups = ReadonlyMap<string, LoadedGroup>;

/** A group of which nothing was asked for yet. */
export const NOT_LOADED: LoadedGroup = {
  ...{ items: [], next: undefined, loading: false, problem: null },
};

/** What came of a save or of taking it back. */
export interface SaveOutcome {
  readonly cells: number;
  readonly conflicts: number;
  readonly problems: readonly { number: number; problem: string }[];
}

/** The gallery without React: what is loaded of each group, cursor, selection, decisions and their history. One a view. */
export class GalleryStore {
  private readonly groups = new Map<string, GroupItems>();
  private readonly listeners = new Set<() => void>();
  private past: PastStep[] = [];
  private anchor: string | null = null;
  private sections: readonly Section[] = [];
  private columns = 1;
  private readonly openedAt = performance.now();
  private top = 0;
  private state: GalleryState = {
    cursor: null,
    selected: new Set(),
    decisions: new Map(),
    saving: false,
    canUndo: false,
    loaded: new Map(),
  };

  readonly view: GalleryView;
  private readonly slug: string;

  constructor(slug: string, view: GalleryView) {
    this.slug = slug;
    this.view = view;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };
  readonly getState = (): GalleryState => this.state;

  /** Where the list was scrolled to, for who comes back. */
  get scrollTop(): number {
    return this.top;
  }

  /** Tells where the list is scrolled to; nothing is drawn anew. */
  scrolled(top: number): void {
    this.top = top;
  }

  group(key: string): LoadedGroup {
    return this.state.loaded.get(key) ?? NOT_LOADED;
  }

  /** Asks for a group's next page, unless it is on its way or all is here. */
  async load(key: string): Promise<void> {
    const group = this.group(key);
    if (group.loading || group.next === null || group.problem !== null) return;
    this.putGroup(key, { ...group, loading: true });
    const items = this.groups.get(key) ?? new GroupItems(this.view);
    this.groups.set(key, items);
    try {
      const query = groupQuery(this.view, key, group.next ?? null);
      const page = await api(GalleryPage, `/projects/${this.slug}/review/gallery?${query}`);
      if (this.groups.get(key) !== items) return;
      items.add(page);
      this.putGroup(key, {
        items: [...items.items],
        next: page.nextCursor ?? null,
        loading: false,
        problem: null,
      });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.putGroup(key, { ...group, loading: false, problem });
    }
  }

  /** Tries a group again whose page did not come. */
  retry(key: string): void {
    this.putGroup(key, { ...this.group(key), problem: null });
    void this.load(key);
  }

  /** Tells what is laid out, for steps by keys and ranges. */
  lay(sections: readonly Section[], columns: number): void {
    this.sections = sections;
    this.columns = columns;
  }

  item(id: string | null): GalleryItem | null {
    if (id === null) return null;
    for (const { items } of this.sections) {
      const found = items.find((item) => item.id === id);
      if (found) return found;
    }
    return null;
  }

  decisionOf(item: GalleryItem): Decision | null {
    return decisionOf(this.state.decisions, item);
  }

  /** Puts the cursor on an item; `range`: and selects from the anchor to it; `add`: and takes it in or out. */
  point(id: string, how: 'cursor' | 'range' | 'toggle'): void {
    if (how === 'range') {
      this.anchor ??= this.state.cursor ?? id;
      this.set({ cursor: id, selected: new Set(idsBetween(this.sections, this.anchor, id)) });
      return;
    }
    this.anchor = id;
    if (how === 'cursor') {
      this.set({ cursor: id, selected: new Set() });
      return;
    }
    const selected = new Set(this.state.selected);
    if (!selected.delete(id)) selected.add(id);
    this.set({ cursor: id, selected });
  }

  /** Moves the cursor; `range`: and selects on the way. */
  move(step: GalleryStep, range: boolean): void {
    const next = itemBeside(this.sections, this.columns, this.state.cursor, step);
    if (!next) return;
    if (range) this.point(next.id, 'range');
    else {
      this.anchor = next.id;
      this.set({ cursor: next.id });
    }
  }

  /** Selects all that is laid out. */
  selectAll(): void {
    this.set({
      selected: new Set(this.sections.flatMap(({ items }) => items.map(({ id }) => id))),
    });
  }

  /** Clears the selection. */
  clear(): void {
    this.anchor = null;
    this.set({ selected: new Set() });
  }

  /** What a verdict is given on: the selection, else the cursor. */
  targets(): GalleryItem[] {
    const { selected, cursor } = this.state;
    if (selected.size > 0) {
      return this.sections.flatMap(({ items }) => items.filter(({ id }) => selected.has(id)));
    }
    const item = this.item(cursor);
    return item ? [item] : [];
  }

  /** Gives a verdict and goes on to the next item without one. */
  decide(verdict: Verdict): void {
    const items = this.targets();
    if (items.length === 0 || this.state.saving) return;
    const { decisions, cursor } = this.state;
    this.past.push({ kind: 'decided', before: decisions, cursor });
    const after = decide(decisions, items, verdict);
    this.anchor = null;
    this.set({
      ...{ decisions: after, selected: new Set(), canUndo: true },
      cursor: this.nextOpen(after, items) ?? cursor,
    });
  }

  private nextOpen(decisions: Decisions, decided: readonly GalleryItem[]): string | null {
    const last = decided.at(-1)?.id;
    let passed = false;
    for (const { items } of this.sections) {
      const from: number = passed ? 0 : items.findIndex(({ id }) => id === last) + 1;
      passed ||= from > 0;
      if (!passed) continue;
      for (let i = from; i < items.length; i += 1) {
        const item = items[i];
        if (item && decisionOf(decisions, item) === null) return item.id;
      }
    }
    return null;
  }

  /** Saves what is decided; what could not be saved stays decided. */
  async save(): Promise<SaveOutcome> {
    const chips = byChip(this.state.decisions);
    const results: ChipResult[] = [];
    this.set({ saving: true });
    const ms = Math.round(performance.now() - this.openedAt);
    await saveDecisions(this.slug, chips, ms, (result) => results.push(result));
    const done = new Set(results.flatMap((result) => result.done));
    const saved = results.flatMap(({ chipId, undo }) => (undo ? [{ chipId, undo }] : []));
    this.past = saved.length > 0 ? [{ kind: 'saved', count: done.size, chips: saved }] : [];
    this.takeOut(done);
    return {
      cells: done.size,
      conflicts: results.reduce((sum, result) => sum + result.conflicts, 0),
      problems: results.flatMap(({ number, problem }) =>
        problem === null ? [] : [{ number, problem }],
      ),
    };
  }

  /**
   * Takes the last step back, a verdict or a whole save; or the last save, whatever was decided since. Null: there is none; else
   * how many saved decisions it was, and what was not possible.
   */
  async undo(
    what: 'last' | 'save' = 'last',
  ): Promise<{ saved: number; problems: readonly string[] } | null> {
    if (this.state.saving) return null;
    const at = what === 'last' ? this.past.length - 1 : this.past.findLastIndex(isSave);
    const step = this.past[at];
    if (!step) return null;
    this.past.splice(at, 1);
    if (step.kind === 'decided') {
      this.set({
        ...{ decisions: step.before, cursor: step.cursor, canUndo: this.past.length > 0 },
        selected: new Set(),
      });
      return { saved: 0, problems: [] };
    }
    this.set({ saving: true });
    const problems = await undoSaved(this.slug, step.chips);
    this.reload();
    return { saved: step.count, problems };
  }

  /** Drops what is decided and not saved. */
  drop(): void {
    this.past = [];
    this.set({ decisions: new Map(), canUndo: false });
  }

  /** Reads all groups anew. */
  reload(): void {
    this.groups.clear();
    this.set({ saving: false, canUndo: this.past.length > 0, loaded: new Map() });
  }

  private takeOut(done: ReadonlySet<string>): void {
    const { decisions, cursor } = this.state;
    const isGone = (item: GalleryItem) => done.has(item.id) || done.has(item.chip.id);
    const all = this.sections.flatMap(({ items }) => items);
    const at = all.findIndex(({ id }) => id === cursor);
    const stays = [...all.slice(Math.max(0, at)), ...all.slice(0, Math.max(0, at)).toReversed()];
    const next = stays.find((item) => !isGone(item))?.id ?? null;
    const loaded = new Map(this.state.loaded);
    for (const [key, group] of this.groups) {
      const gone = group.items.filter(isGone).map(({ id }) => id);
      if (gone.length === 0) continue;
      group.remove(new Set(gone));
      loaded.set(key, { ...this.group(key), items: [...group.items] });
    }
    this.set({
      ...{ saving: false, canUndo: this.past.length > 0, cursor: next, selected: new Set() },
      decisions: new Map([...decisions].filter(([id]) => !done.has(id))),
      loaded,
    });
  }

  private putGroup(key: string, group: LoadedGroup): void {
    this.set({ loaded: new Map(this.state.loaded).set(key, group) });
  }

  private set(change: Partial<GalleryState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function isSave({ kind }: PastStep): boolean {
  return kind === 'saved';
}
