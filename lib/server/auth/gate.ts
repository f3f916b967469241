import { isSoundText } from '@/lib/core/sound';
import { AppError } from '@/lib/server/app-error';
import type { Role } from '@/generated/prisma/enums';
import type { Scope } from '@/lib/domain/token/scope';
import { bearerOf, resolveActor } from '@/lib/server/auth/actor';
import { assertOwnOrigin } from '@/lib/server/auth/origin';
import { gateGuest } from '@/lib/server/auth/guest';
import type { Actor, Guest, Person } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { findMembership, findProject } from '@/lib/server/project/data';

export type { Actor, Guest, Machine, Person } from '@/lib/server/auth/person';
export type { ProjectScope } from '@/lib/server/auth/project-scope';

/**
 * What a page or route demands. `project` needs the membership named by the route's `project` parameter (slug or id):
 * no membership answers 404, too low a role 403. The instance's owner counts as admin of every project.
 */
export type Access =
  | { kind: 'public' }
  /** `oneTimePassword`: also for a person who has yet to replace a one-time password */
  | ({ kind: 'person'; scope: Scope; oneTimePassword?: true } & InSession)
  | ({ kind: 'owner'; scope: Scope } & InSession)
  /** makes projects: the owner, and whom the owner lets */
  | { kind: 'maker'; scope: Scope }
  | { kind: 'machine'; scope: Scope }
  /** who came by the labelling link that the parameter `link` names, and nobody else */
  | { kind: 'guest' }
  | ({
      kind: 'project';
      role: Role;
      scope: Scope;
      /** also where the request writes and the project is archived: what exports it, or brings it back */
      whileArchived?: true;
    } & InSession);

/** By who signed in with a password, not by a token: what lets somebody in would outlive the token that did it. */
interface InSession {
  inSession?: true;
}

/** `public` routes get whoever asks, or null; all others a person, but `machine` routes a machine and `guest` routes a guest. */
export interface Gated {
  actor: Actor | null;
  project: ProjectScope | null;
  guest?: Guest;
}

const RANK: Record<Role, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

/** Whether a role includes another: admins review, reviewers label. */
export function roleAllows(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

/** Header in which a page names the person whose work it sends (lib/client/api.ts). */
const PERSON_HEADER = 'x-quadrat-person';

/**
 * The one gate of all routes. Roles come from the database at each call, never from the session's copy. A page that was
 * opened as one person never acts as another who signed in meanwhile: to it that is no sign-in.
 */
export async function gate(
  request: Request,
  access: Access,
  /** the project of the path; of a guest's route the link */
  key: string | undefined,
): Promise<Gated> {
  const actor = await resolveActor(request);
  if (access.kind === 'guest') return await asGuest(request, actor, key);
  // what a stranger may post (an account by invitation) signs a browser in: no other site may do it for them
  if (access.kind === 'public' && bearerOf(request) === undefined) assertOwnOrigin(request);
  const meant = request.headers.get(PERSON_HEADER);
  if (meant !== null && actor?.kind === 'person' && actor.userId !== meant) {
    throw new AppError('unauthenticated', 'access.otherPerson');
  }
  const gated = await decide(actor, access, key);
  if (gated.project) assertWritable(request.method, access, gated.project);
  return gated;
}

/** Somebody with an account is told to use it: what they do is never a guest's, nor the other way round. */
async function asGuest(
  request: Request,
  actor: Actor | null,
  linkId: string | undefined,
): Promise<Gated> {
  if (actor) throw new AppError('forbidden', 'link.guestOnly');
  // a token that is nobody's must not pass for a browser
  if (bearerOf(request) !== undefined) throw new AppError('unauthenticated', 'link.noGuest');
  const { guest, project } = await gateGuest(request, linkId);
  const meant = request.headers.get(PERSON_HEADER);
  if (meant !== null && meant !== guest.userId) {
    throw new AppError('unauthenticated', 'link.noGuest');
  }
  return { actor: null, project, guest };
}

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** An archived project is read-only: the method tells what writes. Whoever may not write there anyway was told so before. */
function assertWritable(method: string, access: Access, project: ProjectScope): void {
  if (!project.archived || READING.includes(method)) return;
  if (access.kind === 'project' && access.whileArchived) return;
  throw new AppError('conflict', 'project.archived');
}

/**
 * The same decision for an actor already known (pages; see lib/server/auth/page.ts).
 * @throws AppError `unauthenticated`, `forbidden`, or `not_found` for a project that is not the actor's
 */
export async function decide(
  actor: Actor | null,
  access: Exclude<Access, { kind: 'guest' }>,
  projectKey: string | undefined,
): Promise<Gated> {
  if (access.kind === 'public') return { actor, project: null };
  if (!actor) throw new AppError('unauthenticated', 'access.signIn');
  if (!actor.scopes.includes(access.scope)) throw lacksScope(actor, access.scope);
  if (access.kind === 'machine') return { actor, project: null };
  if (actor.kind !== 'person') throw new AppError('forbidden', 'access.personOnly');
  assertSession(actor, access);
  assertOwnPassword(actor, access);
  if (access.kind === 'owner' && !actor.isOwner) {
    throw new AppError('forbidden', 'access.ownerOnly');
  }
  if (access.kind === 'maker' && !mayMakeProjects(actor)) {
    throw new AppError('forbidden', 'access.makersOnly');
  }
  if (access.kind !== 'project') return { actor, project: null };
  const project =
    projectKey === undefined || !isSoundText(projectKey)
      ? null
      : await openProject(actor, projectKey);
  if (!project) {
    throw new AppError('not_found', 'access.noProject');
  }
  if (!roleAllows(project.role, access.role)) {
    throw new AppError('forbidden', 'access.role', { needs: access.role, has: project.role });
  }
  return { actor, project };
}

/** Whether a person may make projects. */
export function mayMakeProjects(person: Pick<Person, 'isOwner' | 'mayMakeProjects'>): boolean {
  return person.isOwner || person.mayMakeProjects;
}

/** The owner has no membership rows: every project opens to them as admin. */
async function openProject(person: Person, key: string): Promise<ProjectScope | null> {
  if (!person.isOwner) return await findMembership(person.userId, key);
  const found = await findProject(key);
  return found && { ...found, role: 'ADMIN' };
}

function assertSession(person: Person, access: Access): void {
  if (person.via === 'session' || !('inSession' in access)) return;
  throw new AppError('forbidden', 'access.sessionOnly');
}

/** A session that began with a one-time password may only replace it. Tokens are made after that, so they pass. */
function assertOwnPassword(person: Person, access: Access): void {
  if (person.via === 'token' || !person.mustChangePassword) return;
  if (access.kind === 'person' && access.oneTimePassword) return;
  throw new AppError('forbidden', 'access.oneTimePassword');
}

function lacksScope(actor: Actor, scope: Scope): AppError {
  if (actor.kind === 'person' && actor.via === 'session') {
    return new AppError('forbidden', 'access.machineOnly');
  }
  return new AppError('forbidden', 'access.scope', { scope });
}
