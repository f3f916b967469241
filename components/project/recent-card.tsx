import Link from 'next/link';
import { describeActivity } from '@/components/project/describe-activity';
import { Avatar } from '@/components/ui/avatar';
import { Card } from '@/components/ui/card';
import { When } from '@/components/ui/when';
import type { RecentLine } from '@/lib/domain/project/overview';
import { getTranslations } from '@/lib/i18n/server';

/** What happened last in the project. */
export async function RecentCard({
  slug,
  recent,
}: {
  slug: string;
  recent: readonly RecentLine[];
}) {
  const t = await getTranslations('project');
  const tActivity = await getTranslations('project.activity');
  return (
    <Card title={t('recent')}>
      {recent.length === 0 ? (
        <p className="text-text-2">{t('nothingYetImportsLabelsReviews')}</p>
      ) : (
        <ul>
          {recent.map(({ at, who, activity, path }) => (
            <li
              key={`${at.toISOString()} ${activity.kind} ${who ?? ''}`}
              className="grid grid-cols-[24px_1fr_auto] items-center gap-x-3 py-1.5"
            >
              <Avatar name={who ?? 'Q'} model={who === null} />
              <span className="min-w-0">
                {path === null ? (
                  describeActivity(activity, tActivity)
                ) : (
                  <Link href={`/p/${slug}${path}`} className="hover:underline">
                    {describeActivity(activity, tActivity)}
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
