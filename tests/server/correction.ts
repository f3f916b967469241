import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import type { Person } from '@/lib/server/auth/gate';
import { askCorrection, confirmedChip } from '@/lib/server/correction/ask';
import { acceptCorrection, declineCorrection } from '@/lib/server/correction/settle';
import { db } from '@/lib/server/db/client';
import { reviewChip } from '@/lib/server/review/view';
import { asReviewer, cellsOf, confirm, label, oneChip } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

/** A chip that Ada labelled as absent and Rita confirmed. */
export async function confirmed(at: Setting): Promise<Chip> {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [1, 1, 1, 1]);
  await confirm(at, chip);
  return chip;
}

/** Asks for these codes in the cells of a chip confirmed as absent; 0 says nothing. */
export async function ask(
  at: Setting,
  chip: Chip,
  person: Person,
  codes: readonly number[],
  reason = '',
): Promise<string> {
  const correctionId = newId();
  const changes = codes.flatMap((after, cell) => (after === 0 ? [] : [{ cell, before: 1, after }]));
  await askCorrection(at.project.scope, person, chip.id, { correctionId, changes, reason });
  return correctionId;
}

/** A reviewer accepts a correction of the labels as they are now; Rolf, if nobody else. */
export async function accept(at: Setting, chip: Chip, correctionId: string, person = at.rolf) {
  const { consensus } = await reviewChip(asReviewer(at), chip.id);
  const request = { correctionId, revision: consensus.revision };
  return await acceptCorrection(asReviewer(at), person, chip.id, request);
}

/** Rolf declines a correction. */
export async function decline(at: Setting, chip: Chip, correctionId: string) {
  const request = { correctionId, reason: 'It is a shadow.' };
  return await declineCorrection(asReviewer(at), at.rolf, chip.id, request);
}

/** The codes that count of a confirmed chip. */
export async function consensusOf(at: Setting, chip: Chip): Promise<number[]> {
  return cellsOf((await confirmedChip(at.project.scope, at.ada, chip.id)).labelling.cells);
}

/** What the chip's row says of its confirmation. */
export async function chipRow(chip: Chip) {
  return await db().chip.findUniqueOrThrow({
    where: { id: chip.id },
    select: { status: true, confirmedAt: true, confirmedById: true },
  });
}

/** The stored counts, and the same counted anew. */
export async function sums(at: Setting) {
  const read = async () => {
    const where = { projectId: at.project.id };
    const [counts, chips, agreements, waiting] = await Promise.all([
      db().confirmedCount.groupBy({
        by: ['split', 'outcome', 'code'],
        where,
        _sum: { chips: true, cells: true },
      }),
      db().confirmedChip.findMany({ where, orderBy: { chipId: 'asc' } }),
      db().labelAgreement.findMany({ where, orderBy: [{ chipId: 'asc' }, { userId: 'asc' }] }),
      db().waitingChip.findMany({ where, select: { chipId: true }, orderBy: { chipId: 'asc' } }),
    ]);
    const rows = counts
      .filter(({ _sum }) => Object.values(_sum).some((sum) => Number(sum) !== 0))
      .map((row) =>
        JSON.stringify(row, (_, value: unknown) =>
          typeof value === 'bigint' ? Number(value) : value,
        ),
      )
      .sort();
    return { rows, chips, agreements, waiting };
  };
  const stored = await read();
  await asOwner('SELECT "rebuild_confirmed_counts"(), "rebuild_review_figures"()');
  return { stored, counted: await read() };
}
