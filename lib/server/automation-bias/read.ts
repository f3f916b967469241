import { ENOUGH } from '@/lib/core/wilson';
import { rateOf } from '@/lib/domain/automation-bias/rate';
import type { AutomationBiasLine, AutomationBiasView } from '@/lib/domain/automation-bias/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { controlPercentOf, countFollowed } from '@/lib/server/automation-bias/data';
import type { FollowedCount } from '@/lib/server/automation-bias/data';

/** How far people follow the model where it is wrong: for each version all people together, then one by one. */
export async function readAutomationBias(
  scope: Pick<ProjectScope, 'projectId'>,
): Promise<AutomationBiasView> {
  const counts = await countFollowed(scope.projectId);
  const lines = groups(counts, (count) => count.versionId).flatMap((of) => {
    const people = groups(of, (count) => count.userId);
    return [toLine(of, false), ...people.map((own) => toLine(own, true))];
  });
  return { controlPercent: await controlPercentOf(scope.projectId), lines };
}

/** Counts of one key together, keys in the order in which they first come. */
function groups(
  counts: readonly FollowedCount[],
  keyOf: (count: FollowedCount) => string,
): FollowedCount[][] {
  const byKey = new Map<string, FollowedCount[]>();
  for (const count of counts) {
    byKey.set(keyOf(count), [...(byKey.get(keyOf(count)) ?? []), count]);
  }
  return [...byKey.values()];
}

function toLine(counts: readonly FollowedCount[], one: boolean): AutomationBiasLine {
  const [first] = counts;
  if (!first) throw new Error('a line of automation bias without counts');
  const sum = (control: boolean) => {
    const side = counts.filter((count) => count.control === control);
    return rateOf(
      side.reduce((total, count) => total + count.followed, 0),
      side.reduce((total, count) => total + count.n, 0),
    );
  };
  const [shown, control] = [sum(false), sum(true)];
  return {
    person: one ? { userId: first.userId, name: first.name } : null,
    version: { id: first.versionId, name: first.version },
    shown,
    control,
    needs: { shown: Math.max(0, ENOUGH - shown.n), control: Math.max(0, ENOUGH - control.n) },
  };
}
