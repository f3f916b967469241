import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';

/** A User row without password or rights, under the name that reviewers read. */
async function insertGuestUser(tx: Db, name: string): Promise<string> {
  const id = newId();
  // an address that cannot be (RFC 2606): the column wants one, and nobody signs in with it
  const email = `${id}@guest.invalid`;
  await tx.user.create({ data: { id, email, name, passwordHash: '', isGuest: true } });
  return id;
}

/** Somebody begins by a link. */
export async function insertGuest(
  tx: Db,
  guest: { projectId: ProjectId; linkId: string; name: string; sessionHash: string },
): Promise<string> {
  const { name, ...rest } = guest;
  const userId = await insertGuestUser(tx, name);
  await tx.guest.create({ data: { userId, ...rest } });
  return userId;
}

/** The source of imported labels under its name, made where there is none yet. */
export async function sourceOf(
  tx: Db,
  { projectId, source, name }: { projectId: ProjectId; source: string; name: string },
): Promise<string> {
  // two imports of a new source at once: the second one finds the row of the first
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`guest-source ${projectId} ${source}`}, 0))`;
  const known = await tx.guest.findFirst({
    where: { projectId, source, linkId: null },
    select: { userId: true },
  });
  if (known) return known.userId;
  const userId = await insertGuestUser(tx, name);
  await tx.guest.create({ data: { userId, projectId, source } });
  return userId;
}

/** A guest gets a chip, or comes back to it. */
export async function takeTurn(
  tx: Db,
  turn: { linkId: string; chipId: string; userId: string },
): Promise<void> {
  const at = instant();
  await tx.linkTurn.upsert({
    where: { linkId_chipId_userId: turn },
    create: { ...turn, at },
    update: { at },
  });
}

/** A guest is through with a chip. */
export async function endTurn(
  tx: Db,
  turn: { linkId: string; chipId: string; userId: string },
  how: 'submittedAt' | 'skippedAt',
): Promise<void> {
  await tx.linkTurn.update({
    where: { linkId_chipId_userId: turn },
    data: { [how]: instant() },
  });
}

/** A guest says that they are done: their cookie opens nothing any more, and what they have at hand goes to others. */
export async function leave(tx: Db, guest: { linkId: string; userId: string }): Promise<void> {
  await tx.guest.updateMany({
    where: { userId: guest.userId, leftAt: null },
    data: { leftAt: instant() },
  });
  await tx.linkTurn.updateMany({
    where: { ...guest, submittedAt: null, skippedAt: null },
    data: { skippedAt: instant() },
  });
}

/** Keeps two guests' labels of a chip as they gave them apart: what their weight in CROWDLAB rests on. */
export async function insertGuestPair(
  tx: Db,
  pair: {
    projectId: ProjectId;
    chipId: string;
    first: { userId: string; cells: Uint8Array };
    second: { userId: string; cells: Uint8Array };
  },
): Promise<void> {
  const { projectId, chipId, first, second } = pair;
  await tx.$executeRaw`
    INSERT INTO "SecondLook" ("id", "projectId", "chipId", "reason", "state", "firstId", "first", "secondId", "second", "settledAt")
    VALUES (${newId()}::uuid, ${projectId}::uuid, ${chipId}::uuid, 'GUESTS', 'DONE', ${first.userId}::uuid, ${Buffer.from(first.cells)}::bytea,
      ${second.userId}::uuid, ${Buffer.from(second.cells)}::bytea, clock_timestamp())`;
}
