import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError, ERROR_CODES } from '@/lib/server/app-error';
import type { ErrorCode } from '@/lib/server/app-error';
import { problemReply } from '@/lib/server/http/problem';
import { log } from '@/lib/server/log';

beforeAll(() => {
  log.level = 'silent';
});

test.each(Object.keys(ERROR_CODES) as ErrorCode[])(
  '%s is a problem of its status',
  async (code) => {
    const reply = problemReply(new AppError(code, 'class.nameTaken', { name: 'Oak' }, { more: 7 }));
    expect(reply.status).toBe(ERROR_CODES[code].status);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await reply.json()).toEqual({
      type: `urn:quadrat:error:${code}`,
      title: ERROR_CODES[code].title,
      status: ERROR_CODES[code].status,
      detail: 'There is already a class called “Oak”. Choose another name.',
      code,
      key: 'class.nameTaken',
      values: { name: 'Oak' },
      more: 7,
    });
  },
);

test('values that a schema refuses are named, the first in words', async () => {
  const schema = z.object({ grid: z.object({ rows: z.int() }), name: z.string() });
  const error = schema.safeParse({ grid: { rows: 1.5 } }).error;
  const body: unknown = await problemReply(error).json();
  expect(body).toMatchObject({
    status: 422,
    code: 'invalid',
    key: 'field',
    errors: [
      { path: 'grid.rows', key: 'validation.type', values: { expected: 'int' } },
      { path: 'name', key: 'validation.required', message: 'This value is missing.' },
    ],
  });
  expect((body as { detail: string }).detail).toBe('grid.rows: This has to be a whole number.');
});

test('a database that is away is no fault: 503, and when to ask again', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
    code: 'ECONNREFUSED',
  });
  for (const error of [
    refused,
    new Error('Prisma says', { cause: refused }),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
    new Error('Connection terminated unexpectedly'),
    { cause: { kind: 'DatabaseNotReachable', originalCode: 'P1001' } },
  ]) {
    const reply = problemReply(error);
    expect(reply.status).toBe(503);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await reply.json()).toMatchObject({ code: 'unavailable', key: 'database' });
  }
});

test('a file that is missing is a fault, a browser that goes away is none', () => {
  const missing = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
  const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  expect(problemReply(missing).status).toBe(500);
  expect(problemReply(aborted).status).toBe(499);
});

test('a fault shows a reference and nothing of itself', async () => {
  for (const fault of [new Error('password=hunter2'), 'password=hunter2', undefined]) {
    const reply = problemReply(fault);
    const text = await reply.text();
    expect(reply.status).toBe(500);
    expect(text).not.toContain('hunter2');
    expect(text).toMatch(/Reference [0-9a-f-]{36}/);
  }
});
