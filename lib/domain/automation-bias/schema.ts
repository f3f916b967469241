import { z } from 'zod';

/** How often, with its 95 % interval (Wilson) and the n that it rests on. */
export const Rate = z.object({
  followed: z.int().nonnegative(),
  n: z.int().nonnegative(),
  /** null where n is 0 */
  rate: z.number().nullable(),
  low: z.number(),
  high: z.number(),
});
export type Rate = z.infer<typeof Rate>;

/**
 * One person with one version (or all people together): on cells where the reviewed label says that the proposal was wrong,
 * how often the person's label is the wrong proposal all the same; where they saw it and where they did not.
 */
export const AutomationBiasLine = z.object({
  /** null: all people together */
  person: z.object({ userId: z.uuid(), name: z.string() }).nullable(),
  version: z.object({ id: z.uuid(), name: z.string() }),
  shown: Rate,
  control: Rate,
  /** wrong proposals that are still missing on either side before the two may be compared */
  needs: z.object({ shown: z.int(), control: z.int() }),
});
export type AutomationBiasLine = z.infer<typeof AutomationBiasLine>;

/** GET /projects/:project/automation-bias */
export const AutomationBiasView = z.object({
  controlPercent: z.int(),
  lines: z.array(AutomationBiasLine),
});
export type AutomationBiasView = z.infer<typeof AutomationBiasView>;
