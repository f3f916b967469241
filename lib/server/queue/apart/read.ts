import { SkipReason } from '@/lib/domain/queue/schema';
import type { ApartView } from '@/lib/domain/queue/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { alongLeases, asideChips } from '@/lib/server/queue/apart/data';
import { namesOf } from '@/lib/server/user/data';

/** What the queue gives to nobody now, for admins: chips set aside, and chips that people took along. */
export async function readApart(scope: ProjectScope): Promise<ApartView> {
  const chips = await asideChips(scope.projectId);
  const names = await namesOf(chips.map((chip) => chip.skips[0]?.userId ?? null));
  return {
    aside: chips.map(({ id, number, skippedReason, asset, skips: [skip] }) => ({
      id,
      number,
      asset: asset.name,
      reason: SkipReason.catch('other').parse(skippedReason),
      note: skip?.note ?? '',
      by: skip ? (names.get(skip.userId) ?? null) : null,
      at: skip?.at.toISOString() ?? null,
    })),
    along: (await alongLeases(scope.projectId)).map(({ until, ...row }) => ({
      ...row,
      until: until.toISOString(),
    })),
  };
}
