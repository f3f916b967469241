import type { ProjectId } from '@/lib/core/ids';
import { isTrainable } from '@/lib/domain/label/cell-code';
import { db } from '@/lib/server/db/client';
import { reviewersCells } from '@/lib/server/review/data';
import { draftFrom } from '@/lib/server/review/draft';
import type { ConfirmedChip } from '@/lib/server/snapshot/data';

/** Chips in one read. */
const PAGE = 500;

/** A chip with the labels that it has now, whoever gave them. */
export type LabelledChip = Omit<ConfirmedChip, 'cells'> & { cells: Uint8Array };

/**
 * Chips with labels: the reviewed ones of those that are confirmed, and of those that wait what a reviewer would see. Where there
 * are more than `most`, those that wait come first and then those confirmed last. Chips in which nothing can be learnt are passed over.
 */
export async function* labelledChips(
  projectId: ProjectId,
  most: number,
): AsyncGenerator<LabelledChip> {
  const ids = await db().$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Chip" WHERE "projectId" = ${projectId}::uuid AND "status" IN ('SUBMITTED', 'CONFIRMED')
    ORDER BY "status" = 'CONFIRMED', "confirmedAt" DESC, "number" LIMIT ${most}`;
  for (let from = 0; from < ids.length; from += PAGE) {
    for (const chip of await readPage(ids.slice(from, from + PAGE).map(({ id }) => id))) {
      const { labellings: _, ...rest } = chip;
      const cells = await labelsOf(chip);
      if (cells?.length === chip.rows * chip.cols && cells.some(isTrainable)) {
        yield { ...rest, cells };
      }
    }
  }
}

async function readPage(ids: readonly string[]) {
  return await db().chip.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { number: 'asc' },
    include: {
      asset: { select: { sha256: true, name: true } },
      labellings: {
        where: { OR: [{ kind: 'CONSENSUS' }, { status: { not: 'IN_PROGRESS' } }] },
        orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
      },
    },
  });
}

async function labelsOf(
  chip: Awaited<ReturnType<typeof readPage>>[number],
): Promise<Uint8Array | null> {
  const stored = chip.labellings.find(({ kind }) => kind === 'CONSENSUS') ?? null;
  if (chip.status === 'CONFIRMED') return stored?.cells ?? null;
  const people = chip.labellings.filter(({ kind }) => kind === 'PERSON');
  const draft = draftFrom(chip, stored, people, new Map());
  if (!draft.isNew || stored === null) return draft.draft;
  return draftFrom(chip, stored, people, await reviewersCells(null, stored.id)).draft;
}
