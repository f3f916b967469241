import Link from 'next/link';
import { ChipBar, confirmedPercent } from '@/components/project/chip-bar';
import { WaitingList } from '@/components/project/waiting-list';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { ROLE_WORDS } from '@/lib/domain/member/schema';
import type { ProjectLine } from '@/lib/domain/project/schema';
import { countOf } from '@/lib/domain/project/waiting';

const SHOWN = 3;

/** A project on the home page: how far it is and what waits there for the person. */
export function ProjectCard({ project }: { project: ProjectLine }) {
  const { slug, name, description, role, chips, waiting } = project;
  const more = waiting.length - SHOWN;
  return (
    <Card
      title={
        <Link href={`/p/${slug}`} className="text-lead hover:underline">
          {name}
        </Link>
      }
      actions={<Badge>{ROLE_WORDS[role].name.toLowerCase()}</Badge>}
    >
      {description !== '' && <p className="-mt-2 mb-3 text-text-2">{description}</p>}
      {chips.total > 0 && (
        <div className="mb-3 flex flex-col gap-1">
          <ChipBar counts={chips} thin />
          <p className="text-caption text-text-2">
            <span className="font-semibold text-text-1">{confirmedPercent(chips)} %</span> of{' '}
            {countOf(chips.total, 'chip')} confirmed
          </p>
        </div>
      )}
      {waiting.length > 0 ? (
        <WaitingList slug={slug} waiting={waiting.slice(0, SHOWN)} />
      ) : (
        <p className="text-text-2">{nothingWaits(project)}</p>
      )}
      {more > 0 && (
        <Link href={`/p/${slug}`} className="text-caption text-accent hover:underline">
          {more} more
        </Link>
      )}
    </Card>
  );
}

function nothingWaits({ chips, role }: ProjectLine): string {
  if (chips.total > 0) return 'Nothing waits for you here.';
  return role === 'ADMIN'
    ? 'No pictures yet. Open it and import the first.'
    : 'No pictures yet. An admin imports them; then chips wait here.';
}
