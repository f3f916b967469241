import { z } from 'zod';
import { ChangeSource, ShownProposal } from '@/lib/domain/label/schema';

const Codes = z.array(z.int().nullable()).nullable();

/** What LabelEvent has of a save or submission of other labels; numbered out of the same sequence. */
const TruthEvent = z.object({
  id: z.int(),
  kind: z.enum(['SAVE', 'SUBMIT']),
  /** the client's: one that is sent twice is applied once */
  saveId: z.string().nullable(),
  revision: z.int(),
  at: z.iso.datetime(),
  source: ChangeSource.nullable(),
  cells: z.array(z.int()),
  before: z.array(z.int()),
  after: z.array(z.int()),
  shownCodes: Codes,
  shownProbabilities: z.array(z.number().nullable()).nullable(),
  shownThresholds: z.array(z.number().nullable()).nullable(),
  shownWhen: z.array(ShownProposal.shape.when.nullable()).nullable(),
  shownVersions: Codes,
  versionIds: z.array(z.string()).nullable(),
});
export type TruthEvent = z.infer<typeof TruthEvent>;

/** The events of a ground truth labelling, oldest first. */
export function eventsOf({ events }: { events: unknown }): TruthEvent[] {
  return z.array(TruthEvent).parse(events);
}
