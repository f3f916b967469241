import { Prisma } from '@/generated/prisma/client';
import { statement } from '@/lib/server/db/client';
import type { ActiveUser } from '@/lib/server/user/data';

/** The person of a session that goes on: not signed out, not expired, the account not disabled. Else null. */
export async function findSessionPerson(sessionId: string): Promise<ActiveUser | null> {
  const [user] = await statement<ActiveUser>(
    null,
    'session-person',
    Prisma.sql`SELECT u."id", u."email", u."name", u."isOwner", u."mayMakeProjects", u."mustChangePassword"
      FROM "Session" s JOIN "User" u ON u."id" = s."userId"
      WHERE s."id" = ${sessionId}::uuid AND s."expiresAt" > now() AND u."disabledAt" IS NULL AND NOT u."isGuest"`,
  );
  return user ?? null;
}
