import type { ChipKey } from '@/lib/domain/chip/schema';
import type { HistoryQuery, HistoryReply, HistoryStep } from '@/lib/domain/history/schema';
import { base64Of } from '@/lib/domain/label/cells';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { readEvents } from '@/lib/server/history/data';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { hiddenChips } from '@/lib/server/queue/assignments/data';
import { blindChips } from '@/lib/server/second-look/data';

/**
 * What happened to the labels of a chip, oldest first. Reviewers and admins are told all, a labeler what they did themselves and, of
 * a confirmed chip, how its labels came about; so is who labels it as the second person. What a model said stays hidden while the reader has a control chip before them.
 */
export async function readHistory(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  { cursor, limit }: HistoryQuery,
): Promise<HistoryReply> {
  const chip = await findLabelChip(scope, key);
  const [hidden, blind] = await Promise.all([
    hiddenChips([chip.id], person.userId),
    blindChips([chip.id], person.userId),
  ]);
  const of =
    scope.role === 'LABELER' || blind.has(chip.id)
      ? { userId: person.userId, reviewed: chip.status === 'CONFIRMED' }
      : null;
  const rows = await readEvents(chip.id, of, { cursor, limit: limit + 1 });
  const items = rows.slice(0, limit).map((row) => toStep(row, hidden.has(chip.id)));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.id } : { items };
}

type Row = Awaited<ReturnType<typeof readEvents>>[number];

function toStep(row: Row, hidden: boolean): HistoryStep {
  const { labellingId, of, seed, codes, probabilities, thresholds, when, versions, names } = row;
  const { kind, by, revision, source, note } = row;
  return {
    ...{ kind, by, revision, source, note },
    id: Number(row.id),
    labels: { id: labellingId, of },
    at: row.at.toISOString(),
    cells: row.cells ?? [],
    before: row.before ?? [],
    after: row.after ?? [],
    seed: seed && base64Of(seed),
    proposals:
      hidden || !codes || codes.length === 0
        ? null
        : {
            codes,
            probabilities: probabilities ?? [],
            thresholds: thresholds ?? [],
            when: when ?? [],
            versions: versions ?? [],
            names: names ?? [],
          },
  };
}
