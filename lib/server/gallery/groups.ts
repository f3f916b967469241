import { NOBODY } from '@/lib/domain/review/nobody';
import type {
  GalleryGroupQuery,
  GalleryGrouping,
  GalleryGroupsReply,
} from '@/lib/domain/gallery/schema';
import { isClass } from '@/lib/domain/label/cell-code';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { countGroups, countStates, versionNames } from '@/lib/server/gallery/data';
import type { GroupCount } from '@/lib/server/gallery/data';
import { namesOf } from '@/lib/server/user/data';

/** What a filter holds, by class, person, version, site or date: those first that have most to look at, days from the last. */
export async function galleryGroups(
  { projectId }: ProjectScope,
  { by, ...filter }: GalleryGroupQuery,
): Promise<GalleryGroupsReply> {
  const [counts, states] = await Promise.all([
    countGroups(projectId, filter, by),
    countStates(projectId),
  ]);
  const keys = counts.flatMap(({ key }) => (key === null ? [] : [key]));
  const names = await namesOfGroups(by, keys);
  const items = counts.toSorted(ORDER[by]).map(({ key, ...count }) => ({
    ...{ key: key ?? NOBODY, name: names.get(key ?? '') ?? null },
    ...count,
  }));
  return { items, states };
}

async function namesOfGroups(
  by: GalleryGrouping,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (by === 'person') return await namesOf(keys);
  if (by === 'version') return await versionNames(keys);
  return by === 'site' ? new Map(keys.map((key) => [key, key])) : new Map<string, string>();
}

const asTheyCome = (): number => 0;
const ORDER: Record<GalleryGrouping, (a: GroupCount, b: GroupCount) => number> = {
  // classes by their keys, then absent, unsure and unusable
  class: (a, b) => {
    const [x, y] = [Number(a.key), Number(b.key)];
    return Number(isClass(y)) - Number(isClass(x)) || x - y;
  },
  person: asTheyCome,
  version: asTheyCome,
  site: asTheyCome,
  date: (a, b) => (b.key ?? '').localeCompare(a.key ?? ''),
};
