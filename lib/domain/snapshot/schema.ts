import { z } from 'zod';
import { ordinalInText } from '@/lib/contracts/bounds';
import { SplitName } from '@/lib/contracts/dataset';

const Counts = z.object({ chips: z.int(), cells: z.int() });

/** Why a chip is not in a snapshot. */
export const LeftOutReason = z.enum([
  'untouched',
  'inProgress',
  'submitted',
  'returned',
  'noConsensus',
  'misfit',
  'undecided',
]);
export type LeftOutReason = z.infer<typeof LeftOutReason>;

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
    cells: z.object({ unlabelled: z.int(), unsure: z.int(), unusable: z.int() }),
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
export const SnapshotParams = z.object({ number: ordinalInText() });
