import { z } from 'zod';
import { Figure, Spread } from '@/lib/contracts/result';
import { RoleName } from '@/lib/domain/member/schema';
import { ChipCounts, Waiting } from '@/lib/domain/project/schema';

/** A trained version on the learning curve: the chips it learned from and its macro F1 on the test cells. */
export const CurvePoint = z.object({
  number: z.int(),
  name: z.string(),
  status: z.enum(['CANDIDATE', 'DEPLOYED', 'RETIRED']),
  chips: z.int(),
  macroF1: Figure,
});
export type CurvePoint = z.infer<typeof CurvePoint>;

/** The deployed version with its figures on the test cells. */
export const DeployedFigures = z.object({
  number: z.int(),
  name: z.string(),
  deployedAt: z.coerce.date().nullable(),
  trainChips: z.int(),
  testChips: z.int(),
  testCells: z.int(),
  /** null: an older trainer did not say */
  spread: Spread.nullable(),
  /** `name`: of the class that the figure is about; null: of all */
  figures: z.array(
    z.object({
      measure: z.enum(['macroF1', 'ap', 'recall']),
      name: z.string().nullable(),
      figure: Figure,
    }),
  ),
});
export type DeployedFigures = z.infer<typeof DeployedFigures>;

/** How many days of work a person's pace shows, the last one being today (UTC). */
export const PACE_DAYS = 14;

export const PersonLine = z.object({
  userId: z.uuid(),
  name: z.string(),
  role: RoleName,
  /** chips submitted, and chips confirmed or returned as a reviewer */
  labelled: z.int(),
  reviewed: z.int(),
  /** chips submitted, confirmed or returned a day */
  pace: z.array(z.int()).length(PACE_DAYS),
  /** cells where the person's label equals the consensus, of those that both have */
  agreement: z.object({ same: z.int(), cells: z.int() }),
});
export type PersonLine = z.infer<typeof PersonLine>;

/** What happened: what the page puts into words. */
export const Activity = z.discriminatedUnion('kind', [
  /** `number`: of the chip where it was one only */
  z.object({
    kind: z.enum(['submitted', 'confirmed', 'returned']),
    chips: z.int(),
    number: z.int().nullable(),
  }),
  z.object({ kind: z.enum(['trained', 'deployed']), name: z.string() }),
  z.object({ kind: z.literal('froze'), number: z.int(), chips: z.int() }),
  z.object({ kind: z.literal('imported'), images: z.int() }),
  z.object({ kind: z.literal('failed') }),
]);
export type Activity = z.infer<typeof Activity>;

export const RecentLine = z.object({
  at: z.coerce.date(),
  /** a person's name, or null when a machine did it */
  who: z.string().nullable(),
  activity: Activity,
  /** path below the project's, or null */
  path: z.string().nullable(),
});
export type RecentLine = z.infer<typeof RecentLine>;

/** What stands between the project and its next training. */
export const NextTraining = z.object({
  ready: z.boolean(),
  /** confirmed chips, how many a training wants, all chips there are, and those of the last attempt; null while one is under way */
  counts: z
    .object({ confirmed: z.int(), need: z.int(), chips: z.int(), last: z.int().nullable() })
    .nullable(),
  /** 0 to 1, or null where there is nothing to count towards */
  fraction: z.number().nullable(),
});
export type NextTraining = z.infer<typeof NextTraining>;

/** GET /projects/:project/overview */
export const Overview = z.object({
  chips: ChipCounts,
  /** those of the untouched ones that are excluded from labelling */
  excluded: z.int(),
  cells: z.int(),
  assets: z.int(),
  waiting: z.array(Waiting),
  next: NextTraining,
  deployed: DeployedFigures.nullable(),
  curve: z.array(CurvePoint),
  people: z.array(PersonLine),
  recent: z.array(RecentLine),
});
export type Overview = z.infer<typeof Overview>;
