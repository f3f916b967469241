import type { ChipKey } from '@/lib/domain/chip/schema';
import type { CellVerdicts, CellVerdictsReply } from '@/lib/domain/gallery/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CellChange, Conflict } from '@/lib/domain/label/schema';
import { reviewLabels } from '@/lib/domain/review/label';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { readGalleryChips } from '@/lib/server/gallery/chips/data';
import { labelsOf } from '@/lib/server/gallery/labels';
import { dropKept, putKept } from '@/lib/server/kept-label/mutations';
import { findLabelChip } from '@/lib/server/label/chip/data';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { assertChangesFit } from '@/lib/server/label/save/check';
import { openClasses } from '@/lib/server/label/save/data';
import { lockReview } from '@/lib/server/review/consensus';
import { readDraft } from '@/lib/server/review/draft';
import { reopenWithin } from '@/lib/server/review/reopen';
import { saveWithin } from '@/lib/server/review/save';
import { acceptWithin } from '@/lib/server/review/verdict/verdict';

/**
 * Takes a reviewer's verdicts on labels of one chip, all in one transaction. A label that is kept is recorded as looked at; one
 * that is set, and one that decides where people differ, is a correction of the reviewed labels like any other. Of a confirmed chip
 * they are set by who may take its verdict back: it is opened again, corrected and accepted, or stays as it is. What has another
 * label by now comes back as a conflict.
 * @throws AppError `not_ready` unless the chip waits or is confirmed, and where it could not be accepted again; `forbidden` where
 * the verdict is not theirs to take back; `invalid` for cells off the chip and codes of no class
 */
export async function saveCellVerdicts(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: CellVerdicts,
): Promise<CellVerdictsReply> {
  const chip = await findLabelChip(scope, key);
  const classes = await openClasses(null, scope);
  return await inTransaction(async (tx) => {
    const { labelling, held } = await lockReview(tx, chip);
    const asked = { scope, person, chip: { ...chip, status: held.status } };
    const sorted = await sortVerdicts(tx, asked, labelling, request);
    assertFit(request, sorted.changes, { size: chip.rows * chip.cols, classes });
    const saved = await write(tx, asked, { ...sorted, request });
    const failed = new Set([...sorted.conflicts, ...saved.conflicts].map((one) => one.cell));
    const applied = request.verdicts.filter(({ cell }) => !failed.has(cell));
    await noteKept(tx, asked, applied);
    return {
      status: saved.status,
      revision: saved.revision,
      basis: sorted.basis,
      applied: applied.map((one) => one.cell),
      written: sorted.changes
        .filter(({ cell }) => !failed.has(cell))
        .map(({ cell, before }) => ({ cell, before })),
      conflicts: [...sorted.conflicts, ...saved.conflicts],
    };
  });
}

/** A label that is kept may be of a class that is archived by now; one that is set may not. */
function assertFit(
  { verdicts }: CellVerdicts,
  changes: readonly CellChange[],
  { size, classes }: { size: number; classes: readonly number[] },
): void {
  assertChangesFit(
    verdicts.map(({ cell }) => ({ cell, after: UNLABELLED })),
    size,
    classes,
  );
  assertChangesFit(changes, size, classes);
}

interface Asked {
  scope: ProjectScope;
  person: Person;
  /** with its row held */
  chip: LabelChip;
}

/** Nobody stands for a cell that has no label. What is taken back is one's own word, by admins anybody's. */
async function noteKept(
  tx: Tx,
  { scope, person, chip }: Asked,
  verdicts: CellVerdicts['verdicts'],
): Promise<void> {
  const kept = verdicts.filter(({ undo, after }) => !undo && after !== UNLABELLED);
  await putKept(
    tx,
    person.userId,
    kept.map(({ cell, after }) => ({ chipId: chip.id, cell, code: after })),
  );
  await dropKept(
    tx,
    scope.role === 'ADMIN' ? null : person.userId,
    verdicts
      .filter(({ undo }) => undo)
      .map(({ cell, before }) => ({ chipId: chip.id, cell, code: before })),
  );
}

interface Sorted {
  /** what must be written */
  changes: CellChange[];
  conflicts: Conflict[];
  revision: number;
  basis: string;
}

/** Sorts verdicts by the labels that the cells have now. */
async function sortVerdicts(
  tx: Tx,
  { scope, person, chip }: Asked,
  stored: LockedLabelling,
  { verdicts }: CellVerdicts,
): Promise<Sorted> {
  const [row] = await readGalleryChips(scope.projectId, [chip.id], person.userId, tx);
  if (!row) throw new AppError('not_found', 'chip.missingHere');
  if (row.status !== 'SUBMITTED' && row.status !== 'CONFIRMED') {
    throw new AppError('not_ready', 'review.notWaiting', {}, { status: row.status });
  }
  const { draft, basis } = await readDraft(tx, chip, stored);
  const labels = new Map(
    reviewLabels(labelsOf(row, null)).map(({ cell, code }) => [cell, code] as const),
  );
  const changes: CellChange[] = [];
  const conflicts: Conflict[] = [];
  for (const { cell, before, after, undo } of verdicts) {
    const now = labels.get(cell) ?? UNLABELLED;
    if (now !== before && now !== after) {
      conflicts.push({ cell, yours: after, theirs: now, by: null, at: null });
      continue;
    }
    const drafted = draft[cell] ?? UNLABELLED;
    if (drafted === after) continue;
    const source = undo ? ('undo' as const) : ('hand' as const);
    changes.push({ cell, before: drafted, after, source, shown: null });
  }
  return { changes, conflicts, revision: stored.revision, basis };
}

interface Written {
  status: CellVerdictsReply['status'];
  revision: number;
  conflicts: Conflict[];
}

async function write(
  tx: Tx,
  { scope, person, chip }: Asked,
  { changes, revision, basis, request }: Sorted & { request: CellVerdicts },
): Promise<Written> {
  const { saveId, openedMs } = request;
  if (changes.length === 0) return { status: chip.status, revision, conflicts: [] };
  const isConfirmed = chip.status === 'CONFIRMED';
  if (isConfirmed) await reopenWithin(tx, scope, person, chip);
  // opening it again is an event of its own
  const baseRevision = isConfirmed && revision > 0 ? revision + 1 : revision;
  const { revision: saved, conflicts } = await saveWithin(tx, person, chip, {
    ...{ saveId, baseRevision, openedMs, changes },
  });
  if (!isConfirmed) return { status: 'SUBMITTED', revision: saved, conflicts };
  await acceptWithin(tx, scope, person, chip.id, { revision: saved, basis, openedMs: 0 });
  return { status: 'CONFIRMED', revision: saved + 1, conflicts };
}
