import type { SaveTask, Task } from '@/lib/client/outbox/task';
import { ShownProposal } from '@/lib/domain/label/schema';
import type { CellChange } from '@/lib/domain/label/schema';

/** A change as versions 1 to 3 of the store kept it. */
interface EarlierChange extends Omit<CellChange, 'source' | 'shown'> {
  means: CellChange['source'];
  shown: EarlierProposal | null;
}

/** `when` was before, after (only after the cell was decided) or hidden. */
type EarlierProposal = Omit<ShownProposal, 'threshold' | 'when'> & { when: string };

interface EarlierSave {
  saveId: string;
  openedMs: number;
  changes: EarlierChange[];
}

/** A save as version 1 kept it. */
export interface FirstSave {
  order: number;
  path: string;
  sheet: string;
  userId: string;
  save: EarlierSave;
}

type Renamed<T> = T extends SaveTask
  ? Omit<T, 'labelling' | 'save'> & { save: Omit<EarlierSave, 'saveId'> }
  : Omit<T, 'labelling'>;
/** A task as versions 2 (`sheet`) and 3 (`labelling`) kept it. */
export type EarlierTask = Renamed<Task> & ({ sheet: string } | { labelling: string });

/** A save of version 1 as a task of today. */
export function fromFirst({ save, order, path, sheet, userId }: FirstSave): SaveTask {
  const { saveId, openedMs } = save;
  const [slug = ''] = sheet.split('/');
  const place = { order, path, labelling: sheet, slug, number: 0, userId };
  const changes = save.changes.map(renamed);
  return { kind: 'save', id: saveId, ...place, save: { openedMs, changes } };
}

/** A task of version 2 or 3 as one of today. */
export function fromEarlier(task: EarlierTask): Task {
  const labelling = 'sheet' in task ? task.sheet : task.labelling;
  if (task.kind !== 'save') return { ...task, labelling };
  const { openedMs, changes } = task.save;
  return { ...task, labelling, save: { openedMs, changes: changes.map(renamed) } };
}

function renamed({ means, shown, ...change }: EarlierChange): CellChange {
  return { ...change, source: means, shown: shown && shownOf(shown) };
}

/** The server refuses a whole stroke for one value that it does not know: what is not said today had no mark on the cell. */
function shownOf(shown: EarlierProposal): ShownProposal {
  const when = ShownProposal.shape.when.catch('undrawn').parse(shown.when);
  return { ...shown, when, threshold: null };
}
