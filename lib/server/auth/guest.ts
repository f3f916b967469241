import { z } from 'zod';
import type { UserId } from '@/lib/core/ids';
import { AppError } from '@/lib/server/app-error';
import { countTry } from '@/lib/server/auth/mutations';
import { assertOwnOrigin } from '@/lib/server/auth/origin';
import type { Guest } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { hashSecret } from '@/lib/server/auth/secret';
import { parseCookies, secureCookies } from '@/lib/server/auth/session';
import { endOf, findGuest } from '@/lib/server/labelling-link/data';
import type { LinkRow } from '@/lib/server/labelling-link/data';

const PREFIX = 'quadrat-guest-';

/** One cookie a link: a browser can have several tasks, and none of them is an account. */
function cookieName(linkId: string): string {
  return `${PREFIX}${linkId}`;
}

/** A Set-Cookie header by which a browser is a link's guest from now on; empty `secret`: no more. */
export function guestCookie(linkId: string, secret: string, seconds: number): string {
  const secure = secureCookies() ? '; Secure' : '';
  return `${cookieName(linkId)}=${secret}; Path=/; Max-Age=${String(Math.max(0, Math.floor(seconds)))}; HttpOnly; SameSite=Lax${secure}`;
}

/** The guest of a link whose browser this is, whether or not the link still works; null: none. */
export async function guestOfCookies(
  linkId: string,
  cookies: Readonly<Record<string, string>>,
): Promise<{ userId: string; name: string; link: LinkRow } | null> {
  const secret = cookies[cookieName(linkId)] ?? '';
  return secret === '' ? null : await findGuest(linkId, hashSecret(secret));
}

/**
 * The gate of a guest's routes: who came by the link of the path, while it works. It is asked at each call, so a link that is closed,
 * has expired or whose project is archived lets nobody do anything from the next request on.
 * @throws AppError `unauthenticated`, `gone`, `rate_limited`
 */
export async function gateGuest(
  request: Request,
  linkId: string | undefined,
): Promise<{ guest: Guest; project: ProjectScope }> {
  const id = z.uuid().safeParse(linkId).data;
  const found =
    id === undefined ? null : await guestOfCookies(id, parseCookies(request.headers.get('cookie')));
  if (!found) throw new AppError('unauthenticated', 'link.noGuest');
  assertOwnOrigin(request);
  const { userId, name, link } = found;
  const end = endOf(link);
  if (end) throw new AppError('gone', `link.${end}`);
  if (link.project.archived) throw new AppError('gone', 'link.archived');
  if (request.method !== 'GET') await assertPace(userId);
  const { perChip, expiresAt } = link;
  return {
    guest: {
      ...{ userId: userId as UserId, name, linkId: link.id, linkName: link.name },
      ...{ perChip, expiresAt },
    },
    project: {
      ...{ projectId: link.projectId, slug: link.project.slug, name: link.project.name },
      ...{ role: 'LABELER', archived: false },
    },
  };
}

/** Faster than a hand: a program. */
async function assertPace(userId: string): Promise<void> {
  const wait = await countTry([{ limit: 'guestWork', key: userId }]);
  if (wait === 0) return;
  const minutes = Math.ceil(wait / 60);
  throw new AppError('rate_limited', 'link.tooFast', { minutes }, { retryAfterSeconds: wait });
}
