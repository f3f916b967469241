import { Prisma } from '@/generated/prisma/client';
import { ABSENT, FIRST_CLASS } from '@/lib/domain/label/cell-code';

/** SQL for `isTrainable` (lib/domain/label/cell-code.ts) of a code: a column or an expression that is an integer. */
export function trainableSql(code: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${code} = ${ABSENT} OR ${code} >= ${FIRST_CLASS})`;
}
