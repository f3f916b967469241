import { chipNumbers } from '@/lib/domain/search/schema';
import type { SearchReply } from '@/lib/domain/search/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import type { ChipReader } from '@/lib/server/chip/data';
import { maskedChips } from '@/lib/server/ground-truth/masked/data';
import { db } from '@/lib/server/db/client';

/** Of each kind. */
const MOST = 6;
/** A shorter text has no trigram of its own: it must begin the name. */
const TRIGRAM = 3;

/** Chips by number, pictures by name and, for admins, members by name or email. */
export async function search(
  scope: ProjectScope,
  person: ChipReader,
  typed: string,
): Promise<SearchReply> {
  const [chips, pictures, people] = await Promise.all([
    findChips(scope, person, typed),
    findPictures(scope, typed),
    scope.role === 'ADMIN' ? findPeople(scope, typed) : [],
  ]);
  return { chips, pictures, people };
}

async function findChips(
  scope: ProjectScope,
  { userId }: ChipReader,
  typed: string,
): Promise<SearchReply['chips']> {
  const { projectId } = scope;
  const numbers = chipNumbers(typed);
  if (numbers.length === 0) return [];
  const rows = await db().chip.findMany({
    where: { projectId, number: { in: numbers } },
    select: { id: true, number: true, status: true, asset: { select: { name: true } } },
    orderBy: { number: 'asc' },
    take: MOST,
  });
  const ids = rows.map(({ id }) => id);
  const masked = await maskedChips(scope, userId, ids);
  return rows.map(({ asset, ...chip }) => ({
    ...chip,
    status: masked.get(chip.id)?.status ?? chip.status,
    picture: asset.name,
  }));
}

function findPictures(
  { projectId }: ProjectScope,
  typed: string,
): Promise<SearchReply['pictures']> {
  const text = literally(typed);
  return db().asset.findMany({
    where: {
      projectId,
      name: {
        mode: 'insensitive',
        ...(typed.length < TRIGRAM ? { startsWith: text } : { contains: text }),
      },
    },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST,
  });
}

async function findPeople(
  { projectId }: ProjectScope,
  typed: string,
): Promise<SearchReply['people']> {
  const holds = { contains: literally(typed), mode: 'insensitive' } as const;
  const rows = await db().membership.findMany({
    where: { projectId, user: { OR: [{ name: holds }, { email: holds }] } },
    select: { user: { select: { id: true, name: true, email: true } } },
    orderBy: { user: { name: 'asc' } },
    take: MOST,
  });
  return rows.map(({ user: { id, ...user } }) => ({ userId: id, ...user }));
}

/** A text for LIKE in which nothing is a pattern. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}
