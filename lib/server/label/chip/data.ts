import type { ChipStatus } from '@/generated/prisma/enums';
import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { db } from '@/lib/server/db/client';

/** What labelling needs to know of a chip. */
export interface LabelChip {
  id: string;
  number: number;
  rows: number;
  cols: number;
  status: ChipStatus;
}

/** A chip of the project by id or number. @throws AppError `not_found` */
export async function findLabelChip(scope: ProjectScope, key: ChipKey): Promise<LabelChip> {
  const chip = await db().chip.findFirst({
    where: {
      projectId: scope.projectId,
      ...(typeof key === 'number' ? { number: key } : { id: key }),
    },
    select: { id: true, number: true, rows: true, cols: true, status: true },
  });
  if (!chip) throw new AppError('not_found', 'chip.missingHere');
  return chip;
}

/** Ids of the project's chips by number; numbers that it does not have are missing. */
export async function chipsByNumber(
  scope: ProjectScope,
  numbers: readonly number[],
): Promise<Map<number, string>> {
  const rows = await db().chip.findMany({
    where: { projectId: scope.projectId, number: { in: [...numbers] } },
    select: { id: true, number: true },
  });
  return new Map(rows.map((row) => [row.number, row.id]));
}
