import Link from 'next/link';
import { ChipBar, confirmedPercent } from '@/components/project/chip-bar';
import { WaitingList } from '@/components/project/waiting-list';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { ProjectLine } from '@/lib/domain/project/schema';
import { getTranslations } from '@/lib/i18n/server';

const SHOWN = 3;

/** A project on the home page: how far it is and what waits there for the person. */
export async function ProjectCard({ project }: { project: ProjectLine }) {
  const t = await getTranslations('home');
  const roles = await getTranslations('common.roles');
  const { slug, name, description, role, chips, waiting } = project;
  const more = waiting.length - SHOWN;
  return (
    <Card
      title={
        <Link href={`/p/${slug}`} className="text-lead hover:underline">
          {name}
        </Link>
      }
      actions={<Badge>{roles(`${role}.noun`)}</Badge>}
    >
      {description !== '' && <p className="-mt-2 mb-3 text-text-2">{description}</p>}
      {chips.total > 0 && (
        <div className="mb-3 flex flex-col gap-1">
          <ChipBar counts={chips} thin />
          <p className="text-caption text-text-2">
            {t.rich('chipsOfTotalConfirmed', {
              chips: confirmedPercent(chips),
              part: (chunks) => <span className="font-semibold text-text-1">{chunks}</span>,
              total: chips.total,
            })}
          </p>
        </div>
      )}
      {waiting.length > 0 ? (
        <WaitingList slug={slug} waiting={waiting.slice(0, SHOWN)} />
      ) : (
        <p className="text-text-2">{t(nothingWaits(project))}</p>
      )}
      {more > 0 && (
        <Link href={`/p/${slug}`} className="text-caption text-accent hover:underline">
          {t('moreMore', { more })}
        </Link>
      )}
    </Card>
  );
}

function nothingWaits({ chips, role }: ProjectLine) {
  if (chips.total > 0) return 'nothingWaits';
  return role === 'ADMIN' ? 'importTheFirst' : 'anAdminImports';
}
