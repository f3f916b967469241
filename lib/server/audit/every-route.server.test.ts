// Every route that writes: it was seen to leave lines here, or writes rows whose triggers leave them, or there is a reason.
import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import type { AuditAction } from '@/lib/domain/audit/schema';
import { AUDITED_TABLES } from '@/lib/server/audit/tables';
import { db } from '@/lib/server/db/client';
import { insertJob } from '@/lib/server/jobs/mutations';
import {
  PASSWORD,
  cookieOf,
  createChips,
  createMember,
  createProject,
  createUser,
} from '@/tests/server/factories';
import { callRoute, endpointsOf, routeFiles } from '@/tests/server/routes';
import type { Params } from '@/tests/server/routes';

type Table = (typeof AUDITED_TABLES)[number];

/** Routes that are not called here: the tables that they write are audited, whoever writes them. */
const BY_TABLE: Record<string, Table[]> = {
  'POST /packages': ['ModelVersion'],
  'DELETE /projects/[project]/chips/[chip]/skip': ['Chip'],
  'POST /projects/[project]/chips/[chip]/review/corrections/[correction]/accept': ['Correction'],
  'POST /projects/[project]/chips/[chip]/review/corrections/[correction]/decline': ['Correction'],
  'POST /projects/[project]/chips/[chip]/review/corrections/[correction]/reopen': ['Correction'],
  'POST /projects/[project]/chips/[chip]/review/second-look': ['SecondLook'],
  'DELETE /projects/[project]/chips/[chip]/review/second-look': ['SecondLook'],
  'POST /projects/[project]/chips/[chip]/correction': ['Correction'],
  'DELETE /projects/[project]/chips/[chip]/correction': ['Correction'],
  'POST /projects/[project]/training': ['Job', 'Snapshot'],
  'PATCH /projects/[project]/assets/[asset]': ['Asset'],
  'POST /projects/[project]/snapshots': ['Snapshot'],
  'POST /projects/[project]/exports': ['Job', 'Snapshot'],
  'POST /projects/[project]/review/label-issues/check': ['Job'],
  'POST /projects/[project]/uploads/[[...upload]]': ['ImportFile'],
  'PATCH /projects/[project]/uploads/[[...upload]]': ['ImportFile'],
  'DELETE /projects/[project]/uploads/[[...upload]]': ['ImportFile'],
  'POST /projects/[project]/models/[version]/deploy': ['ModelVersion'],
  'PUT /projects/[project]/models/[version]/decision': ['ModelVersion'],
  'POST /projects/[project]/imports/[file]/retry': ['ImportFile'],
  'POST /projects/[project]/imports/[file]/cancel': ['ImportFile'],
  'POST /projects/[project]/proposals': ['Job'],
  'POST /api/runner/jobs/[job]/complete': ['ModelVersion'],
  // seen in audit.server.test.ts: their caller is a guest
  'POST /labelling-links/[token]': ['Guest'],
  'POST /guest/[link]/leave': ['Guest'],
};

const LABELS = 'LabelEvent is the audit of labels and verdicts';
const OWN = "a person's own, nobody else's";
const MARK = 'a mark that names who set it and when';
const PROGRESS = 'what becomes of a job is told by what it makes';
/** Routes that leave no line, and why. */
const NO_LINE: Record<string, string> = {
  'PUT /packages/objects/[sha256]': 'bytes under their own hash: what names them is noted',
  'PUT /api/runner/jobs/[job]/artifacts/[sha256]': 'the same',
  'POST /projects/[project]/chips/[chip]/lease': 'who works on a chip now',
  'DELETE /projects/[project]/chips/[chip]/lease': 'who works on a chip now',
  'POST /projects/[project]/queue/release': 'who works on a chip now',
  'POST /projects/[project]/queue/heartbeat': 'who works on a chip now',
  'POST /projects/[project]/queue/next': 'who works on a chip now',
  'DELETE /projects/[project]/queue/offline/[user]': 'who works on a chip now',
  'POST /projects/[project]/chips/[chip]/review/changes': LABELS,
  'POST /projects/[project]/chips/[chip]/review/accept': LABELS,
  'POST /projects/[project]/chips/[chip]/review/reopen': LABELS,
  'POST /projects/[project]/chips/[chip]/review/cells': LABELS,
  'POST /projects/[project]/chips/[chip]/review/return': LABELS,
  'POST /projects/[project]/chips/[chip]/labelling/changes': LABELS,
  'POST /projects/[project]/chips/[chip]/labelling/submit': LABELS,
  'PATCH /projects/[project]/review/label-issues':
    'a mark beside labels that says itself whose it is',
  'POST /projects/[project]/chips/[chip]/correction/read': 'was read, no change',
  'POST /notices/read': 'was read, no change',
  'POST /projects/[project]/queue/filters': OWN,
  'DELETE /projects/[project]/queue/filters/[filter]': OWN,
  'PUT /projects/[project]/queue/preference': OWN,
  'PUT /me/preferences/[key]': OWN,
  'PUT /projects/[project]/ground-truth/[chip]': MARK,
  'DELETE /projects/[project]/ground-truth/[chip]': MARK,
  'POST /projects/[project]/ground-truth': MARK,
  'POST /guest/[link]/chips/[chip]/changes': LABELS,
  'POST /guest/[link]/chips/[chip]/submit': LABELS,
  'POST /guest/[link]/chips/[chip]/skip': 'who works on a chip now',
  'POST /guest/[link]/next': 'who works on a chip now',
  'POST /api/runner/jobs/[job]/log': PROGRESS,
  'POST /api/runner/jobs/[job]/fail': PROGRESS,
  'POST /api/runner/jobs/[job]/heartbeat': PROGRESS,
  'POST /api/runner/claim': PROGRESS,
};

const nameOf = (method: string, file: string): string =>
  `${method} ${file
    .replace(/^\/app/, '')
    .replace(/\/route\.ts$/, '')
    .replace(/^\/api\/v1/, '')}`;

/** Routes that were seen to leave lines. */
const seen = new Set<string>();

test('each change through the API leaves a line that names its caller', async () => {
  const owner = await createUser({ isOwner: true });
  const headers = { cookie: await cookieOf(owner), 'sec-fetch-site': 'same-origin' };
  const project = await createProject();
  const [chip] = await createChips(project, 2);
  const newcomer = await createUser();
  const one = { project: project.slug };
  let actor: string | null = owner.id;

  /** Calls a route; the lines that it leaves are these, and the caller's. */
  const leaves = async (
    route: string,
    params: Params,
    body: unknown,
    actions: AuditAction[],
    more: { headers?: Record<string, string>; query?: string } = {},
  ): Promise<unknown> => {
    const [method = '', path = ''] = route.split(' ');
    const file = `/app${path.startsWith('/api') ? '' : '/api/v1'}${path}/route.ts`;
    const endpoint = (await endpointsOf(file)).find((found) => found.method === method);
    if (!endpoint) throw new Error(`there is no ${route}`);
    const last = await db().auditEvent.findFirst({ orderBy: { id: 'desc' } });
    const { status, text } = await callRoute(endpoint, params, {
      ...{
        headers: more.headers ?? headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
      ...(more.query === undefined ? {} : { query: more.query }),
    });
    expect(status, `${route}: ${text}`).toBeLessThan(300);
    const lines = await db().auditEvent.findMany({
      where: { id: { gt: last?.id ?? 0n } },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ action }) => action).sort(), route).toEqual([...actions].sort());
    for (const line of lines) expect([line.actor, line.actorId], route).toEqual(['PERSON', actor]);
    expect(new Set(lines.map(({ requestId }) => requestId)).size, route).toBe(1);
    seen.add(route);
    return text === '' ? null : JSON.parse(text);
  };

  const P = '/projects/[project]';
  const classes = [{ name: 'Tree', colour: '#f0e442' }];
  await leaves('POST /projects', {}, { name: 'Made', cellPx: 8, classes }, [
    ...(['project.create', 'class.add'] as const),
  ]);
  await leaves(`PATCH ${P}`, one, { name: 'Renamed' }, ['project.settings']);
  await leaves(`POST ${P}/classes`, one, { name: 'New' }, ['class.add']);
  const change = { ...one, index: '0' };
  await leaves(`PATCH ${P}/classes/[index]`, change, { name: 'Other' }, ['class.rename']);
  const member = { ...one, user: newcomer.id };
  await leaves(`PUT ${P}/members/[user]`, member, { role: 'LABELER' }, ['member.add']);
  await leaves(`PUT ${P}/members/[user]`, member, { role: 'ADMIN' }, ['member.role']);
  await leaves(`DELETE ${P}/members/[user]`, member, {}, ['member.remove']);

  const invite = { role: 'LABELER', note: 'x', expiresInDays: 3 };
  await leaves(`POST ${P}/invitations`, one, invite, ['invitation.create']);
  const invitation = await db().invitation.findFirstOrThrow({ where: { projectId: project.id } });
  const withdrawn = { ...one, invitation: invitation.id };
  await leaves(`DELETE ${P}/invitations/[invitation]`, withdrawn, {}, ['invitation.revoke']);

  const person = { email: 'made@example.org', name: 'Made' };
  await leaves('POST /users', {}, person, ['user.create']);
  const { id: made } = await db().user.findUniqueOrThrow({ where: { email: person.email } });
  await leaves('PATCH /users/[user]', { user: made }, { mayMakeProjects: true }, ['user.rights']);
  await leaves('PATCH /users/[user]', { user: made }, { disabled: true }, ['user.disable']);
  await leaves('PATCH /me', {}, { name: 'Another name' }, ['user.change']);

  const token = { name: 'T', scopes: ['read'] };
  await leaves('POST /tokens', {}, token, ['token.create']);
  const { id: tokenId } = await db().apiToken.findFirstOrThrow({ where: { userId: owner.id } });
  await leaves('DELETE /tokens/[token]', { token: tokenId }, {}, ['token.revoke']);

  const view = { ...one, view: newId() };
  const table = { name: 'All', shared: true, query: '' };
  await leaves(`PUT ${P}/views/[view]`, view, table, ['view.share']);
  await leaves(`DELETE ${P}/views/[view]`, view, {}, ['view.remove']);

  const at = { ...one, chip: String(chip?.number) };
  const comment = { id: newId(), text: 'Hm' };
  await leaves(`POST ${P}/chips/[chip]/comments`, at, comment, ['comment.add']);
  const said = { ...at, comment: comment.id };
  const edit = { act: 'edit', text: 'Hm, hm' };
  await leaves(`PATCH ${P}/chips/[chip]/comments/[comment]`, said, edit, ['comment.change']);
  await leaves(`POST ${P}/chips/[chip]/skip`, at, { reason: 'blurred' }, ['chip.exclude']);
  await leaves(`DELETE ${P}/queue/excluded/[chip]`, at, {}, ['chip.include']);

  const ask = { name: 'Field day', chips: { numbers: String(chip?.number) } };
  await leaves(`POST ${P}/labelling-links`, one, ask, ['link.create', 'chip.exclude']);
  const { id: link } = await db().labellingLink.findFirstOrThrow({
    where: { projectId: project.id },
  });
  const ended = ['link.close', 'chip.include'] as const;
  await leaves(`DELETE ${P}/labelling-links/[link]`, { ...one, link }, {}, [...ended]);

  const params = {
    ...{ name: 'v1', number: null, modelId: newId(), deployedId: null, chips: 1 },
    ...{ dataset: 'a'.repeat(64), snapshotId: null, params: {} },
  };
  const jobOf = { kind: 'INFER', projectId: project.id, params, createdById: null } as const;
  const job = await insertJob(db(), jobOf);
  await leaves(`POST ${P}/jobs/[job]/cancel`, { ...one, job }, {}, ['job.cancel']);

  const { name: asset, id: assetId } = await db().asset.findFirstOrThrow({
    where: { projectId: project.id },
  });
  const csv = `asset,chip_row,chip_col,cell_row,cell_col,class\r\n${asset},0,0,0,0,absent\r\n`;
  const file = { ...headers, 'content-type': 'text/csv' };
  await leaves(`POST ${P}/labels`, one, csv, ['labels.import'], { headers: file });
  const events = await db().labelEvent.count();
  const removal = { ...one, asset: assetId };
  const query = `?events=${String(events)}&asked=0`;
  await leaves(
    `DELETE ${P}/assets/[asset]`,
    removal,
    {},
    ['chip.remove', 'chip.remove', 'asset.remove'],
    {
      query,
    },
  );

  await leaves(`POST ${P}/archive`, one, {}, ['project.archive']);
  await leaves(`POST ${P}/restore`, one, {}, ['project.restore']);
  // their password, and with it the session
  const next = { current: PASSWORD, next: 'another password, longer' };
  await leaves('POST /me/password', {}, next, ['password.change', 'signin.end', 'signin.begin']);

  // by the link of an invitation somebody says who they are
  const project2 = await createProject();
  const admin = await createMember(project2, 'ADMIN');
  actor = admin.id;
  const cookie = { cookie: await cookieOf(admin), 'sec-fetch-site': 'same-origin' };
  const reply = (await leaves(
    `POST ${P}/invitations`,
    { project: project2.slug },
    invite,
    ['invitation.create'],
    { headers: cookie },
  )) as { path: string };
  actor = newcomer.id;
  const newcomerCookie = { cookie: await cookieOf(newcomer), 'sec-fetch-site': 'same-origin' };
  await leaves(
    'POST /invitations/[token]',
    { token: reply.path.split('/').at(-1) ?? '' },
    {},
    ['invitation.accept', 'member.add'],
    { headers: newcomerCookie },
  );
}, 120_000);

test('every route that writes was seen, or its tables are audited, or there is a reason why not', async () => {
  const routes: string[] = [];
  for (const file of routeFiles) {
    for (const { method } of await endpointsOf(file)) {
      if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) routes.push(nameOf(method, file));
    }
  }
  const known = new Set([...seen, ...Object.keys(BY_TABLE), ...Object.keys(NO_LINE)]);
  expect(routes.filter((route) => !known.has(route))).toEqual([]);
  expect(
    Object.values(BY_TABLE)
      .flat()
      .filter((table) => !AUDITED_TABLES.includes(table)),
  ).toEqual([]);
});
