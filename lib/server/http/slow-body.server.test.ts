// Bodies that take their time: rights that are lost meanwhile are gone, and what never comes is not waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '@/generated/prisma/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
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

function requestOf(body: ReadableStream, headers: Record<string, string>): Request {
  const init: RequestInit & { duplex: string } = { method: 'PUT', body, headers, duplex: 'half' };
  return new Request('http://127.0.0.1:3000/api', init);
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
