import { z } from 'zod';
import { ABSENT } from '@/lib/domain/label/cell-code';

const Share = z.number().min(0).max(1);

/** Where neither the project nor the version says from which probability a class is proposed. */
export const DEFAULT_THRESHOLD = 0.45;

/**
 * The smallest probability from which a class is proposed, and who says so (docs/decisions/0018). In this order: a person's own
 * for the chip they look at, the project's where an admin has set one, the version's own by class, the default.
 */
export const Thresholds = z.object({
  source: z.enum(['person', 'project', 'version', 'default']),
  /** of every class that `byCode` does not name */
  every: Share,
  /** by output code as a string */
  byCode: z.record(z.string(), Share),
});
export type Thresholds = Readonly<z.infer<typeof Thresholds>>;

/** What holds in a project: its own threshold, or that of the version (null: none is deployed). */
export function thresholdsOf(
  project: number | null,
  version: Readonly<Record<string, number>> | null,
): Thresholds {
  if (project !== null) return { source: 'project', every: project, byCode: {} };
  if (version === null) return { source: 'default', every: DEFAULT_THRESHOLD, byCode: {} };
  return { source: 'version', every: DEFAULT_THRESHOLD, byCode: { ...version } };
}

/** One for all classes, as a person set it for the chip that they look at. */
export function personalThreshold(value: number): Thresholds {
  return { source: 'person', every: value, byCode: {} };
}

/** The threshold of a class by its code. */
export function thresholdFor(thresholds: Thresholds, code: number): number {
  return thresholds.byCode[String(code)] ?? thresholds.every;
}

/** The smallest and the largest threshold of a model's classes; without classes the one for every class. */
export function thresholdRange(
  thresholds: Thresholds,
  outputs: readonly { readonly code: number }[],
): { from: number; to: number } {
  const classes = outputs.filter(({ code }) => code !== ABSENT);
  const all = classes.map(({ code }) => thresholdFor(thresholds, code));
  if (all.length === 0) return { from: thresholds.every, to: thresholds.every };
  return { from: Math.min(...all), to: Math.max(...all) };
}
