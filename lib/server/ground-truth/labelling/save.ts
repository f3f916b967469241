import { base64Of } from '@/lib/domain/label/cells';
import { isDecided } from '@/lib/domain/label/cell-code';
import { mergeChanges } from '@/lib/domain/label/labelling';
import type { SaveReply, SaveRequest, SubmitRequest } from '@/lib/domain/label/schema';
import { AppError } from '@/lib/server/app-error';
import type { Person } from '@/lib/server/auth/person';
import { findTruthLabelling } from '@/lib/server/ground-truth/labelling/data';
import type { TruthLabelling } from '@/lib/server/ground-truth/labelling/data';
import { eventsOf } from '@/lib/server/ground-truth/labelling/events';
import { writeTruthSave, writeTruthSubmit } from '@/lib/server/ground-truth/labelling/mutations';
import { toEventRows } from '@/lib/server/label/event/rows';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/**
 * Saves changes to what a person labels on a ground truth chip, by the rules of every other labelling (lib/server/label/save). The
 * chip itself, its labels and its history stay as they are.
 * @throws AppError `not_ready` on a practice chip that is submitted: its person has seen the reviewed labels
 */
export async function saveTruth(
  person: Pick<Person, 'userId' | 'name'>,
  chipId: string,
  request: SaveRequest,
): Promise<SaveReply> {
  const key = { chipId, userId: person.userId };
  return await inTransaction(async (tx) => {
    const held = await findTruthLabelling(tx, key, true);
    if (!held) throw new AppError('not_found', 'chip.missingHere');
    const { saveId } = request;
    const same = eventsOf(held).filter((event) => event.saveId === saveId);
    const done = new Set(same.flatMap((event) => event.cells));
    const open = request.changes.filter(({ cell }) => !done.has(cell));
    if (open.length > 0) assertOpen(held);
    if (request.baseRevision > held.revision) {
      throw new AppError('conflict', 'label.unknownRevision');
    }
    const { cells, applied, already, conflicts } = mergeChanges(held.cells, open);
    const changes = applied.length > 0;
    const revision = held.revision + (changes ? 1 : 0);
    if (changes) {
      const events = toEventRows(applied).map((row) => ({
        ...{ kind: 'SAVE' as const, saveId, revision },
        ...row,
      }));
      await writeTruthSave(tx, key, { revision, cells, events });
    }
    const set = [...done, ...[...applied, ...already].map(({ cell }) => cell)];
    const by = { userId: person.userId, name: person.name };
    const at = held.updatedAt?.toISOString() ?? null;
    return {
      revision,
      applied: [...new Set(set)].sort((a, b) => a - b),
      conflicts: conflicts.map((conflict) => ({ ...conflict, by, at })),
      cells: base64Of(cells),
    };
  });
}

/**
 * Submits a held labelling of a ground truth chip, as lib/server/label/submit does others. Nothing of the chip changes. False: the
 * same submit was taken before.
 */
export async function submitTruth(
  tx: Tx,
  key: { chipId: string; userId: string },
  held: TruthLabelling,
  request: SubmitRequest,
): Promise<boolean> {
  const { submitId: saveId = null, openedMs } = request;
  const isKnown = eventsOf(held).some(
    (event) => event.kind === 'SUBMIT' && event.saveId === saveId,
  );
  if (saveId !== null && isKnown) return false;
  if (request.revision !== held.revision) {
    throw new AppError('conflict', 'label.changedElsewhere', {}, { revision: held.revision });
  }
  if (!held.cells.some(isDecided)) throw new AppError('not_ready', 'label.nothingDecided');
  assertOpen(held);
  const event = { ...NO_CHANGES, kind: 'SUBMIT' as const, saveId, revision: held.revision + 1 };
  await writeTruthSubmit(tx, key, { event, openedMs });
  return true;
}

const NO_CHANGES = {
  ...{ source: null, cells: [], before: [], after: [] },
  ...{ shownCodes: null, shownProbabilities: null, shownThresholds: null },
  ...{ shownWhen: null, shownVersions: null, versionIds: null },
};

function assertOpen({ round, submittedAt }: TruthLabelling): void {
  if (round !== null && submittedAt !== null) throw new AppError('not_ready', 'label.confirmed');
}
