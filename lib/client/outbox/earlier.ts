import type { SaveTask, Task } from '@/lib/client/outbox/task';
import type { CellChange } from '@/lib/domain/label/schema';

/** A change as versions 1 to 3 of the store kept it. */
type EarlierChange = Omit<CellChange, 'source'> & { means: CellChange['source'] };

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

function renamed({ means, ...change }: EarlierChange): CellChange {
  return { ...change, source: means };
}
