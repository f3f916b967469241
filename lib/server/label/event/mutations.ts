import type { EventKind, LabellingStatus } from '@/generated/prisma/enums';
import { updateLabelling } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/**
 * Appends an event about a held labelling as a whole (SEED with its cells, SUBMIT, RETURN or ACCEPT), and writes what it makes of
 * the labelling. Returns the new revision.
 */
export async function appendEvent(
  tx: Tx,
  labelling: { id: string; revision: number },
  event: {
    kind: Exclude<EventKind, 'SAVE'>;
    actorId: string | null;
    source?: 'import' | 'review';
    seed?: Uint8Array;
    settled?: Uint8Array | null;
    note?: string;
    openedMs?: number;
    waitedMs?: number | undefined;
    saveId?: string | undefined;
  },
  status: LabellingStatus,
): Promise<number> {
  const revision = labelling.revision + 1;
  await tx.labelEvent.create({
    data: {
      labellingId: labelling.id,
      revision,
      kind: event.kind,
      actorId: event.actorId,
      saveId: event.saveId ?? null,
      source: event.source ?? null,
      seed: event.seed ? Uint8Array.from(event.seed) : null,
      settled: event.settled ? Uint8Array.from(event.settled) : null,
      note: event.note ?? null,
      msSinceOpen: event.openedMs ?? null,
      waitedMs: event.waitedMs ?? null,
    },
    select: { id: true },
  });
  await updateLabelling(tx, labelling.id, {
    ...{ revision, status },
    ...(event.seed ? { cells: event.seed } : {}),
  });
  return revision;
}
