import { beforeAll, describe, expect, test } from 'vitest';
import { GET as auditOfAll } from '@/app/api/v1/audit/route';
import { GET as exportOfProject } from '@/app/api/v1/projects/[project]/audit/export/route';
import { GET as auditOfProject } from '@/app/api/v1/projects/[project]/audit/route';
import { newId } from '@/lib/core/ids';
import { AuditPage } from '@/lib/domain/audit/schema';
import type { AuditFilter } from '@/lib/domain/audit/schema';
import { readAudit } from '@/lib/server/audit/data';
import { db } from '@/lib/server/db/client';
import { cookieOf, createMember, createProject, createUser } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { asOwner } from '@/tests/server/owner';
import { costly, plansOf } from '@/tests/server/plans';

const LINES = 60_000;
const PROJECTS = 30;

let project: TestProject;
let admin: { id: string };
let cookie: string;
let ownerCookie: string;

beforeAll(async () => {
  project = await createProject({ name: 'Audited' });
  admin = await createMember(project, 'ADMIN');
  cookie = await cookieOf(admin);
  ownerCookie = await cookieOf(await createUser({ isOwner: true }));
  const ids = (count: number): string =>
    Array.from({ length: count }, () => `'${newId()}'::uuid`).join(', ');
  // many lines of many projects and people, as the owner: the application writes none by hand
  await asOwner(`
    INSERT INTO "AuditEvent" ("at", "actor", "actorId", "actorName", "actorEmail", "address", "projectId", "topic", "action", "thingKind",
      "thingId", "thingName", "before", "after")
    SELECT timestamptz '2026-01-01' + i * interval '1 minute', 'PERSON',
      CASE WHEN i % 4 = 0 THEN '${admin.id}'::uuid ELSE (ARRAY[${ids(37)}])[1 + i % 37] END, 'Person ' || i % 37, 'p' || i % 37 || '@example.org',
      '203.0.113.' || i % 250, CASE WHEN i % ${String(PROJECTS)} = 0 THEN '${project.id}'::uuid ELSE (ARRAY[${ids(PROJECTS)}])[1 + i % ${String(PROJECTS)}] END,
      'class', 'class.rename', 'labelclass', (ARRAY[${ids(500)}])[1 + i % 500]::text, 'Class ' || i, '{"name": "a"}', '{"name": "b"}'
    FROM generate_series(1, ${String(LINES)}) i;
    INSERT INTO "AuditEvent" ("actor", "actorName", "projectId", "topic", "action", "thingKind", "thingId", "thingName")
    VALUES ('PERSON', '=HYPERLINK("http://x")', '${project.id}', 'class', 'class.add', 'labelclass', '${newId()}', '@SUM(1), "quoted"')`);
  await asOwner('VACUUM ANALYZE');
}, 120_000);

const url = (path: string, query: Record<string, string>): string =>
  `http://127.0.0.1:3000/api/v1${path}?${new URLSearchParams(query).toString()}`;
const params = () => Promise.resolve({ project: project.slug });

async function page(query: Record<string, string>): Promise<AuditPage> {
  const request = new Request(url(`/projects/${project.slug}/audit`, query), {
    headers: { cookie },
  });
  return AuditPage.parse(await (await auditOfProject(request, { params: params() })).json());
}

describe('the page', () => {
  test('goes through all lines of its project by key, newest first, each once', async () => {
    const seen: number[] = [];
    const times: string[] = [];
    let cursor: string | undefined;
    do {
      const next = await page({ limit: '100', ...(cursor === undefined ? {} : { cursor }) });
      for (const { id, at, project: of } of next.items) {
        expect(of?.slug).toBe(project.slug);
        seen.push(id);
        times.push(at);
      }
      cursor = next.nextCursor;
    } while (cursor !== undefined);
    const count = await db().auditEvent.count({ where: { projectId: project.id } });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(count);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('filters by person, topic, thing, time and words', async () => {
    const first = (await page({ person: admin.id, topic: 'class', limit: '1' })).items[0];
    expect(first).toMatchObject({ actorId: admin.id, action: 'class.rename' });
    const thing = first?.thingId ?? '';
    const ofThing = await page({ thing });
    expect(new Set(ofThing.items.map(({ thingId }) => thingId))).toEqual(new Set([thing]));
    const between = await page({ from: '2026-01-02T00:00:00Z', until: '2026-01-02T01:00:00Z' });
    expect(between.items).toHaveLength(2);
    expect((await page({ text: 'CLASS 30' })).items.map(({ thingName }) => thingName)).toContain(
      'Class 30',
    );
    expect((await page({ text: '%' })).items).toEqual([]);
  });

  test('of a project is its admins’, of the instance the owner’s', async () => {
    const call = async (who: string): Promise<number> =>
      (
        await auditOfAll(new Request(url('/audit', {}), { headers: { cookie: who } }), {
          params: Promise.resolve({}),
        })
      ).status;
    expect([await call(cookie), await call(ownerCookie)]).toEqual([403, 200]);
    const reviewer = await cookieOf(await createMember(project, 'REVIEWER'));
    const asked = new Request(url('/x', {}), { headers: { cookie: reviewer } });
    expect((await auditOfProject(asked, { params: params() })).status).toBe(403);
  });
});

test('the export has the lines of the filter, runs no formula and is a line itself', async () => {
  const asked = new Request(url('/x', { topic: 'class', from: '2026-02-05T00:00:00Z' }), {
    headers: { cookie },
  });
  const text = await (await exportOfProject(asked, { params: params() })).text();
  const [head = '', ...rows] = text.trimEnd().split('\r\n');
  expect(head).toMatch(/^time,actor,name,email,/);
  const all = await db().auditEvent.count({
    where: { projectId: project.id, topic: 'class', at: { gte: '2026-02-05T00:00:00Z' } },
  });
  expect(rows).toHaveLength(all);
  expect(all).toBeGreaterThan(200);
  expect(rows[0]).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(rows[0]).toContain(`"'@SUM(1), ""quoted"""`);
  expect((await page({ limit: '1' })).items).toMatchObject([
    { action: 'audit.export', actorId: admin.id, after: { topic: 'class' } },
  ]);
});

// of 60,000 lines a page looks at little more than it shows, so it does of ten million
test.each<[string, boolean, () => AuditFilter & { cursor?: string }]>([
  ['all', false, () => ({})],
  ['all, deep', false, () => ({ cursor: `${String(Date.UTC(2026, 0, 20))}.999999999` })],
  ['of a topic', false, () => ({ topic: 'class' })],
  ['of a person', false, () => ({ person: admin.id })],
  ['of a time', false, () => ({ from: '2026-01-10T00:00:00Z', until: '2026-01-12T00:00:00Z' })],
  ['of a project', true, () => ({})],
  ['of a project and a person', true, () => ({ person: admin.id })],
  ['of a project and a topic', true, () => ({ topic: 'class' })],
  ['of a project, deep', true, () => ({ cursor: `${String(Date.UTC(2026, 0, 20))}.999999999` })],
  ['with a rare word', false, () => ({ text: 'Class 41234' })],
])('a page %s reads little more than it shows', async (_name, own, filter) => {
  const read = () => readAudit(own ? project.id : null, { ...filter(), limit: 50 });
  expect((await read()).items.length).toBeGreaterThan(0);
  const steps = await plansOf(read);
  expect(costly(steps, { most: 250, never: ['AuditEvent'] })).toEqual([]);
});
