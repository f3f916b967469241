import { instant } from '@/lib/core/clock';
import { newSecret } from '@/lib/core/ids';
import type { GuestTask } from '@/lib/domain/labelling-link/schema';
import { AppError } from '@/lib/server/app-error';
import { guestCookie, guestOfCookies } from '@/lib/server/auth/guest';
import { hashSecret } from '@/lib/server/auth/secret';
import { listClasses } from '@/lib/server/class/data';
import { insertGuest } from '@/lib/server/guest/mutations';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import { countGuests, countLinkChips, endOf, findLink } from '@/lib/server/labelling-link/data';
import type { LinkRow } from '@/lib/server/labelling-link/data';
import { holdLink } from '@/lib/server/labelling-link/mutations';

/** @throws AppError `not_found` for an unknown secret, `gone` for a link that has ended or while its project is archived */
async function findWorking(token: string): Promise<LinkRow> {
  const link = await findLink(hashSecret(token));
  if (!link) throw new AppError('not_found', 'link.missing');
  const end = endOf(link);
  if (end) throw new AppError('gone', `link.${end}`);
  if (link.project.archived) throw new AppError('gone', 'link.archived');
  return link;
}

/**
 * What somebody with a link is shown: the task and, where their browser has begun it, as whom.
 * @throws AppError as `findWorking`; `gone` for whoever is one too many
 */
export async function readGuestTask(
  token: string,
  cookies: Readonly<Record<string, string>>,
): Promise<{ task: GuestTask; userId: string | null }> {
  const link = await findWorking(token);
  const guest = await guestOfCookies(link.id, cookies);
  const { chips, out } = await countLinkChips(link.id);
  if (!guest) {
    if (out === 0) throw new AppError('gone', 'link.done');
    if ((await countGuests(link.id)) >= link.maxPeople) throw new AppError('gone', 'link.full');
  }
  const { id, name, instructions, project, expiresAt } = link;
  const classes = await listClasses(link);
  return {
    task: {
      ...{ linkId: id, name, instructions, expiresAt, chips },
      project: { name: project.name, rule: project.rule },
      classes: classes.filter((one) => one.archivedAt === null),
    },
    userId: guest?.userId ?? null,
  };
}

/**
 * Somebody begins; the same browser goes on as who it was, which is no second use.
 * @returns the Set-Cookie header
 * @throws AppError as `readGuestTask`
 */
export async function startGuest(
  token: string,
  nickname: string,
  cookies: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { userId } = await readGuestTask(token, cookies);
  if (userId !== null) return null;
  const link = await findWorking(token);
  const secret = newSecret();
  await inTransaction(async (tx) => {
    // one after the other: of twenty at once no more begin than may
    await holdLink(tx, link);
    const people = await countGuests(link.id, tx);
    if (people >= link.maxPeople) throw new AppError('gone', 'link.full');
    const now = await findLink(hashSecret(token), tx);
    const end = now && endOf(now);
    if (end) throw new AppError('gone', `link.${end}`);
    const name = `Guest ${nickname === '' ? String(people + 1) : nickname}`;
    const { projectId, id: linkId } = link;
    await insertGuest(tx, { projectId, linkId, name, sessionHash: hashSecret(secret) });
  });
  return guestCookie(link.id, secret, (link.expiresAt.getTime() - instant().getTime()) / 1000);
}
