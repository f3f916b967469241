import { ExclusionReason } from '@/lib/domain/chip/schema';
import type { ExcludedView } from '@/lib/domain/queue/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { offlineLeases, excludedChips, skippedInWords } from '@/lib/server/queue/excluded/data';
import { namesOf } from '@/lib/server/user/data';

/** For admins: chips that the queue gives to nobody now, excluded or taken offline, and what people wrote who skipped one. */
export async function readExcluded(scope: ProjectScope): Promise<ExcludedView> {
  const chips = await excludedChips(scope.projectId);
  const names = await namesOf(chips.map((chip) => chip.skips[0]?.userId ?? null));
  return {
    excluded: chips.map(({ id, number, skippedReason, asset, skips: [skip] }) => ({
      id,
      number,
      asset: asset.name,
      reason: ExclusionReason.parse(skippedReason),
      note: skip?.note ?? '',
      by: skip ? (names.get(skip.userId) ?? null) : null,
      at: skip?.at.toISOString() ?? null,
    })),
    skipped: (await skippedInWords(scope.projectId)).map(({ note, user, chip }) => ({
      ...{ id: chip.id, number: chip.number, asset: chip.asset.name },
      ...{ userId: user.id, by: user.name, note },
    })),
    offline: (await offlineLeases(scope.projectId)).map(({ until, ...row }) => ({
      ...row,
      until: until.toISOString(),
    })),
  };
}
