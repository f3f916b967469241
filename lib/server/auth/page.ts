import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Role } from '@/generated/prisma/enums';
import { AppError } from '@/lib/server/app-error';
import { personOfCookies } from '@/lib/server/auth/actor';
import type { Person } from '@/lib/server/auth/person';
import { decide } from '@/lib/server/auth/gate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { PATH_HEADER } from '@/lib/server/auth/path-header';

/** The signed-in person of this request, or null; read once a request. For the shell and for public pages. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const jar = await cookies();
  return await personOfCookies(Object.fromEntries(jar.getAll().map((c) => [c.name, c.value])));
});

/**
 * Opens a page to any signed-in person; others go to sign-in and come back here afterwards. Whoever still has a one-time
 * password goes to the account page, which alone passes `oneTimePassword`.
 */
export async function gatePerson(options: { oneTimePassword?: true } = {}): Promise<Person> {
  const person = await currentPerson();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(await currentPath())}`);
  if (person.mustChangePassword && !options.oneTimePassword) redirect('/account#password');
  return person;
}

/** Opens a page to the owner of the instance; for others it does not exist. */
export async function gateOwner(): Promise<Person> {
  const person = await gatePerson();
  if (!person.isOwner) notFound();
  return person;
}

/**
 * Opens a project's page to members with at least this role. A project that is not yours, and a page above your role,
 * do not exist. `projectKey` is the slug or id in the path.
 */
export async function gatePage(
  projectKey: string,
  role: Role,
): Promise<{ person: Person; project: ProjectScope }> {
  const person = await gatePerson();
  return { person, project: await openOrNotFound(person, projectKey, role) };
}

async function openOrNotFound(person: Person, key: string, role: Role): Promise<ProjectScope> {
  try {
    const { project } = await decide(person, { kind: 'project', role, scope: 'read' }, key);
    if (project) return project;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  notFound();
}

/** Path and query of the page asked for, as proxy.ts noted them. */
async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/';
}
