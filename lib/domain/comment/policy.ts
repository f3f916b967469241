import type { RoleName } from '@/lib/domain/member/schema';

interface Reader {
  userId: string;
  role: RoleName;
}

/** Edit, take back and put back: each their own words. */
export function mayChange(reader: Pick<Reader, 'userId'>, comment: { userId: string }): boolean {
  return comment.userId === reader.userId;
}

/** Resolve a thread and open it again: who began it, and reviewers and admins. */
export function mayResolve(reader: Reader, thread: { userId: string }): boolean {
  return reader.role !== 'LABELER' || thread.userId === reader.userId;
}
