import { z } from 'zod';
import { SplitName } from '@/lib/contracts/dataset';

const Counts = z.object({ chips: z.int(), cells: z.int() });

/** Why a chip is not in a snapshot. */
export const LeftOutReason = z.enum([
  'untouched',
  'in_progress',
  'submitted',
  'returned',
  'no_consensus',
  'misfit',
  'undecided',
]);
export type LeftOutReason = z.infer<typeof LeftOutReason>;

const REASONS: Record<LeftOutReason, string> = {
  untouched: 'not labelled yet',
  in_progress: 'labelling not finished',
  submitted: 'waiting for review',
  returned: 'returned to the labeler',
  no_consensus: 'confirmed without reviewed labels',
  misfit: 'labels that do not fit the lattice',
  undecided: 'no cell that is absent or of a class',
};

/** What a snapshot holds and what it leaves out, and why. Cells that count are absent or of a class. */
export const SnapshotSummary = z.object({
  splits: z.record(SplitName, Counts),
  /** absent (code 1) and the project's classes, with their cells by split; archived classes only where they have cells */
  classes: z.array(
    z.object({ code: z.int(), name: z.string(), cells: z.record(SplitName, z.int()) }),
  ),
  leftOut: z.object({
    chips: z.array(z.object({ reason: LeftOutReason, chips: z.int() })),
    /** in chips that are in: kept in the file, but masked out of training, figures and exports */
    cells: z.object({ unseen: z.int(), unsure: z.int(), unusable: z.int() }),
  }),
});
export type SnapshotSummary = z.infer<typeof SnapshotSummary>;

/** What a snapshot made now would be. */
export const SnapshotPreview = Counts.extend({
  summary: SnapshotSummary,
  /** number of the snapshot that has this very content */
  same: z.int().nullable(),
});
export type SnapshotPreview = z.infer<typeof SnapshotPreview>;

export const SnapshotView = Counts.extend({
  id: z.uuid(),
  /** S1, S2 ... */
  number: z.int(),
  sha256: z.string(),
  summary: SnapshotSummary,
  by: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** names of the versions that were trained on it */
  versions: z.array(z.string()),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

/** Reply of POST snapshots: `created` is false when this content was frozen before and that snapshot is given. */
export const SnapshotMade = SnapshotView.extend({ created: z.boolean() });
export type SnapshotMade = z.infer<typeof SnapshotMade>;
export const SnapshotList = z.object({ items: z.array(SnapshotView) });
export const SnapshotParams = z.object({ number: z.coerce.number().int().positive() });

/** "12 chips waiting for review", one entry a reason, most first. */
export function leftOutWords(summary: SnapshotSummary): string[] {
  const plural = (n: number, noun: string) =>
    `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  const chips = summary.leftOut.chips
    .toSorted((a, b) => b.chips - a.chips)
    .map(({ reason, chips: n }) => `${plural(n, 'chip')} ${REASONS[reason]}`);
  const cells = Object.entries(summary.leftOut.cells)
    .filter(([, n]) => n > 0)
    .map(([word, n]) => `${plural(n, 'cell')} ${word}`);
  return [...chips, ...cells];
}
