import Link from 'next/link';
import { recentWords } from '@/components/project/recent-words';
import { Avatar } from '@/components/ui/avatar';
import { Card } from '@/components/ui/card';
import { When } from '@/components/ui/when';
import type { RecentLine } from '@/lib/domain/project/overview';
import { words } from '@/lib/words/server';

/** What happened last in the project. */
export async function RecentCard({
  slug,
  recent,
}: {
  slug: string;
  recent: readonly RecentLine[];
}) {
  const t = await words('project');
  const say = await words('project.deed');
  return (
    <Card title={t('recent')}>
      {recent.length === 0 ? (
        <p className="text-text-2">{t('nothingYetImportsLabelsReviews')}</p>
      ) : (
        <ul>
          {recent.map(({ at, who, deed, path }) => (
            <li
              key={`${at.toISOString()} ${deed.kind} ${who ?? ''}`}
              className="grid grid-cols-[24px_1fr_auto] items-center gap-x-3 py-1.5"
            >
              <Avatar name={who ?? 'Q'} model={who === null} />
              <span className="min-w-0">
                {path === null ? (
                  recentWords(deed, say)
                ) : (
                  <Link href={`/p/${slug}${path}`} className="hover:underline">
                    {recentWords(deed, say)}
                  </Link>
                )}
              </span>
              <span className="text-caption text-text-3">
                <When at={at} clock />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
