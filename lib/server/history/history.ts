import type { ChipKey } from '@/lib/domain/chip/schema';
import type { HistoryQuery, HistoryReply, HistoryStep } from '@/lib/domain/history/schema';
import { base64Of } from '@/lib/domain/label/cells';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { readEvents, readTruthEvents } from '@/lib/server/history/data';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { findTruthLabelling } from '@/lib/server/ground-truth/labelling/data';
import { isMasked } from '@/lib/server/ground-truth/masked/data';
import { recordAssignments } from '@/lib/server/queue/assignments/mutations';
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
  const { userId } = person;
  const [hidden, blind, masked] = await Promise.all([
    hiddenChips([chip.id], userId),
    blindChips([chip.id], userId),
    isMasked(scope, userId, chip.id),
  ]);
  const reviewed = chip.status === 'CONFIRMED' && !masked;
  const of = scope.role === 'LABELER' || blind.has(chip.id) ? { userId, reviewed } : null;
  // a labeler who has seen how labels came about never gets the chip as ground truth
  if (of && reviewed && !scope.archived) {
    await recordAssignments(scope.projectId, userId, [{ id: chip.id, reason: null }]);
  }
  const truth = masked ? await findTruthLabelling(null, { chipId: chip.id, userId }) : null;
  const page = { cursor, limit: limit + 1 };
  const rows = truth
    ? await readTruthEvents(truth, person.name, page)
    : await readEvents(chip.id, of, page);
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
