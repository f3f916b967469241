import type { LabelIssueYield } from '@/lib/domain/label-issue/schema';

/** Decisions by which it is told whether to go on. */
export const RECENT = 50;
/** With so few changed labels among them the list is no better than looking at labels at random. */
const TOO_FEW = 1;

/** What looking at suspected labels brings: `recent` are the last decisions, at most RECENT of them. */
export function yieldOf(
  total: { decided: number; changed: number },
  recent: { decided: number; changed: number },
): LabelIssueYield {
  return { ...total, recent, stop: recent.decided >= RECENT && recent.changed <= TOO_FEW };
}
