import type { NoticePage, NoticeQuery, ReadNotices, Unread } from '@/lib/domain/notice/schema';
import type { Person } from '@/lib/server/auth/gate';
import { countUnread, readNotices } from '@/lib/server/notice/data';
import { readAll, setRead } from '@/lib/server/notice/mutations';

/** A page of the person's notices, newest first. */
export async function listNotices(
  { userId }: Person,
  { cursor, limit }: NoticeQuery,
): Promise<NoticePage> {
  const found = await readNotices(userId, { before: cursor ?? null, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last ? { items, nextCursor: last.id } : { items };
}

/** How many of the person's notices are unread. */
export async function unreadNotices({ userId }: Person): Promise<Unread> {
  return { unread: await countUnread(userId) };
}

/** Marks notices as read, or unread again. */
export async function markNotices(person: Person, request: ReadNotices): Promise<Unread> {
  if ('ids' in request) await setRead(person.userId, request.ids, request.read);
  else await readAll(person.userId, request.upTo);
  return await unreadNotices(person);
}
