import Link from 'next/link';
import { Avatar } from '@/components/ui/avatar';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { Table } from '@/components/ui/table';
import { PACE_DAYS } from '@/lib/domain/project/overview';
import type { PersonLine } from '@/lib/domain/project/overview';
import { getTranslations } from '@/lib/i18n/server';

/** The project's people: pace, chips, and agreement with the consensus with its n. */
export async function PeopleCard(props: {
  people: readonly PersonLine[];
  me: string;
  /** the page on how far they agree, for whom it opens */
  agreement: string | null;
}) {
  const { people, me } = props;
  const t = await getTranslations('project');
  const roles = await getTranslations('common.roles');
  return (
    <Card
      title={t('people')}
      note={t('chipsADay', { days: PACE_DAYS })}
      actions={
        props.agreement !== null && (
          <Link className="text-caption text-accent underline" href={props.agreement}>
            {t('howFarTheyAgree')}
          </Link>
        )
      }
    >
      <Table className="[&_td]:px-1 [&_th]:px-1">
        <thead>
          <tr>
            <th>{t('who')}</th>
            <th>{t('pace')}</th>
            <th className="num">{t('chips')}</th>
            <th className="num">{t('agreement')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.userId}>
              <td>
                <span className="flex items-center gap-2">
                  <Avatar name={person.name} me={person.userId === me} />
                  <span className="min-w-0">
                    <span className="block max-w-24 truncate">{person.name}</span>
                    <span className="block text-caption text-text-3">
                      {roles(`${person.role}.noun`)}
                    </span>
                  </span>
                </span>
              </td>
              <td>
                <Pace days={person.pace} />
              </td>
              <td className="num">
                <Chips {...person} />
              </td>
              <td className="num whitespace-nowrap">
                <Agreement {...person.agreement} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 text-caption text-text-3">{t('chipsSubmittedConfirmedOrReturned')}</p>
    </Card>
  );
}

async function Pace({ days }: { days: readonly number[] }) {
  const t = await getTranslations('project');
  const most = Math.max(1, ...days);
  const total = days.reduce((sum, n) => sum + n, 0);
  return (
    <svg
      width={days.length * 4}
      height={20}
      role="img"
      aria-label={t('totalChipsInCountDays', { total, count: days.length })}
      className="block"
    >
      {days.map((n, day) => {
        const height = n === 0 ? 1 : Math.max(3, (18 * n) / most);
        return (
          <rect
            key={day}
            x={day * 4}
            y={19 - height}
            width={3}
            height={height}
            rx={1}
            fill="var(--text-3)"
          />
        );
      })}
    </svg>
  );
}

async function Chips({ labelled, reviewed }: { labelled: number; reviewed: number }) {
  const t = await getTranslations('project');
  const described = t('labelledSubmittedReviewedConfirmedOr', { labelled, reviewed });
  return (
    <span className="font-semibold" title={described}>
      <Count of={labelled + reviewed} />
      <span className="sr-only"> {t('chipsWords', { words: described })}</span>
    </span>
  );
}

function Agreement({ same, cells }: { same: number; cells: number }) {
  if (cells === 0) return <span className="text-text-3">–</span>;
  return (
    <>
      <span className="font-semibold">{Math.floor((100 * same) / cells)} %</span>{' '}
      <span className="block text-caption text-text-3">
        n <Count of={cells} />
      </span>
    </>
  );
}
