// Walks every route under app/api with every kind of caller and holds the reply against the access that the route
// declares. A route without `access` fails; next-auth's own is the one exception.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { SCOPES } from '@/lib/domain/token/scope';
import type { Access } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import {
  cookieOf,
  createMember,
  createProject,
  createToken,
  createUser,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { createGuest, createLabellingLink } from '@/tests/server/guests';
import type { TestLink } from '@/tests/server/guests';
import { callRoute, endpointsOf, paramNames, routeFiles } from '@/tests/server/routes';
import type { Endpoint, Params } from '@/tests/server/routes';

/** What the gate answers to one caller of a route with this access: a status, or that the handler runs. */
type Expected = 401 | 403 | 404 | 'runs';
interface Caller {
  headers: () => Promise<Record<string, string>>;
  expected: (access: Access, method: string) => Expected;
}

let project: TestProject;
let link: TestLink;
let otherLink: TestLink;
const cookies: Record<string, string> = {};
const tokens: Record<string, string> = {};

beforeAll(async () => {
  project = await createProject();
  link = await createLabellingLink(project, 2);
  otherLink = await createLabellingLink(project, 2);
  const people = {
    stranger: await createUser(),
    labeler: await createMember(project, 'LABELER'),
    reviewer: await createMember(project, 'REVIEWER'),
    admin: await createMember(project, 'ADMIN'),
    owner: await createUser({ isOwner: true }),
    newcomer: await createMember(project, 'ADMIN', await createUser({ mustChangePassword: true })),
  };
  for (const [name, person] of Object.entries(people)) cookies[name] = await cookieOf(person);
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
  if (access.kind === 'machine' || access.kind === 'guest') return 403;
  if (access.kind === 'owner' || access.kind === 'maker') return isOwner ? 'runs' : 403;
  if (role === null) return 404;
  return RANK[role] >= RANK[access.role] ? 'runs' : 403;
}

const CALLERS: Record<string, Caller> = {
  nobody: {
    headers: () => Promise.resolve({ 'sec-fetch-site': 'same-origin' }),
    expected: (access) => (access.kind === 'public' ? 'runs' : 401),
  },
  "nobody's browser on another site": {
    headers: () => Promise.resolve({ 'sec-fetch-site': 'cross-site' }),
    expected: (access, method) => {
      if (access.kind !== 'public') return 401;
      return method === 'GET' || method === 'HEAD' ? 'runs' : 403;
    },
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
  // a new one each time: one of the routes ends what it began
  'a guest': {
    headers: async () => ({ cookie: await createGuest(link), 'sec-fetch-site': 'same-origin' }),
    expected: (access) => (access.kind === 'public' || access.kind === 'guest' ? 'runs' : 401),
  },
  "a guest's browser on another site": {
    headers: async () => ({ cookie: await createGuest(link), 'sec-fetch-site': 'cross-site' }),
    expected: (access, method) => {
      if (access.kind !== 'public' && access.kind !== 'guest') return 401;
      return method === 'GET' || method === 'HEAD' ? 'runs' : 403;
    },
  },
  'a guest of another link': {
    headers: async () => ({
      cookie: await createGuest(otherLink),
      'sec-fetch-site': 'same-origin',
    }),
    expected: (access) => (access.kind === 'public' ? 'runs' : 401),
  },
  'a machine': {
    headers: () => Promise.resolve({ authorization: `Bearer ${tokens['machine'] ?? ''}` }),
    expected: (access) => (access.kind === 'public' || access.kind === 'machine' ? 'runs' : 403),
  },
};

/** Path parameters by the folders' names: our project, and things that do not exist. */
function paramsOf(file: string): Params {
  const pairs = paramNames(file).map(({ name, rest }): [string, string | string[]] => {
    if (name === 'project') return [name, project.slug];
    // as an admin this would be closed
    if (name === 'link' && !file.includes('[project]')) return [name, link.id];
    if (rest) return [name, ['none.bin']];
    if (name === 'sha256') return [name, 'a'.repeat(64)];
    return [name, name === 'index' || name === 'number' ? '200' : newId()];
  });
  return Object.fromEntries(pairs);
}

async function call(
  endpoint: Endpoint,
  headers: Record<string, string>,
): Promise<{ status: number; detail: string }> {
  const { status, text } = await callRoute(endpoint, paramsOf(endpoint.file), {
    headers,
    body: '{}',
  });
  return { status, detail: text };
}

const GATE_404 = 'There is no such project, or you are not a member of it.';

test('there are routes to walk, and each declares its access', async () => {
  expect(routeFiles.length).toBeGreaterThan(12);
  for (const file of routeFiles) {
    const endpoints = await endpointsOf(file);
    expect(endpoints.length, `${file} exports no method`).toBeGreaterThan(0);
    for (const { method, handler } of endpoints) {
      expect(handler.access, `${method} ${file} declares no access`).toBeDefined();
    }
  }
});

test('project routes, and only they, have the parameter `project`', async () => {
  for (const file of routeFiles) {
    for (const { method, handler } of await endpointsOf(file)) {
      expect(file.includes('[project]'), `${method} ${file}`).toBe(
        handler.access.kind === 'project',
      );
    }
  }
});

describe.each(Object.entries(CALLERS))('%s', (_name, caller) => {
  test.each(routeFiles)('%s', async (file) => {
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
  test.each(routeFiles)('%s', async (file) => {
    for (const endpoint of await endpointsOf(file)) {
      const { access } = endpoint.handler;
      if (access.kind === 'public' || access.kind === 'guest') continue;
      const authorization = `Bearer ${tokens[`without ${access.scope}`] ?? ''}`;
      const { status, detail } = await call(endpoint, { authorization });
      expect(status, `${endpoint.method} ${file}: ${detail}`).toBe(403);
      expect(detail).toContain('scope');
    }
  });
});
