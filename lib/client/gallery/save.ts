import { z } from 'zod';
import { api } from '@/lib/client/api';
import type { ChipDecisions } from '@/lib/client/gallery/decisions';
import { CellVerdictsReply } from '@/lib/domain/gallery/schema';
import { VerdictReply } from '@/lib/domain/review/schema';

/** How to take back what was saved of a chip. */
export type Undo =
  | { kind: 'reopen' }
  | { kind: 'labels'; labels: { cell: number; before: number; after: number }[] };

/** What became of one chip's decisions. */
export interface ChipResult {
  readonly chipId: string;
  readonly number: number;
  /** items that are decided now */
  readonly done: readonly string[];
  readonly undo: Undo | null;
  /** why the others are not, in words */
  readonly problem: string | null;
  readonly conflicts: number;
}

/** Requests under way at a time. */
const AT_ONCE = 4;

/** Saves decisions, a request a chip; `signal` ends it between two chips. Each result is told as it comes. */
export async function saveDecisions(
  slug: string,
  chips: readonly ChipDecisions[],
  openedMs: number,
  onResult: (result: ChipResult) => void,
): Promise<void> {
  await inTurns(chips, async (chip) => {
    onResult(await saveChip(slug, chip, openedMs));
  });
}

/** Takes saved decisions back, the last chip first; problems in words. */
export async function undoSaved(
  slug: string,
  saved: readonly { chipId: string; undo: Undo }[],
): Promise<string[]> {
  const problems: string[] = [];
  await inTurns(saved.toReversed(), async ({ chipId, undo }) => {
    try {
      await undoChip(`/projects/${slug}/chips/${chipId}/review`, undo);
    } catch (error) {
      problems.push(messageOf(error));
    }
  });
  return problems;
}

async function undoChip(path: string, undo: Undo): Promise<void> {
  if (undo.kind === 'reopen') {
    await api(VerdictReply, `${path}/reopen`, { method: 'POST', body: {} });
    return;
  }
  const verdicts = undo.labels.map((label) => ({ ...label, undo: true }));
  await api(CellVerdictsReply, `${path}/cells`, {
    body: { saveId: crypto.randomUUID(), openedMs: 0, verdicts },
  });
}

async function saveChip(
  slug: string,
  { chip, ids, verdict, labels }: ChipDecisions,
  openedMs: number,
): Promise<ChipResult> {
  const path = `/projects/${slug}/chips/${chip.id}/review`;
  const result = { chipId: chip.id, number: chip.number, done: ids, problem: null, conflicts: 0 };
  try {
    if (verdict?.kind === 'return') {
      await api(VerdictReply, `${path}/return`, { body: { reason: verdict.reason } });
      return { ...result, undo: { kind: 'reopen' } };
    }
    if (verdict) {
      const { revision, basis } = chip;
      await api(VerdictReply, `${path}/accept`, { body: { revision, basis, openedMs } });
      return { ...result, undo: { kind: 'reopen' } };
    }
    const reply = await api(CellVerdictsReply, `${path}/cells`, {
      body: { saveId: crypto.randomUUID(), openedMs, verdicts: labels },
    });
    return { ...result, ...labelsDone(ids, labels, reply) };
  } catch (error) {
    return { ...result, done: [], undo: null, problem: messageOf(error) };
  }
}

function labelsDone(
  ids: readonly string[],
  labels: ChipDecisions['labels'],
  reply: CellVerdictsReply,
): Pick<ChipResult, 'done' | 'undo' | 'conflicts'> {
  const applied = new Set(reply.applied);
  const before = new Map(reply.written.map((one) => [one.cell, one.before]));
  const undo = labels
    .filter(({ cell }) => applied.has(cell))
    // set back what was written; of a label that was kept only that somebody stands for it
    .map(({ cell, after }) => ({ cell, before: after, after: before.get(cell) ?? after }));
  return {
    done: ids.filter((_, place) => applied.has(labels[place]?.cell ?? -1)),
    undo: undo.length > 0 ? { kind: 'labels', labels: undo } : null,
    conflicts: reply.conflicts.length,
  };
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const take = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

function messageOf(error: unknown): string {
  return error instanceof z.ZodError || !(error instanceof Error) ? String(error) : error.message;
}
