import { clampMs } from '@/lib/contracts/bounds';
import { systemClock } from '@/lib/core/clock';
import { ApiProblem } from '@/lib/client/problem';
import type { SkipTask, Task } from '@/lib/client/outbox/task';
import type { CorrectionRequest } from '@/lib/domain/correction/schema';
import type { Conflict, SaveRequest, SubmitRequest } from '@/lib/domain/label/schema';

/** What the server says of a stroke; the cells as bytes, row by row. */
export interface SaveResult {
  readonly revision: number;
  readonly conflicts: readonly Conflict[];
  readonly cells: Uint8Array;
}

/** How work reaches the server. */
export interface Sender {
  save(path: string, request: SaveRequest): Promise<SaveResult>;
  submit(path: string, request: SubmitRequest): Promise<{ revision: number }>;
  skip(path: string, request: SkipTask['skip']): Promise<void>;
  correct(path: string, request: CorrectionRequest): Promise<void>;
  /** whether the server can work at all; never throws for want of an answer */
  isHealthy(): Promise<boolean>;
}

/** What became of a task: the answer to a stroke, the new revision of a submitted labelling. */
export interface SendResult {
  readonly saved: SaveResult | null;
  readonly revision: number | null;
}

/** Sends one task. `known`: the newest revision of its labelling that the server named in this visit. */
export async function sendTask(
  sender: Sender,
  task: Task,
  known: number | null,
): Promise<SendResult> {
  const { id, path } = task;
  // a task's place in the order is the time at which it was made
  const waitedMs = clampMs(systemClock.now() - task.order);
  switch (task.kind) {
    case 'save': {
      // a labelling that is not known here is saved on its oldest state: the merge is by cell, not by revision
      const openedMs = clampMs(task.save.openedMs);
      const request = { saveId: id, baseRevision: known ?? 0, ...task.save, openedMs, waitedMs };
      const saved = await sender.save(path, request);
      return { saved, revision: saved.revision };
    }
    case 'submit': {
      const openedMs = clampMs(task.submit.openedMs);
      const baseRevision = known ?? task.revision;
      const request = { submitId: id, revision: baseRevision, ...task.submit, openedMs, waitedMs };
      const { revision } = await sender.submit(path, request);
      return { saved: null, revision };
    }
    case 'correction':
      // the revision is the consensus', not that of a labelling of the person
      await sender.correct(path, { correctionId: id, ...task.correction });
      return { saved: null, revision: null };
    case 'skip':
      await sender.skip(path, task.skip);
      return { saved: null, revision: null };
  }
}

/** Whether the server understood and will not have it: sending it again changes nothing. */
export function isRefusal(error: unknown): error is ApiProblem {
  if (!(error instanceof ApiProblem)) return false;
  const passing = [401, 408, 425, 429];
  return error.status >= 400 && error.status < 500 && !passing.includes(error.status);
}
