import { db } from '@/lib/server/db/client';
import type { UserView } from '@/lib/domain/user/schema';

/** What the gates need to know of a person. */
export interface ActiveUser {
  id: string;
  email: string;
  name: string;
  isOwner: boolean;
  mayMakeProjects: boolean;
  mustChangePassword: boolean;
}

export const ACTIVE_USER = {
  id: true,
  email: true,
  name: true,
  isOwner: true,
  mayMakeProjects: true,
  mustChangePassword: true,
} as const;

/** What sign-in compares, for an account that is not disabled; `email` in lower case. */
export async function findCredentials(
  email: string,
): Promise<{ id: string; name: string; passwordHash: string } | null> {
  return await db().user.findFirst({
    where: { email, disabledAt: null, isGuest: false },
    select: { id: true, name: true, passwordHash: true },
  });
}

export const USER_VIEW = {
  id: true,
  email: true,
  name: true,
  isOwner: true,
  mayMakeProjects: true,
  mustChangePassword: true,
  disabledAt: true,
  createdAt: true,
  memberships: {
    select: { role: true, project: { select: { slug: true, name: true } } },
    orderBy: { project: { name: 'asc' } },
  },
} as const;

interface UserRow extends Omit<UserView, 'projects'> {
  memberships: { role: string; project: { slug: string; name: string } }[];
}

export function toUserView({ memberships, ...user }: UserRow): UserView {
  return {
    ...user,
    projects: memberships.map(({ role, project }) => ({ ...project, role })),
  };
}

/** All accounts of the instance, by name; guests have none. For the owner. */
export async function listUsers(): Promise<UserView[]> {
  const rows = await db().user.findMany({
    where: { isGuest: false },
    select: USER_VIEW,
    orderBy: [{ name: 'asc' }],
  });
  return rows.map(toUserView);
}

/** Names of people by id, for views that say who did something. */
export async function namesOf(ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const people = await db().user.findMany({
    where: { id: { in: wanted } },
    select: { id: true, name: true },
  });
  return new Map(people.map((person) => [person.id, person.name]));
}
