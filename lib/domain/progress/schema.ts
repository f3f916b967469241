import { z } from 'zod';
import { day } from '@/lib/contracts/bounds';
import { ChipStatus } from '@/lib/domain/chip/schema';
import { RoleName } from '@/lib/domain/member/schema';
import { NextTraining } from '@/lib/domain/project/overview';

/** Before a save nobody counts as active for longer (migration progress: `active_stretch`). */
export const ACTIVE_CAP_MS = 60_000;

/** Active time below which no rate an hour is shown: it would be that of a few chips. */
export const ENOUGH_ACTIVE_MS = 10 * ACTIVE_CAP_MS;

/** Days back from today, today being one of them; or everything. */
export const PeriodName = z.enum(['7', '30', 'all']);
export type PeriodName = z.infer<typeof PeriodName>;

export const DEFAULT_PERIOD: PeriodName = '30';

/** GET progress: `from` and `to` are days (UTC), both counted; either of them takes the place of `period`. */
export const ProgressQuery = z.strictObject({
  period: PeriodName.default(DEFAULT_PERIOD),
  from: day().optional(),
  to: day().optional(),
});
export type ProgressQuery = z.infer<typeof ProgressQuery>;

/** GET progress.csv: a line a person and day, or a line a person. */
export const ProgressFileQuery = z.strictObject({
  ...ProgressQuery.shape,
  of: z.enum(['days', 'people']).default('days'),
});
export type ProgressFileQuery = z.infer<typeof ProgressFileQuery>;

/** How many days a bar stands for. */
export const Step = z.enum(['day', 'week', 'month']);
export type Step = z.infer<typeof Step>;

/** What somebody did, or everybody together. */
export const Work = z.object({
  /** chips handed in, each once a day */
  submitted: z.int(),
  /** in how many cells more there is a label */
  cells: z.int(),
  /** chips with their labels that review confirmed, and how often labels came back to them */
  confirmed: z.int(),
  returned: z.int(),
  /** chips that they confirmed and gave back as a reviewer, each once a day, and the cells of those chips */
  accepted: z.int(),
  sentBack: z.int(),
  reviewedCells: z.int(),
  activeMs: z.int(),
});
export type Work = z.infer<typeof Work>;

/** A share of cells with its 95 % interval, over chips; none where chips are too few. */
export const Share = z.object({
  /** null: no cells */
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  cells: z.int(),
  chips: z.int(),
});
export type Share = z.infer<typeof Share>;

const Judged = {
  /** cells of confirmed chips where the reviewed label is theirs */
  agreed: Share,
  /** cells on which a proposal was shown and that they gave another label, when they first submitted the chip */
  overruled: Share,
};

export const WorkOn = Work.extend({ day: z.string() });
export type WorkOn = z.infer<typeof WorkOn>;

export const PersonProgress = Work.extend({
  ...Judged,
  userId: z.uuid(),
  name: z.string(),
  /** null: no member any more, or a guest */
  role: RoleName.nullable(),
  /** by which labelling link a guest labels, without an account */
  guestOf: z.string().nullable(),
  days: z.array(WorkOn),
});
export type PersonProgress = z.infer<typeof PersonProgress>;

/** When the next training may begin, by the pace of the last seven days. */
export const Forecast = z.discriminatedUnion('kind', [
  /** it may begin now; one is under way; the project has too few chips for it */
  z.object({ kind: z.enum(['ready', 'training', 'pictures']) }),
  /** nobody confirmed a chip; or on one day only, which is no pace */
  z.object({ kind: z.enum(['nobody', 'oneDay']), missing: z.int() }),
  z.object({
    kind: z.literal('day'),
    missing: z.int(),
    /** chips confirmed a day */
    pace: z.number(),
    /** days (UTC): as likely before as after it; one time in ten before, one time in ten after; null: more than a year */
    likely: z.string().nullable(),
    early: z.string().nullable(),
    late: z.string().nullable(),
  }),
]);
export type Forecast = z.infer<typeof Forecast>;

export const Burndown = z.object({
  next: NextTraining,
  /** chips that wait for review */
  waiting: z.int(),
  /** chips confirmed a day, less those that were taken back; the last seven days at most, today the last */
  recent: z.array(z.object({ day: z.string(), chips: z.int() })),
  forecast: Forecast,
});
export type Burndown = z.infer<typeof Burndown>;

/** Chips by state at the end of a day. */
export const StatesOn = z.object({ day: z.string(), chips: z.record(ChipStatus, z.int()) });
export type StatesOn = z.infer<typeof StatesOn>;

/** GET /projects/:project/progress */
export const ProgressView = z.object({
  /** null: by its days */
  period: PeriodName.nullable(),
  from: z.string(),
  to: z.string(),
  step: Step,
  total: Work.extend(Judged),
  /** each step's first day */
  days: z.array(WorkOn),
  states: z.array(StatesOn),
  people: z.array(PersonProgress),
  /** confirmed cells by code, of the whole project */
  classes: z.array(z.object({ code: z.int(), cells: z.int() })),
  burndown: Burndown,
});
export type ProgressView = z.infer<typeof ProgressView>;
