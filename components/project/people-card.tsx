import { Avatar } from '@/components/ui/avatar';
import { Card } from '@/components/ui/card';
import { Table } from '@/components/ui/table';
import { ROLE_WORDS } from '@/lib/domain/member/schema';
import { PACE_DAYS } from '@/lib/domain/project/overview';
import type { PersonLine } from '@/lib/domain/project/overview';

/** The project's people: pace, chips, and agreement with the consensus with its n. */
export function PeopleCard({ people, me }: { people: readonly PersonLine[]; me: string }) {
  return (
    <Card title="People" note={`chips a day for ${String(PACE_DAYS)} days`}>
      <Table className="[&_td]:px-1 [&_th]:px-1">
        <thead>
          <tr>
            <th>Who</th>
            <th>Pace</th>
            <th className="num">Chips</th>
            <th className="num">Agreement</th>
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
                      {ROLE_WORDS[person.role].name.toLowerCase()}
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
      <p className="mt-2 text-caption text-text-3">
        Chips submitted, confirmed or returned. Agreement: share of cells of confirmed chips where
        the person&apos;s label is the consensus.
      </p>
    </Card>
  );
}

function Pace({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  const total = days.reduce((sum, n) => sum + n, 0);
  return (
    <svg
      width={days.length * 4}
      height={20}
      role="img"
      aria-label={`${String(total)} chips in ${String(days.length)} days`}
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

function Chips({ labelled, reviewed }: { labelled: number; reviewed: number }) {
  const words = `${labelled.toLocaleString('en')} submitted, ${reviewed.toLocaleString('en')} confirmed or returned`;
  return (
    <span className="font-semibold" title={words}>
      {(labelled + reviewed).toLocaleString('en')}
      <span className="sr-only"> chips: {words}</span>
    </span>
  );
}

function Agreement({ same, cells }: { same: number; cells: number }) {
  if (cells === 0) return <span className="text-text-3">–</span>;
  return (
    <>
      <span className="font-semibold">{Math.floor((100 * same) / cells)} %</span>{' '}
      <span className="block text-caption text-text-3">n {cells.toLocaleString('en')}</span>
    </>
  );
}
