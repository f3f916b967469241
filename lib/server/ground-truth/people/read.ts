import { pairTable, secondOf } from '@/lib/domain/agreement/table';
import { medianOf, reliabilityOf, scoreOf } from '@/lib/domain/ground-truth/reliability';
import type { Reliability, ReliabilityView } from '@/lib/domain/ground-truth/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { lastRounds, latestAnswers, peopleToRead } from '@/lib/server/ground-truth/people/data';
import type { TruthAnswer } from '@/lib/server/ground-truth/people/data';

/** Answers that figures rest on: the latest ones. */
const ANSWERS = 5000;
/** Months that are told. */
const MONTHS = 12;

/** How reliable people are: what they labelled on ground truth chips against the reviewed labels as they are now. */
export async function readReliability({
  projectId,
}: Pick<ProjectScope, 'projectId'>): Promise<ReliabilityView> {
  const [answers, rounds] = await Promise.all([
    latestAnswers(projectId, ANSWERS),
    lastRounds(projectId),
  ]);
  const ids = [...answers, ...rounds].map(({ userId }) => userId);
  const people = await peopleToRead(projectId, [...new Set(ids)]);
  const roundOf = new Map(rounds.map((round) => [round.userId, round]));
  return {
    items: people.map(({ id, name }) => {
      const round = roundOf.get(id);
      return {
        person: { userId: id, name },
        ...figuresOf(answers.filter(({ userId }) => userId === id)),
        practice: round
          ? {
              ...{ round: round.round, ended: round.endedAt !== null, passed: round.passed },
              ...{ same: round.same ?? 0, cells: round.cells ?? 0 },
            }
          : null,
      };
    }),
  };
}

function figuresOf(
  answers: readonly TruthAnswer[],
): Pick<Reliability, 'right' | 'classes' | 'months' | 'seconds'> {
  const tables = answers.map(({ mine, reviewed }) => pairTable(mine, reviewed));
  const codes = [...new Set(tables.flatMap((table) => [...table.keys()].map(secondOf)))];
  const months = [...new Set(answers.map(({ month }) => month))].sort().reverse();
  const ms = medianOf(answers.flatMap(({ openedMs }) => openedMs ?? []));
  return {
    right: reliabilityOf(tables.map((table) => scoreOf(table))),
    classes: codes
      .sort((a, b) => a - b)
      .map((code) => ({ code, found: reliabilityOf(tables.map((one) => scoreOf(one, code))) })),
    months: months.slice(0, MONTHS).map((month) => ({
      month,
      right: reliabilityOf(
        tables.filter((_, i) => answers[i]?.month === month).map((table) => scoreOf(table)),
      ),
    })),
    seconds: ms === null ? null : ms / 1000,
  };
}
