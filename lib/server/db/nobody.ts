import { Prisma } from '@/generated/prisma/client';
import { NOBODY } from '@/lib/domain/review/nobody';

/** Whether a column that names a person or version has this one; NOBODY: none. */
export function isOrNobodySql(column: Prisma.Sql, id: string): Prisma.Sql {
  return id === NOBODY ? Prisma.sql`${column} IS NULL` : Prisma.sql`${column} = ${id}::uuid`;
}
