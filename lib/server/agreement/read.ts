import { agreedShare, cohenKappa, krippendorffAlpha } from '@/lib/domain/agreement/coefficient';
import { agreementOf } from '@/lib/domain/agreement/interval';
import { OVERLAP_CHIPS } from '@/lib/domain/agreement/schema';
import type { AgreementView } from '@/lib/domain/agreement/schema';
import {
  coincidenceTable,
  firstOf,
  oneAgainstRest,
  pairTable,
  sumOf,
} from '@/lib/domain/agreement/table';
import type { CodeTable } from '@/lib/domain/agreement/table';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { countWaitingLooks, latestOverlaps, namesOf } from '@/lib/server/agreement/data';
import type { TwoLabellings } from '@/lib/server/agreement/data';

/** Months that are shown. */
const MONTHS = 12;

/** How far people agree, of the latest chips that two of them labelled apart. */
export async function readAgreement({
  projectId,
}: Pick<ProjectScope, 'projectId'>): Promise<AgreementView> {
  const chips = await latestOverlaps(projectId, OVERLAP_CHIPS);
  // of each two people always the same one in the rows
  const tables = chips.map(({ first, firstId, second, secondId }) =>
    firstId < secondId ? pairTable(first, second) : pairTable(second, first),
  );
  const units = chips.map(({ first, second }) => coincidenceTable([first, second]));
  const ids = [...new Set(chips.flatMap(({ firstId, secondId }) => [firstId, secondId]))].sort();
  const names = await namesOf(ids);
  const person = (userId: string) => ({ userId, name: names.get(userId) ?? '' });
  const byPair = groupBy(tables, (i) => [chips[i]?.firstId, chips[i]?.secondId].sort().join(' '));
  const byMonth = groupBy(units, (i) => chips[i]?.month ?? '');
  const codes = [...new Set([...sumOf(units).keys()].map(firstOf))].sort((a, b) => a - b);
  return {
    same: agreementOf(tables, agreedShare),
    alpha: halved(units),
    pairs: [...byPair]
      .map(([pair, own]) => {
        const [first = '', second = ''] = pair.split(' ');
        return {
          first: person(first),
          second: person(second),
          kappa: agreementOf(own, cohenKappa),
        };
      })
      .sort((a, b) => b.kappa.chips - a.kappa.chips),
    people: ids
      .map((userId) => ({
        person: person(userId),
        right: agreementOf(reviewedTables(chips, userId), agreedShare),
      }))
      .sort((a, b) => (a.right.value ?? 2) - (b.right.value ?? 2)),
    classes: codes.map((code) => ({
      code,
      alpha: halved(units.map((unit) => oneAgainstRest(unit, code))),
    })),
    months: [...byMonth]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .slice(0, MONTHS)
      .map(([month, own]) => ({ month, alpha: halved(own) })),
    waiting: await countWaitingLooks(projectId),
  };
}

/** What a person said, before they saw anybody's labels, against what review confirmed. */
function reviewedTables(chips: readonly TwoLabellings[], userId: string): CodeTable[] {
  return chips.flatMap(({ firstId, first, secondId, second, reviewed }) => {
    if (reviewed === null || (firstId !== userId && secondId !== userId)) return [];
    return [pairTable(firstId === userId ? first : second, reviewed)];
  });
}

/** Alpha; a cell with two labels has two coincidences. */
function halved(units: readonly CodeTable[]) {
  const alpha = agreementOf(units, krippendorffAlpha);
  return { ...alpha, cells: Math.round(alpha.cells / 2) };
}

function groupBy(
  tables: readonly CodeTable[],
  keyOf: (index: number) => string,
): Map<string, CodeTable[]> {
  const groups = new Map<string, CodeTable[]>();
  for (const [i, table] of tables.entries()) {
    const key = keyOf(i);
    const group = groups.get(key) ?? [];
    group.push(table);
    groups.set(key, group);
  }
  return groups;
}
