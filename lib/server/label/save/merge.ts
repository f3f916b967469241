import type { LabellingStatus } from '@/generated/prisma/enums';
import { base64Of } from '@/lib/domain/label/cells';
import { AppError } from '@/lib/server/app-error';
import { mergeChanges } from '@/lib/domain/label/labelling';
import type { CellConflict } from '@/lib/domain/label/labelling';
import type { Conflict, SaveReply, SaveRequest } from '@/lib/domain/label/schema';
import { lastSetters } from '@/lib/server/label/event/data';
import type { LabellingKey } from '@/lib/server/label/labelling/data';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { writeSave } from '@/lib/server/label/save/mutations';
import type { ChipAtSave } from '@/lib/server/label/save/mutations';

/** A save and the labelling that it meets. */
export interface MeetingSave {
  key: LabellingKey;
  /** id null: nobody saved yet */
  labelling: { id: string | null; cells: Uint8Array; revision: number };
  /** cells that the same save has set already */
  done: ReadonlySet<number>;
  request: SaveRequest;
  actorId: string;
  /** what the labelling is after it */
  status: LabellingStatus;
  chip: ChipAtSave;
}

/**
 * Merges a save into a labelling and appends its event: one revision a save that changes something. A change applies where
 * the cell still has the code that the client saw; cells that others set meanwhile come back as conflicts and stay as they
 * are. The same save sent again changes nothing and gets the same answer. Null, and nothing is written, where labelling or chip
 * have changed since they were read; that cannot be where their rows are held.
 */
export async function mergeAndWrite(tx: Tx | null, save: MeetingSave): Promise<SaveReply | null> {
  const { key, labelling, done, request, actorId, status, chip } = save;
  if (request.baseRevision > labelling.revision) {
    throw new AppError('conflict', 'label.unknownRevision');
  }
  const open = request.changes.filter((change) => !done.has(change.cell));
  const { cells, applied, already, conflicts } = mergeChanges(labelling.cells, open);
  const changes = applied.length > 0;
  if (changes) {
    const { id: labellingId, revision } = labelling;
    const { saveId, openedMs, waitedMs } = request;
    const write = { labellingId, key, revision, cells, status, applied, chip };
    if (!(await writeSave(tx, { ...write, actorId, saveId, openedMs, waitedMs }))) return null;
  }
  const set = [...done, ...[...applied, ...already].map((change) => change.cell)];
  return {
    revision: labelling.revision + (changes ? 1 : 0),
    applied: [...new Set(set)].sort((a, b) => a - b),
    conflicts: await withSetters(tx, labelling.id, conflicts),
    cells: base64Of(cells),
  };
}

async function withSetters(
  tx: Tx | null,
  labellingId: string | null,
  conflicts: readonly CellConflict[],
): Promise<Conflict[]> {
  if (conflicts.length === 0 || labellingId === null) {
    return conflicts.map((conflict) => ({ ...conflict, by: null, at: null }));
  }
  const cells = conflicts.map((conflict) => conflict.cell);
  const setters = await lastSetters(tx, labellingId, cells);
  return conflicts.map((conflict) => {
    const who = setters.get(conflict.cell);
    return {
      ...conflict,
      by: who ? { userId: who.userId, name: who.name } : null,
      at: who?.at.toISOString() ?? null,
    };
  });
}
