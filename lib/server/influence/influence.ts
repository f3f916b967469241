import { ENOUGH, rateOf } from '@/lib/domain/influence/rate';
import type { InfluenceLine, InfluenceView } from '@/lib/domain/influence/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { controlPercentOf, countInfluence } from '@/lib/server/influence/data';
import type { InfluenceCount } from '@/lib/server/influence/data';

/** How far people follow the model where it is wrong: for each version all people together, then one by one. */
export async function readInfluence(scope: ProjectScope): Promise<InfluenceView> {
  const counts = await countInfluence(scope.projectId);
  const lines = groups(counts, (count) => count.versionId).flatMap((of) => {
    const people = groups(of, (count) => count.userId);
    return [toLine(of, false), ...people.map((own) => toLine(own, true))];
  });
  return { controlPercent: await controlPercentOf(scope.projectId), lines };
}

/** Counts of one key together, keys in the order in which they first come. */
function groups(
  counts: readonly InfluenceCount[],
  keyOf: (count: InfluenceCount) => string,
): InfluenceCount[][] {
  const byKey = new Map<string, InfluenceCount[]>();
  for (const count of counts) {
    byKey.set(keyOf(count), [...(byKey.get(keyOf(count)) ?? []), count]);
  }
  return [...byKey.values()];
}

function toLine(counts: readonly InfluenceCount[], one: boolean): InfluenceLine {
  const [first] = counts;
  if (!first) throw new Error('a line of influence without counts');
  const sum = (blind: boolean) => {
    const side = counts.filter((count) => count.blind === blind);
    return rateOf(
      side.reduce((total, count) => total + count.followed, 0),
      side.reduce((total, count) => total + count.n, 0),
    );
  };
  const [shown, blind] = [sum(false), sum(true)];
  return {
    person: one ? { userId: first.userId, name: first.name } : null,
    version: { id: first.versionId, name: first.version },
    shown,
    blind,
    needs: { shown: Math.max(0, ENOUGH - shown.n), blind: Math.max(0, ENOUGH - blind.n) },
  };
}
