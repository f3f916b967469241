import { expect, test } from 'vitest';
import * as archiveRoute from '@/app/api/v1/projects/[project]/archive/route';
import * as exportsRoute from '@/app/api/v1/projects/[project]/exports/route';
import * as projectRoute from '@/app/api/v1/projects/[project]/route';
import * as nextRoute from '@/app/api/v1/projects/[project]/queue/next/route';
import * as restoreRoute from '@/app/api/v1/projects/[project]/restore/route';
import { instant } from '@/lib/core/clock';
import { SCOPES } from '@/lib/domain/token/scope';
import type { User } from '@/generated/prisma/client';
import type { Role } from '@/generated/prisma/enums';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import type { Route } from '@/lib/server/http/route';
import { insertJob, leaseOldest } from '@/lib/server/jobs/mutations';
import { listProjects } from '@/lib/server/overview/data';
import { readArchiveSummary } from '@/lib/server/project/archive/data';
import { archiveProject, restoreProject } from '@/lib/server/project/mutations';
import { createInvitation, joinByInvitation } from '@/lib/server/invitation/mutations';
import {
  createChips,
  createMember,
  createProject,
  createToken,
  createUser,
  idOf,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';

async function memberOf(project: TestProject, role: Role) {
  const user = await createMember(project, role);
  const secret = await createToken(
    SCOPES.filter((scope) => scope !== 'runner'),
    user,
  );
  return { user, secret };
}

function personOf(user: User): Person {
  return {
    kind: 'person',
    userId: idOf(user),
    email: user.email,
    name: user.name,
    isOwner: false,
    mayMakeProjects: false,
    mustChangePassword: false,
    via: 'session',
    scopes: ['read'],
  };
}

async function call(
  route: Route,
  project: TestProject,
  { method, secret, body }: { method: string; secret: string; body?: object },
): Promise<{ status: number; text: string }> {
  const request = new Request(`http://127.0.0.1:3000/api/v1/projects/${project.slug}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const reply = await route(request, { params: Promise.resolve({ project: project.slug }) });
  return { status: reply.status, text: await reply.text() };
}

test('only admins archive and restore', async () => {
  const project = await createProject();
  for (const role of ['LABELER', 'REVIEWER'] as const) {
    const { secret } = await memberOf(project, role);
    for (const route of [archiveRoute.POST, restoreRoute.POST]) {
      expect((await call(route, project, { method: 'POST', secret })).status).toBe(403);
    }
  }
  const { secret } = await memberOf(project, 'ADMIN');
  const archived = await call(archiveRoute.POST, project, { method: 'POST', secret });
  expect(archived.status).toBe(200);
  expect(JSON.parse(archived.text)).toMatchObject({ archivedAt: expect.any(String) as string });
  const restored = await call(restoreRoute.POST, project, { method: 'POST', secret });
  expect(JSON.parse(restored.text)).toMatchObject({ archivedAt: null });
});

test('an archived project is read-only for everybody until it is restored; reads and exports go on', async () => {
  const project = await createProject();
  const [labeler, admin] = [await memberOf(project, 'LABELER'), await memberOf(project, 'ADMIN')];
  await archiveProject(project.scope);
  const writes: [Route, string, string, object][] = [
    [nextRoute.POST, 'POST', labeler.secret, { avoid: [] }],
    [projectRoute.PATCH, 'PATCH', admin.secret, { name: 'Other' }],
  ];
  for (const [route, method, secret, body] of writes) {
    const refused = await call(route, project, { method, secret, body });
    expect(refused.status).toBe(409);
    expect(JSON.parse(refused.text)).toMatchObject({ key: 'project.archived' });
  }
  // a role that may not write there is told of the role
  expect(
    (await call(projectRoute.PATCH, project, { method: 'PATCH', secret: labeler.secret, body: {} }))
      .status,
  ).toBe(403);
  expect(
    (await call(projectRoute.GET, project, { method: 'GET', secret: labeler.secret })).status,
  ).toBe(200);
  const exported = await call(exportsRoute.POST, project, {
    method: 'POST',
    secret: admin.secret,
    body: {},
  });
  expect(exported.text).not.toContain('project.archived');

  await restoreProject(project.scope);
  const renamed = await call(projectRoute.PATCH, project, {
    method: 'PATCH',
    secret: admin.secret,
    body: { name: 'Other' },
  });
  expect(renamed.status).toBe(200);
});

test('it is in the list of archived projects only, and nothing waits there', async () => {
  const project = await createProject();
  const { user } = await memberOf(project, 'LABELER');
  const person = personOf(user);
  const slugs = async (archived: boolean) =>
    (await listProjects(person, { archived })).map(({ slug, waiting }) => [slug, waiting.length]);
  expect(await slugs(true)).toEqual([]);
  await archiveProject(project.scope);
  expect(await slugs(false)).toEqual([]);
  expect(await slugs(true)).toEqual([[project.slug, 0]]);
});

test('its waiting jobs are cancelled, running ones asked to end, and none but exports is claimed', async () => {
  const project = await createProject();
  const { id: projectId } = project;
  const job = (kind: 'EMBED' | 'EXPORT') =>
    insertJob(db(), { kind, projectId, params: {}, createdById: null });
  const running = await job('EMBED');
  expect((await leaseOldest('worker', ['EMBED']))?.id).toBe(running);
  const [waiting, exporting] = [await job('EMBED'), await job('EXPORT')];
  await archiveProject(project.scope);
  const late = await job('EMBED');
  const states = await db().job.findMany({
    where: { projectId },
    select: { id: true, state: true, cancelRequestedAt: true },
  });
  expect(
    Object.fromEntries(states.map((s) => [s.id, [s.state, s.cancelRequestedAt !== null]])),
  ).toEqual({
    [running]: ['LEASED', true],
    [waiting]: ['CANCELLED', true],
    [exporting]: ['QUEUED', false],
    [late]: ['QUEUED', false],
  });
  expect((await leaseOldest('worker', ['EMBED', 'EXPORT']))?.id).toBe(exporting);
  expect(await leaseOldest('worker', ['EMBED', 'EXPORT'])).toBeNull();
  await restoreProject(project.scope);
  expect((await leaseOldest('worker', ['EMBED', 'EXPORT']))?.id).toBe(late);
});

test('what stops and stays is counted before; an invitation works again only after it was restored', async () => {
  const project = await createProject();
  const [admin, guest] = [await memberOf(project, 'ADMIN'), await createUser()];
  const [held] = await createChips(project, 3);
  await createChips(project, 2, { status: 'SUBMITTED' });
  if (!held) throw new Error('no chip');
  const expiresAt = new Date(instant().getTime() + 60_000);
  const lease = { chipId: held.id, userId: admin.user.id, expiresAt, offline: true };
  await db().chipLease.create({ data: lease });
  const job = { projectId: project.id, params: {}, createdById: null };
  await insertJob(db(), { ...job, kind: 'EMBED' });
  await insertJob(db(), { ...job, kind: 'EXPORT' });
  const input = { role: 'LABELER', expiresInDays: 1, note: '' } as const;
  const { secret } = await createInvitation(project.scope, personOf(admin.user), input);
  expect(await readArchiveSummary(project.scope)).toEqual({
    ...{ jobs: 1, invitations: 1, members: 1, chips: 5, waiting: 2, leased: 1, offline: 1 },
  });

  await archiveProject(project.scope);
  const refused = { code: 'gone', text: { key: 'invitation.archived' } };
  await expect(joinByInvitation(secret, personOf(guest))).rejects.toMatchObject(refused);
  await restoreProject(project.scope);
  expect(await joinByInvitation(secret, personOf(guest))).toEqual({ slug: project.slug });
});
