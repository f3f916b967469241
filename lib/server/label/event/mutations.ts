import type { EventKind } from '@/generated/prisma/enums';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** Appends an event about the whole labelling: SEED with its cells, SUBMIT, RETURN or ACCEPT. */
export async function insertLabellingEvent(
  tx: Tx,
  event: {
    labellingId: string;
    revision: number;
    kind: Exclude<EventKind, 'SAVE'>;
    actorId: string | null;
    source?: 'import' | 'review';
    seed?: Uint8Array;
    note?: string;
    openedMs?: number;
    saveId?: string;
  },
): Promise<void> {
  await tx.labelEvent.create({
    data: {
      labellingId: event.labellingId,
      revision: event.revision,
      kind: event.kind,
      actorId: event.actorId,
      saveId: event.saveId ?? null,
      source: event.source ?? null,
      seed: event.seed ? Uint8Array.from(event.seed) : null,
      note: event.note ?? null,
      msSinceOpen: event.openedMs ?? null,
    },
    select: { id: true },
  });
}
