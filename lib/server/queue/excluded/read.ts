import { SkipReason } from '@/lib/domain/queue/schema';
import type { ExcludedView } from '@/lib/domain/queue/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { offlineLeases, excludedChips } from '@/lib/server/queue/excluded/data';
import { namesOf } from '@/lib/server/user/data';

/** What the queue gives to nobody now, for admins: chips excluded, and chips that people took offline. */
export async function readExcluded(scope: ProjectScope): Promise<ExcludedView> {
  const chips = await excludedChips(scope.projectId);
  const names = await namesOf(chips.map((chip) => chip.skips[0]?.userId ?? null));
  return {
    excluded: chips.map(({ id, number, skippedReason, asset, skips: [skip] }) => ({
      id,
      number,
      asset: asset.name,
      reason: SkipReason.catch('other').parse(skippedReason),
      note: skip?.note ?? '',
      by: skip ? (names.get(skip.userId) ?? null) : null,
      at: skip?.at.toISOString() ?? null,
    })),
    offline: (await offlineLeases(scope.projectId)).map(({ until, ...row }) => ({
      ...row,
      until: until.toISOString(),
    })),
  };
}
