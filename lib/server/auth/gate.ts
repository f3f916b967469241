import { AppError } from '@/lib/core/app-error';
import type { ProjectId, UserId } from '@/lib/core/ids';
import type { Role } from '@/generated/prisma/enums';
import type { Scope } from '@/lib/server/auth/scope';
import { resolveActor } from '@/lib/server/auth/actor';
import { findMembership } from '@/lib/server/project/data';

/** Who asks: a person (by session or token) or a machine of the instance (by token). */
export type Actor = Person | Machine;
export interface Person {
  kind: 'person';
  userId: UserId;
  email: string;
  name: string;
  isOwner: boolean;
  mustChangePassword: boolean;
  via: 'session' | 'token';
  scopes: readonly Scope[];
}
export interface Machine {
  kind: 'machine';
  tokenId: string;
  name: string;
  scopes: readonly Scope[];
}

/** Proof that the actor may act in a project; only `gate` makes one, and every project-bound read and write asks for it. */
export interface ProjectScope {
  readonly projectId: ProjectId;
  readonly slug: string;
  readonly role: Role;
}

/**
 * What a page or route demands. `project` needs the membership named by the route's `project` parameter (slug or id):
 * no membership answers 404, too low a role 403. The instance's owner counts as admin of every project.
 */
export type Access =
  | { kind: 'public' }
  | { kind: 'person'; scope: Scope }
  | { kind: 'owner'; scope: Scope }
  | { kind: 'machine'; scope: Scope }
  | { kind: 'project'; role: Role; scope: Scope };

/** `public` routes get whoever asks, or null; all others a person, but `machine` routes a machine. */
export interface Gated {
  actor: Actor | null;
  project: ProjectScope | null;
}

const RANK: Record<Role, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

/** Whether a role includes another: admins review, reviewers label. */
export function roleAllows(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

/** The one gate of all routes. Roles come from the database at each call, never from the session's copy. */
export async function gate(
  request: Request,
  access: Access,
  projectKey: string | undefined,
): Promise<Gated> {
  const actor = await resolveActor(request);
  return decide(actor, access, projectKey);
}

/** The same decision for an actor already known (pages; see lib/server/auth/page.ts). */
export async function decide(
  actor: Actor | null,
  access: Access,
  projectKey: string | undefined,
): Promise<Gated> {
  if (access.kind === 'public') return { actor, project: null };
  if (!actor) throw new AppError('unauthenticated', 'Sign in, or send a token.');
  if (!actor.scopes.includes(access.scope)) {
    throw new AppError('forbidden', `This token lacks the scope "${access.scope}".`);
  }
  if (access.kind === 'machine') return { actor, project: null };
  if (actor.kind !== 'person') throw new AppError('forbidden', 'Only a person may do this.');
  if (access.kind === 'owner' && !actor.isOwner) {
    throw new AppError('forbidden', 'Only the owner of this instance may do this.');
  }
  if (access.kind !== 'project') return { actor, project: null };
  const found = projectKey === undefined ? null : await findMembership(actor.userId, projectKey);
  if (!found)
    throw new AppError('not_found', 'There is no such project, or you are not a member of it.');
  const role: Role = actor.isOwner ? 'ADMIN' : found.role;
  if (!roleAllows(role, access.role)) {
    throw new AppError(
      'forbidden',
      `This needs the role ${access.role.toLowerCase()}; yours is ${role.toLowerCase()}.`,
    );
  }
  return { actor, project: { projectId: found.projectId, slug: found.slug, role } };
}
