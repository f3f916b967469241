import type { Comment } from '@/generated/prisma/client';
import { instant } from '@/lib/core/clock';
import type { NewComment } from '@/lib/domain/comment/schema';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** Writes a comment down. */
export async function insertComment(
  tx: Tx,
  chipId: string,
  userId: string,
  comment: NewComment,
): Promise<void> {
  await tx.comment.create({
    data: { ...comment, mentions: [...comment.mentions], chipId, userId },
    select: { id: true },
  });
}

/** A comment of a chip, held until the transaction ends; null where the chip has none by this id. */
export async function holdComment(
  tx: Tx,
  chipId: string,
  id: string,
): Promise<Pick<
  Comment,
  'id' | 'threadId' | 'userId' | 'resolvedAt' | 'deletedAt' | 'mentions'
> | null> {
  await tx.$queryRaw`SELECT 1 FROM "Comment" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return await tx.comment.findFirst({
    where: { id, chipId },
    select: {
      ...{ id: true, threadId: true, userId: true },
      ...{ resolvedAt: true, deletedAt: true, mentions: true },
    },
  });
}

/** A comment by its id, wherever it is. */
export async function findComment(tx: Tx, id: string) {
  return await tx.comment.findUnique({
    where: { id },
    select: { id: true, chipId: true, threadId: true, userId: true, deletedAt: true },
  });
}

/** Changes the words of a comment. */
export async function editComment(
  tx: Tx,
  id: string,
  { text, mentions }: { text: string; mentions: readonly string[] },
): Promise<void> {
  const data = { text, mentions: [...mentions], editedAt: instant() };
  await tx.comment.update({ where: { id }, data, select: { id: true } });
}

/** Resolves a thread, or opens it again (null). */
export async function setResolved(tx: Tx, id: string, byId: string | null): Promise<void> {
  const data = { resolvedById: byId, resolvedAt: byId === null ? null : instant() };
  await tx.comment.update({ where: { id }, data, select: { id: true } });
}

/** Takes a comment out of sight, or puts it back. */
export async function setDeleted(tx: Tx, id: string, deleted: boolean): Promise<void> {
  const data = { deletedAt: deleted ? instant() : null };
  await tx.comment.update({ where: { id }, data, select: { id: true } });
}
