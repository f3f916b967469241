// Bodies that take their time: rights that are lost meanwhile are gone, and what never comes is not waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '@/generated/prisma/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { POST as postLabels } from '@/app/api/v1/projects/[project]/labels/route';
import { PUT as putMember } from '@/app/api/v1/projects/[project]/members/[user]/route';
import { instant } from '@/lib/core/clock';
import { db } from '@/lib/server/db/client';
import { route } from '@/lib/server/http/route';
import { cookieOf, createMember, createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';

let project: TestProject;
let admin: User;
let member: User;

beforeEach(async () => {
  project = await createProject();
  admin = await createMember(project, 'ADMIN');
  member = await createMember(project, 'LABELER');
});
afterEach(() => {
  vi.useRealTimers();
});

function requestOf(body: ReadableStream, headers: Record<string, string>, query = ''): Request {
  const init: RequestInit & { duplex: string } = { method: 'PUT', body, headers, duplex: 'half' };
  return new Request(`http://127.0.0.1:3000/api${query}`, init);
}

/** The admin makes a reviewer of the member; `meanwhile` happens between the first byte and the others. */
async function put(meanwhile: () => Promise<unknown>): Promise<number> {
  const bytes = new TextEncoder().encode(JSON.stringify({ role: 'REVIEWER' }));
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        controller.enqueue(bytes.subarray(0, 1));
        await meanwhile();
        await sleep(300);
        controller.enqueue(bytes.subarray(1));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'sec-fetch-site': 'same-origin', cookie: await cookieOf(admin) };
  const params = Promise.resolve({ project: project.slug, user: member.id });
  return (await putMember(requestOf(body, headers), { params })).status;
}

const roleOf = async (user: User) =>
  (await db().membership.findFirst({ where: { userId: user.id } }))?.role;

test('a slow body of somebody with rights is applied', async () => {
  expect(await put(() => Promise.resolve())).toBe(204);
  expect(await roleOf(member)).toBe('REVIEWER');
});

test.each([
  [
    'is demoted',
    403,
    () => db().membership.updateMany({ where: { userId: admin.id }, data: { role: 'LABELER' } }),
  ],
  ['is removed', 404, () => db().membership.deleteMany({ where: { userId: admin.id } })],
  [
    'is disabled',
    401,
    () => db().user.update({ where: { id: admin.id }, data: { disabledAt: instant() } }),
  ],
  [
    'sees the project archived',
    409,
    () => db().project.update({ where: { id: project.id }, data: { archivedAt: instant() } }),
  ],
])('nothing is applied of the body of who %s meanwhile: %i', async (_name, status, meanwhile) => {
  expect(await put(meanwhile)).toBe(status);
  expect(await roleOf(member)).toBe('LABELER');
});

/** The admin imports labels from a file; `meanwhile` happens between its first line and the next. */
async function importLabels(meanwhile: () => Promise<unknown>): Promise<Response> {
  const head = 'asset,chip_row,chip_col,cell_row,cell_col,class\n';
  const line = 'nowhere,0,0,0,0,none\n';
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        controller.enqueue(new TextEncoder().encode(head));
        await meanwhile();
        await sleep(300);
        controller.enqueue(new TextEncoder().encode(line));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = {
    'sec-fetch-site': 'same-origin',
    'content-type': 'text/csv',
    cookie: await cookieOf(admin),
  };
  return await postLabels(requestOf(body, headers, '?preview=true'), {
    params: Promise.resolve({ project: project.slug }),
  });
}

test('a slow file of somebody with rights is read to its end', async () => {
  const reply = await importLabels(() => Promise.resolve());
  expect([reply.status, await reply.json()]).toEqual([
    200,
    expect.objectContaining({ problemCount: 1, written: false }),
  ]);
});

test('a file of who is removed while it arrives is not taken', async () => {
  const reply = await importLabels(() =>
    db().membership.deleteMany({ where: { userId: admin.id } }),
  );
  expect(reply.status).toBe(404);
});

test('a file that stands still is waited for half a minute, however long all of it takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const parts: number[] = [];
  const taking = route({ access: { kind: 'public' }, limit: 'file' }, async ({ request }) => {
    if (!request.body) throw new Error('no body');
    for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
      parts.push(part.byteLength);
    }
  });
  let send: ((part: Uint8Array) => void) | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        send = (part) => {
          controller.enqueue(part);
        };
      },
    },
    { highWaterMark: 0 },
  );
  const reply = taking(requestOf(body, { 'sec-fetch-site': 'same-origin' }), {
    params: Promise.resolve({}),
  });
  const replied = vi.fn();
  const told = reply.then(replied);
  for (let part = 1; part <= 4; part += 1) {
    send?.(new Uint8Array(part));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(parts).toHaveLength(part);
    expect(replied).not.toHaveBeenCalled();
  }
  await vi.advanceTimersByTimeAsync(2000);
  await told;
  expect((await reply).status).toBe(408);
});

test('a body that does not come is waited for 10 seconds, and nothing is done', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const handle = vi.fn();
  const stalled = route({ access: { kind: 'public' }, body: z.object({}) }, handle);
  let asked: (() => void) | undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        controller.enqueue(new TextEncoder().encode('{'));
        asked?.();
        return new Promise<void>(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const reply = stalled(requestOf(body, { 'sec-fetch-site': 'same-origin' }), {
    params: Promise.resolve({}),
  });
  const replied = vi.fn();
  const told = reply.then(replied);
  await isAsked;
  await vi.advanceTimersByTimeAsync(9900);
  expect(replied).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  await told;
  const { status, headers } = await reply;
  expect([status, headers.get('connection')]).toEqual([408, 'close']);
  expect(handle).not.toHaveBeenCalled();
});
