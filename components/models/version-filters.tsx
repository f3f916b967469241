import clsx from 'clsx';
import Link from 'next/link';
import { Count } from '@/components/ui/count';
import type { VersionView } from '@/lib/domain/model/schema';
import { VERSION_FILTERS, passes } from '@/lib/domain/model/version-filter';
import type { VersionFilter } from '@/lib/domain/model/version-filter';
import { getTranslations } from '@/lib/i18n/server';

/** Parts of the list of versions, each with its count; a part without versions is not offered. */
export async function VersionFilters(props: {
  slug: string;
  items: readonly VersionView[];
  filter: VersionFilter;
}) {
  const { slug, items, filter } = props;
  const t = await getTranslations('models');
  const parts = VERSION_FILTERS.map((name) => ({
    name,
    count: items.filter((version) => passes(version, name)).length,
  })).filter(({ name, count }) => count > 0 || name === filter);
  if (parts.length <= 2 && filter === 'all') return null;
  return (
    <nav aria-label={t('show')} className="flex flex-wrap gap-1">
      {parts.map(({ name, count }) => (
        <Link
          key={name}
          href={`/p/${slug}/models${name === 'all' ? '' : `?versions=${name}`}`}
          aria-current={name === filter ? 'true' : undefined}
          className={clsx(
            'inline-flex items-center justify-center gap-1 rounded-control px-2 py-1 pointer-coarse:min-h-11 pointer-coarse:min-w-11',
            name === filter ? 'bg-bg-3 text-text-1' : 'text-text-2 hover:bg-bg-2',
          )}
        >
          {t(`versionFilters.${name}`)} <Count of={count} />
        </Link>
      ))}
    </nav>
  );
}
