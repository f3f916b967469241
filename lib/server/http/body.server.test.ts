// How much of a body each route reads, and that nothing is read before the gate has opened.
import { beforeAll, describe, expect, test } from 'vitest';
import { POST as signIn } from '@/app/api/auth/[...nextauth]/route';
import { bodyLimit } from '@/lib/server/http/body';
import { cookieOf, createProject, createToken, createUser } from '@/tests/server/factories';
import { createGuest, createLabellingLink } from '@/tests/server/guests';
import { endpointsOf, paramNames, routeFiles } from '@/tests/server/routes';
import type { Endpoint } from '@/tests/server/routes';

const CHUNK = 64 * 1024;
const HUGE = 400 * 1024 ** 2;
const WRITES = ['POST', 'PUT', 'PATCH'];

/** 400 MB that are made as they are asked for. */
function hugeBody() {
  const state = { read: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (state.read >= HUGE) controller.close();
        else controller.enqueue(new Uint8Array(CHUNK).fill(0x20));
        state.read += CHUNK;
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, body };
}

function requestOf(method: string, body: ReadableStream, headers: Record<string, string>) {
  const init: RequestInit & { duplex: string } = { method, body, headers, duplex: 'half' };
  return new Request('http://127.0.0.1:3000/api', init);
}

/** from a page of ours, by nobody */
const OWN = { 'sec-fetch-site': 'same-origin' };

let slug: string;
let linkId: string;
let guest: Record<string, string>;
let owner: Record<string, string>;
let machine: Record<string, string>;
let endpoints: Endpoint[];

beforeAll(async () => {
  const project = await createProject();
  slug = project.slug;
  const link = await createLabellingLink(project, 1);
  linkId = link.id;
  guest = { ...OWN, cookie: await createGuest(link) };
  const user = await createUser({ isOwner: true });
  owner = { ...OWN, cookie: await cookieOf(user) };
  machine = { authorization: `Bearer ${await createToken(['runner'])}` };
  endpoints = (await Promise.all(routeFiles.map(endpointsOf)))
    .flat()
    .filter(({ method }) => WRITES.includes(method));
});

function paramsOf({ file }: Endpoint) {
  const id = crypto.randomUUID();
  return Object.fromEntries(
    paramNames(file).map(({ name, rest }): [string, string | string[]] => {
      if (name === 'project') return [name, slug];
      if (name === 'link') return [name, linkId];
      if (name === 'sha256') return [name, 'a'.repeat(64)];
      if (name === 'key') return [name, 'keys'];
      return [name, rest ? [id] : name === 'index' ? '1' : id];
    }),
  );
}

async function send(endpoint: Endpoint, headers: Record<string, string>) {
  const { state, body } = hugeBody();
  const reply = await endpoint.handler(requestOf(endpoint.method, body, headers), {
    params: Promise.resolve(paramsOf(endpoint)),
  });
  return { state, reply };
}

const at = ({ method, file }: Endpoint) => `${method} ${file}`;

test('400 MB from those who may come in: 413 by the header alone, and past the limit nothing is read', async () => {
  for (const endpoint of endpoints) {
    const { access, spec } = endpoint.handler;
    const headers = access.kind === 'machine' ? machine : access.kind === 'guest' ? guest : owner;
    const limit = bodyLimit(access, spec.limit);
    if (limit >= HUGE) continue;
    const told = await send(endpoint, { ...headers, 'content-length': String(HUGE) });
    expect(told.reply.status, at(endpoint)).toBe(413);
    expect(await told.reply.json()).toMatchObject({ code: 'too_large', values: { limit } });
    expect(told.reply.headers.get('connection')).toBe('close');
    expect(told.state.read, at(endpoint)).toBe(0);

    // others do not look at their body
    if (!spec.body && spec.limit === undefined) continue;
    const untold = await send(endpoint, headers);
    expect(untold.reply.status, at(endpoint)).toBe(413);
    expect(untold.state.read, at(endpoint)).toBeLessThanOrEqual(limit + 2 * CHUNK);
  }
});

test('nothing is read of what a stranger sends to a route that is not public', async () => {
  for (const endpoint of endpoints) {
    if (endpoint.handler.access.kind === 'public') continue;
    const { reply, state } = await send(endpoint, {});
    expect(reply.status, at(endpoint)).toBe(401);
    expect(state.read, at(endpoint)).toBe(0);
  }
});

test('where files come in, a body may be as large as a file', () => {
  const large = endpoints.filter(({ handler }) => handler.spec.limit === 'file').map(at);
  expect(large.map((path) => path.replace(/.*\/api\//, '')).sort()).toEqual([
    'runner/jobs/[job]/artifacts/[sha256]/route.ts',
    'v1/packages/objects/[sha256]/route.ts',
    'v1/projects/[project]/labels/route.ts',
    'v1/projects/[project]/uploads/[[...upload]]/route.ts',
    'v1/projects/[project]/uploads/[[...upload]]/route.ts',
  ]);
});

describe('sign-in', () => {
  const context = { params: Promise.resolve({ nextauth: ['callback', 'credentials'] }) };

  test.each([{}, { 'content-length': String(HUGE) }])(
    'takes a form, not 400 MB: %o',
    async (headers) => {
      const { state, body } = hugeBody();
      const reply = await signIn(requestOf('POST', body, { ...OWN, ...headers }), context);
      expect(reply.status).toBe(413);
      expect(state.read).toBeLessThanOrEqual(bodyLimit({ kind: 'public' }, undefined) + 2 * CHUNK);
    },
  );
});
