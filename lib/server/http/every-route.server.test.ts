// Walks every route under app/api with every kind of caller and holds the reply against the access that the route
// declares. A route without `access` fails; next-auth's own is the one exception.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Project } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { SCOPES } from '@/lib/domain/token/scope';
import { sessionCookieHeader } from '@/lib/server/auth/session';
import type { Access } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import type { Route } from '@/lib/server/http/route';
import { createMember, createProject, createToken, createUser } from '@/tests/server/factories';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const NEXT_AUTH = '/app/api/auth/[...nextauth]/route.ts';
const ORIGIN = 'http://127.0.0.1:3000';

const modules = import.meta.glob<Record<string, unknown>>('/app/api/**/route.ts');
const files = Object.keys(modules).filter((file) => file !== NEXT_AUTH);

/** What the gate answers to one caller of a route with this access: a status, or that the handler runs. */
type Expected = 401 | 403 | 404 | 'runs';
interface Caller {
  headers: () => Promise<Record<string, string>>;
  expected: (access: Access, method: string) => Expected;
}

let project: Project;
const cookies: Record<string, string> = {};
const tokens: Record<string, string> = {};

beforeAll(async () => {
  project = await createProject();
  const people = {
    stranger: await createUser(),
    labeler: await createMember(project, 'LABELER'),
    reviewer: await createMember(project, 'REVIEWER'),
    admin: await createMember(project, 'ADMIN'),
    owner: await createUser({ isOwner: true }),
    newcomer: await createMember(project, 'ADMIN', await createUser({ mustChangePassword: true })),
  };
  for (const [name, { id, sessionEpoch }] of Object.entries(people)) {
    const header = await sessionCookieHeader({ sub: id, epoch: sessionEpoch });
    cookies[name] = header.slice(0, header.indexOf(';'));
  }
  tokens['machine'] = await createToken(['runner']);
  for (const scope of SCOPES) {
    const others = SCOPES.filter((other) => other !== scope && other !== 'runner');
    tokens[`without ${scope}`] = await createToken(others, people.owner);
  }
});

// one of the routes archives the project; the handlers of the others run on a project that is not
afterEach(async () => {
  await db().project.update({ where: { id: project.id }, data: { archivedAt: null } });
});

const bySession = (name: string) => () =>
  Promise.resolve({ cookie: cookies[name] ?? '', 'sec-fetch-site': 'same-origin' });

const RANK = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };
function asPerson(access: Access, role: keyof typeof RANK | null, isOwner = false): Expected {
  if (access.kind === 'public' || access.kind === 'person') return 'runs';
  if (access.kind === 'machine') return 403;
  if (access.kind === 'owner') return isOwner ? 'runs' : 403;
  if (role === null) return 404;
  return RANK[role] >= RANK[access.role] ? 'runs' : 403;
}

const CALLERS: Record<string, Caller> = {
  nobody: {
    headers: () => Promise.resolve({}),
    expected: (access) => (access.kind === 'public' ? 'runs' : 401),
  },
  'an unknown token': {
    headers: () => Promise.resolve({ authorization: 'Bearer qd_nobody-has-this-secret' }),
    expected: (access) => (access.kind === 'public' ? 'runs' : 401),
  },
  'a non-member': {
    headers: bySession('stranger'),
    expected: (access) => asPerson(access, null),
  },
  'a labeler': {
    headers: bySession('labeler'),
    expected: (access) => asPerson(access, 'LABELER'),
  },
  'a reviewer': {
    headers: bySession('reviewer'),
    expected: (access) => asPerson(access, 'REVIEWER'),
  },
  'an admin': {
    headers: bySession('admin'),
    expected: (access) => asPerson(access, 'ADMIN'),
  },
  'the owner': {
    headers: bySession('owner'),
    expected: (access) => asPerson(access, 'ADMIN', true),
  },
  'an admin with a one-time password': {
    headers: bySession('newcomer'),
    expected: (access) =>
      access.kind === 'public' || (access.kind === 'person' && access.oneTimePassword)
        ? 'runs'
        : 403,
  },
  "an admin's browser on another site": {
    headers: () =>
      Promise.resolve({ cookie: cookies['admin'] ?? '', origin: 'https://elsewhere.example' }),
    expected: (access, method) =>
      method === 'GET' || method === 'HEAD' ? asPerson(access, 'ADMIN') : 403,
  },
  'a machine': {
    headers: () => Promise.resolve({ authorization: `Bearer ${tokens['machine'] ?? ''}` }),
    expected: (access) => (access.kind === 'public' || access.kind === 'machine' ? 'runs' : 403),
  },
};

interface Endpoint {
  file: string;
  method: string;
  handler: Route;
}

async function endpointsOf(file: string): Promise<Endpoint[]> {
  const module = (await modules[file]?.()) ?? {};
  return METHODS.flatMap((method) => {
    const handler = module[method];
    return typeof handler === 'function' ? [{ file, method, handler: handler as Route }] : [];
  });
}

/** Path parameters by the folders' names: our project, and things that do not exist. */
function paramsOf(file: string): Record<string, string | string[]> {
  const pairs = [...file.matchAll(/\[(\.\.\.)?(\w+)\]/g)].map(
    ([, rest, name = '']): [string, string | string[]] => {
      if (name === 'project') return [name, project.slug];
      if (rest) return [name, ['none.bin']];
      if (name === 'sha256') return [name, 'a'.repeat(64)];
      return [name, name === 'index' || name === 'number' ? '200' : newId()];
    },
  );
  return Object.fromEntries(pairs);
}

async function call(
  { file, method, handler }: Endpoint,
  headers: Record<string, string>,
): Promise<{ status: number; detail: string }> {
  const params = paramsOf(file);
  const path = file
    .replace(/^\/app|\/route\.ts$/g, '')
    .replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => [params[name]].flat().join('/'));
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const request = new Request(`${ORIGIN}${path}`, {
    method,
    headers: { host: '127.0.0.1:3000', 'content-type': 'application/json', ...headers },
    ...(hasBody ? { body: '{}' } : {}),
  });
  // as Next.js does it: no parameters at all where the path has none
  const given = Object.keys(params).length === 0 ? undefined : params;
  const reply = await handler(request, { params: Promise.resolve(given) });
  const text = reply.headers.get('content-type')?.includes('json') ? await reply.text() : '';
  if (text === '') await reply.body?.cancel();
  return { status: reply.status, detail: text };
}

const GATE_404 = 'There is no such project, or you are not a member of it.';

test('there are routes to walk, and each declares its access', async () => {
  expect(files.length).toBeGreaterThan(12);
  for (const file of files) {
    const endpoints = await endpointsOf(file);
    expect(endpoints.length, `${file} exports no method`).toBeGreaterThan(0);
    for (const { method, handler } of endpoints) {
      expect(handler.access, `${method} ${file} declares no access`).toBeDefined();
    }
  }
});

test('project routes, and only they, have the parameter `project`', async () => {
  for (const file of files) {
    for (const { method, handler } of await endpointsOf(file)) {
      expect(file.includes('[project]'), `${method} ${file}`).toBe(
        handler.access.kind === 'project',
      );
    }
  }
});

describe.each(Object.entries(CALLERS))('%s', (_name, caller) => {
  test.each(files)('%s', async (file) => {
    for (const endpoint of await endpointsOf(file)) {
      const expected = caller.expected(endpoint.handler.access, endpoint.method);
      const { status, detail } = await call(endpoint, await caller.headers());
      const at = `${endpoint.method} ${file}: ${String(status)} ${detail}`;
      if (expected === 'runs') {
        expect([401, 403, 500], at).not.toContain(status);
        expect(detail, at).not.toContain(GATE_404);
      } else {
        expect(status, at).toBe(expected);
        if (expected === 404) expect(detail, at).toContain(GATE_404);
      }
    }
  });
});

describe('a token without the scope that a route asks for', () => {
  test.each(files)('%s', async (file) => {
    for (const endpoint of await endpointsOf(file)) {
      const { access } = endpoint.handler;
      if (access.kind === 'public') continue;
      const authorization = `Bearer ${tokens[`without ${access.scope}`] ?? ''}`;
      const { status, detail } = await call(endpoint, { authorization });
      expect(status, `${endpoint.method} ${file}: ${detail}`).toBe(403);
      expect(detail).toContain('scope');
    }
  });
});
