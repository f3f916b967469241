import type { VersionView } from '@/lib/domain/model/schema';

/** Which versions a list shows, as its address says. */
export const VERSION_FILTERS = ['all', 'deployed', 'candidate', 'declined', 'retired'] as const;
export type VersionFilter = (typeof VERSION_FILTERS)[number];

/** Whether a version is among those of a filter; a candidate that was declined waits for no decision. */
export function passes(
  { status, declinedAt }: Pick<VersionView, 'status' | 'declinedAt'>,
  filter: VersionFilter,
): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'deployed':
      return status === 'DEPLOYED';
    case 'candidate':
      return status === 'CANDIDATE' && declinedAt === null;
    case 'declined':
      return status === 'CANDIDATE' && declinedAt !== null;
    case 'retired':
      return status === 'RETIRED';
  }
}

/** The filter of an address; anything unknown shows all. */
export function versionFilterOf(query: string | string[] | undefined): VersionFilter {
  return VERSION_FILTERS.find((name) => name === query) ?? 'all';
}
