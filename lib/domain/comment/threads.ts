import type { ThreadView } from '@/lib/domain/comment/schema';

/** A comment as it is stored, with names. */
export interface StoredComment {
  id: string;
  threadId: string | null;
  cell: number | null;
  flag: boolean;
  text: string;
  at: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  resolvedAt: Date | null;
  by: { userId: string; name: string };
  resolvedBy: string | null;
  mentions: { userId: string; name: string }[];
}

/** Comments of one chip, oldest first, as threads. What was taken back keeps its place while others answer it, without its words. */
export function threadsOf(comments: readonly StoredComment[]): ThreadView[] {
  const answers = comments.filter(({ deletedAt }) => deletedAt === null);
  return comments
    .filter(({ threadId }) => threadId === null)
    .map((first) => ({ first, after: answers.filter(({ threadId }) => threadId === first.id) }))
    .filter(({ first, after }) => first.deletedAt === null || after.length > 0)
    .map(({ first, after }) => ({
      id: first.id,
      cell: first.cell,
      flag: first.flag,
      resolved: first.resolvedAt && {
        by: first.resolvedBy ?? '',
        at: first.resolvedAt.toISOString(),
      },
      comments: [first, ...after].map(toView),
    }));
}

function toView(row: StoredComment): ThreadView['comments'][number] {
  const deleted = row.deletedAt !== null;
  return {
    id: row.id,
    by: row.by,
    text: deleted ? '' : row.text,
    mentions: deleted ? [] : row.mentions,
    at: row.at.toISOString(),
    edited: row.editedAt !== null,
    deleted,
  };
}
