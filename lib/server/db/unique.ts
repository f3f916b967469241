import { Prisma } from '@/generated/prisma/client';

/** Whether the database refused a write because a unique value was taken. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
