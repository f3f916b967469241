import type { GalleryItem } from '@/lib/client/gallery/items';

/** What a reviewer decided and has not saved yet: of a cell its label, of a chip a verdict. */
export type Decision =
  | { readonly kind: 'label'; readonly code: number }
  | { readonly kind: 'accept' }
  | { readonly kind: 'return'; readonly reason: string };

/** Decisions by item; a chip's return stands for all its cells. */
export type Decisions = ReadonlyMap<
  string,
  { readonly item: GalleryItem; readonly decision: Decision }
>;

/** What is decided of an item, by itself or with its chip. */
export function decisionOf(decisions: Decisions, item: GalleryItem): Decision | null {
  return (decisions.get(item.id) ?? decisions.get(item.chip.id))?.decision ?? null;
}

/** A verdict as it is given to items: `keep` is the label that each has. */
export type Verdict =
  { kind: 'label'; code: number } | { kind: 'keep' } | { kind: 'return'; reason: string };

/** The decisions after a verdict on items. */
export function decide(
  decisions: Decisions,
  items: readonly GalleryItem[],
  verdict: Verdict,
): Decisions {
  const after = new Map(decisions);
  for (const item of items) {
    const decision = toDecision(item, verdict);
    // a return is of the whole chip, whichever of its cells it was given on
    after.set(decision.kind === 'return' ? item.chip.id : item.id, { item, decision });
  }
  return after;
}

function toDecision(item: GalleryItem, verdict: Verdict): Decision {
  if (verdict.kind !== 'keep') return verdict;
  return item.cell === null ? { kind: 'accept' } : { kind: 'label', code: item.code };
}

/** What is sent of one chip. */
export interface ChipDecisions {
  readonly chip: GalleryItem['chip'];
  readonly ids: readonly string[];
  /** the chip's own verdict; null: labels only */
  readonly verdict: Exclude<Decision, { kind: 'label' }> | null;
  readonly labels: readonly {
    readonly cell: number;
    readonly before: number;
    readonly after: number;
  }[];
}

/** Decisions by chip: each is one request, so that one that fails loses no other. */
export function byChip(decisions: Decisions): ChipDecisions[] {
  const chips = new Map<string, { -readonly [K in keyof ChipDecisions]: ChipDecisions[K] }>();
  for (const [id, { item, decision }] of decisions) {
    const { chip } = item;
    const own = chips.get(chip.id) ?? { chip, ids: [], verdict: null, labels: [] };
    chips.set(chip.id, own);
    own.ids = [...own.ids, id];
    if (decision.kind !== 'label') own.verdict = decision;
    else if (item.cell !== null) {
      own.labels = [...own.labels, { cell: item.cell, before: item.code, after: decision.code }];
    }
  }
  return [...chips.values()];
}
