import Link from 'next/link';
import type { ReactNode } from 'react';
import { ActiveTime } from '@/components/progress/active-time';
import { Avatar } from '@/components/ui/avatar';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { Table } from '@/components/ui/table';
import { ENOUGH_CHIPS } from '@/lib/domain/agreement/interval';
import type { PersonProgress, Share } from '@/lib/domain/progress/schema';
import { cellsOf, chipsOf, perHour } from '@/lib/domain/progress/work';
import { getTranslations } from '@/lib/i18n/server';

/** Each person's work in the period, and what became of it. */
export async function PeopleTable(props: {
  people: readonly PersonProgress[];
  me: string;
  /** a labeler is shown themselves only */
  onlyMe: boolean;
  /** the page on how far they agree, for whom it opens */
  agreement: string | null;
}) {
  const t = await getTranslations('progress.people');
  const { people, me } = props;
  return (
    <Card
      title={t(props.onlyMe ? 'you' : 'title')}
      actions={
        props.agreement !== null && (
          <Link className="text-caption text-accent underline" href={props.agreement}>
            {t('agreement')}
          </Link>
        )
      }
    >
      <Table stacks>
        <thead>
          <tr>
            <th scope="col">{t('who')}</th>
            <th scope="col" className="num">
              {t('active')}
            </th>
            <th scope="col" className="num">
              {t('submitted')}
            </th>
            <th scope="col" className="num">
              {t('cells')}
            </th>
            <th scope="col" className="num">
              {t('reviewed')}
            </th>
            <th scope="col" className="num">
              {t('hour')}
            </th>
            <th scope="col" className="num">
              {t('kept')}
            </th>
            <th scope="col" className="num">
              {t('overruled')}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.userId} person={person} isMe={person.userId === me} />
          ))}
        </tbody>
      </Table>
      <dl className="mt-3 grid gap-x-6 gap-y-1 text-caption text-text-3 sm:grid-cols-2">
        <Meaning of={t('active')}>{t('activeMeans')}</Meaning>
        <Meaning of={t('kept')}>{t('keptMeans', { chips: ENOUGH_CHIPS })}</Meaning>
        <Meaning of={t('cells')}>{t('cellsMeans')}</Meaning>
        <Meaning of={t('overruled')}>{t('overruledMeans')}</Meaning>
      </dl>
    </Card>
  );
}

function Meaning({ of, children }: { of: string; children: string }) {
  return (
    <div>
      <dt className="inline font-medium text-text-2">{of}:</dt>{' '}
      <dd className="inline">{children}</dd>
    </div>
  );
}

async function PersonRow({ person, isMe }: { person: PersonProgress; isMe: boolean }) {
  const t = await getTranslations('progress.people');
  const roles = await getTranslations('common.roles');
  const { name, submitted, confirmed, returned, accepted, sentBack, activeMs } = person;
  const reviewed = accepted + sentBack;
  const { role, guestOf } = person;
  const outside = guestOf === null ? t('noMember') : t('guestOf', { link: guestOf });
  return (
    <tr>
      <td>
        <span className="flex items-center gap-2">
          <Avatar name={name} me={isMe} />
          <span className="min-w-0">
            <span className="block max-w-48 truncate">{name}</span>
            <span className="block text-caption text-text-3">
              {role === null ? outside : roles(`${role}.noun`)}
            </span>
          </span>
        </span>
      </td>
      <td className="num" data-label={t('active')}>
        {activeMs > 0 ? <ActiveTime ms={activeMs} /> : <Dash />}
      </td>
      <td className="num" data-label={t('submitted')}>
        <Count of={submitted} />
        <Below>{confirmed + returned !== 0 && t('outcome', { confirmed, returned })}</Below>
      </td>
      <td className="num" data-label={t('cells')}>
        <Count of={person.cells} />
      </td>
      <td className="num" data-label={t('reviewed')}>
        <Count of={reviewed} />
        <Below>{reviewed !== 0 && t('verdicts', { accepted, sentBack })}</Below>
      </td>
      <td className="num" data-label={t('hour')}>
        <AnHour person={person} />
      </td>
      <td className="num" data-label={t('kept')}>
        <ShareWords share={person.agreed} />
      </td>
      <td className="num" data-label={t('overruled')}>
        <ShareWords share={person.overruled} />
      </td>
    </tr>
  );
}

function Dash() {
  return <span className="text-text-3">–</span>;
}

/** A caption below a figure; on a phone beside it. */
function Below({ children }: { children: ReactNode }) {
  if (children === false) return null;
  return <span className="block text-caption text-text-3">{children}</span>;
}

async function AnHour({ person }: { person: PersonProgress }) {
  const t = await getTranslations('progress.people');
  const chips = perHour(chipsOf(person), person.activeMs);
  const cells = perHour(cellsOf(person), person.activeMs);
  if (chips === null || cells === null) return <Dash />;
  return (
    <>
      {t('chipsAnHour', { chips })}
      <Below>{t('cellsAnHour', { cells })}</Below>
    </>
  );
}

async function ShareWords({ share }: { share: Share }) {
  const t = await getTranslations('progress.people');
  const { value, low, high, cells, chips } = share;
  if (value === null) return <Dash />;
  return (
    <>
      <span className="font-semibold">{t('percent', { value })}</span>
      {low !== null && high !== null && (
        <span className="text-caption text-text-2"> {t('interval', { low, high })}</span>
      )}
      <Below>{t('n', { cells, chips })}</Below>
    </>
  );
}
