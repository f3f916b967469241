import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { ImportView } from '@/lib/domain/import/schema';
import { db } from '@/lib/server/db/client';
import { env } from '@/lib/server/env';
import { findImport, listImports } from '@/lib/server/imagery/data';
import { retryImport } from '@/lib/server/imagery/mutations';
import { settleFinishedUploads, stopImport } from '@/lib/server/imagery/upload';
import { objectBytes } from '@/lib/server/objects/store';
import * as routes from '@/app/api/v1/projects/[project]/uploads/[[...upload]]/route';
import { createMember, createProject, createToken } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { runWaitingJobs } from '@/tests/server/worker';

let project: TestProject;
let token: string;
beforeAll(async () => {
  project = await createProject({ cellPx: 20, rows: 4, cols: 4 });
  token = await createToken(['read', 'manage'], await createMember(project, 'ADMIN'));
});

const b64 = (text: string): string => Buffer.from(text).toString('base64');
const ORIGIN = 'http://127.0.0.1:3000';

async function call(
  method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE',
  options: {
    url?: string;
    headers?: Record<string, string>;
    body?: BodyInit;
    of?: TestProject;
  } = {},
): Promise<Response> {
  const of = options.of ?? project;
  const url = options.url ?? `/api/v1/projects/${of.slug}/uploads`;
  const id = /uploads\/(.+)$/.exec(url)?.[1];
  const request = new Request(ORIGIN + url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      ...(method === 'PATCH' ? { 'content-type': 'application/offset+octet-stream' } : {}),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: options.body, duplex: 'half' }),
  });
  const params = { project: of.slug, ...(id === undefined ? {} : { upload: [id] }) };
  return await routes[method](request, { params: Promise.resolve(params) });
}

async function open(
  name: string,
  length: number,
  more: Record<string, string> = {},
): Promise<Response> {
  const pairs = Object.entries({ filename: name, ...more }).map(
    ([key, value]) => `${key} ${b64(value)}`,
  );
  return await call('POST', {
    headers: { 'upload-length': String(length), 'upload-metadata': pairs.join(',') },
  });
}

const lineOf = async (url: string): Promise<ImportView> =>
  await findImport(project.scope, url.split('/').at(-1) ?? '');

async function picture(): Promise<Buffer> {
  return await sharp(randomBytes(160 * 160 * 3), { raw: { width: 160, height: 160, channels: 3 } })
    .png()
    .toBuffer();
}

/** A body whose connection breaks after some bytes. */
function breaking(bytes: Buffer): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    async pull(controller) {
      if (sent) {
        await new Promise((resolve) => setTimeout(resolve, 400));
        controller.error(new Error('the connection was cut'));
      } else {
        sent = true;
        controller.enqueue(bytes);
      }
    },
  });
}

test('a cut connection loses nothing: the upload goes on where it was, and chips are cut', async () => {
  const bytes = await picture();
  const opened = await open('folder/cut.png', bytes.length, {
    licence: 'CC0',
    takenAt: '2021-07-14',
    survey: 'July',
  });
  expect(opened.status).toBe(201);
  const url = opened.headers.get('location') ?? '';
  expect(await lineOf(url)).toMatchObject({
    name: 'folder/cut.png',
    state: 'UPLOADING',
    received: 0,
  });

  const half = Math.floor(bytes.length / 2);
  await call('PATCH', {
    url,
    headers: { 'upload-offset': '0' },
    body: breaking(bytes.subarray(0, half)),
  }).catch(() => undefined);
  const head = await call('HEAD', { url });
  expect(head.headers.get('upload-offset')).toBe(String(half));
  expect(await lineOf(url)).toMatchObject({ state: 'UPLOADING', received: half });

  const rest = await call('PATCH', {
    url,
    headers: { 'upload-offset': String(half) },
    body: new Uint8Array(bytes.subarray(half)),
  });
  expect(rest.status).toBe(204);
  expect(await lineOf(url)).toMatchObject({ state: 'WAITING', received: bytes.length });
  // whoever missed that answer is told again that it is complete
  expect((await call('HEAD', { url })).headers.get('upload-offset')).toBe(String(bytes.length));

  await runWaitingJobs();
  const line = await lineOf(url);
  expect(line).toMatchObject({ state: 'READY', chips: 4 });
  const asset = await db().asset.findUniqueOrThrow({ where: { id: line.assetId ?? '' } });
  expect(await objectBytes(asset.sha256)).toBe(bytes.length);
  expect(asset).toMatchObject({
    survey: 'July',
    provenance: { licence: 'CC0', takenAt: '2021-07-14' },
  });
  expect(await readdir(env().uploadsDir)).toEqual([]);
});

test('an empty file and one that is too large get their lines', async () => {
  const empty = await open('empty.tif', 0);
  expect(await lineOf(empty.headers.get('location') ?? '')).toMatchObject({
    state: 'FAILED',
    reasonCode: 'EMPTY',
  });
  const large = await open('large.tif', env().QUADRAT_MAX_FILE_BYTES + 1);
  expect(large.status).toBe(413);
  const { items } = await listImports(project.scope, { open: true, limit: 10 });
  expect(items.find((line) => line.name === 'large.tif')).toMatchObject({
    state: 'FAILED',
    reasonCode: 'TOO_LARGE',
    received: 0,
  });
});

test('what the metadata may not say is refused in words', async () => {
  const bad = await open('a.png', 10, { takenAt: 'yesterday' });
  expect(bad.status).toBe(422);
  expect(JSON.stringify(await bad.json())).toContain('validation.dateOrTime');
  const nameless = await call('POST', { headers: { 'upload-length': '5' } });
  expect(nameless.status).toBe(400);
});

test('a cancelled upload is gone, and its bytes too', async () => {
  const bytes = await picture();
  const url = (await open('stop.png', bytes.length)).headers.get('location') ?? '';
  await call('PATCH', {
    url,
    headers: { 'upload-offset': '0' },
    body: new Uint8Array(bytes.subarray(0, 100)),
  });
  expect((await call('DELETE', { url })).status).toBe(204);
  expect(await lineOf(url)).toMatchObject({ state: 'CANCELLED', canRetry: false });
  expect(await readdir(env().uploadsDir)).toEqual([]);
  expect(
    (
      await call('PATCH', {
        url,
        headers: { 'upload-offset': '100' },
        body: new Uint8Array(bytes.subarray(100)),
      })
    ).status,
  ).toBe(410);
  await expect(retryImport(project.scope, url.split('/').at(-1) ?? '')).rejects.toThrow(
    /never arrived/,
  );
});

test('a line that waits for the worker can be cancelled and tried again', async () => {
  const bytes = await picture();
  const url = (await open('later.png', bytes.length)).headers.get('location') ?? '';
  await call('PATCH', { url, headers: { 'upload-offset': '0' }, body: new Uint8Array(bytes) });
  const { id } = await lineOf(url);
  await stopImport(project.scope, id);
  expect(await lineOf(url)).toMatchObject({
    state: 'CANCELLED',
    reasonCode: 'CANCELLED',
    canRetry: true,
  });
  expect(await runWaitingJobs()).toBe(0);
  await retryImport(project.scope, id);
  await runWaitingJobs();
  expect(await lineOf(url)).toMatchObject({ state: 'READY', reasonCode: null });
  await expect(stopImport(project.scope, id)).rejects.toThrow(/already ended/);
});

test('another project sees nothing of an upload', async () => {
  const url = (await open('mine.png', 50)).headers.get('location') ?? '';
  const other = await createProject();
  await createMember(
    other,
    'ADMIN',
    await db().user.findFirstOrThrow({ where: { tokens: { some: {} } } }),
  );
  const theirs = url.replace(project.slug, other.slug);
  expect((await call('HEAD', { url: theirs, of: other })).status).toBe(404);
});

test('a whole upload that its web process left behind is taken in by the worker', async () => {
  const bytes = await picture();
  const url = (await open('left.png', bytes.length)).headers.get('location') ?? '';
  const { id } = await lineOf(url);
  // as if the process had ended after the last byte: tus has all, the line was never told
  const { FileStore } = await import('@tus/file-store');
  const { Readable } = await import('node:stream');
  const { utimes } = await import('node:fs/promises');
  const store = new FileStore({ directory: env().uploadsDir });
  await store.write(Readable.from([bytes]), id, 0);
  await utimes(`${env().uploadsDir}/${id}`, new Date(0), new Date(0));
  await settleFinishedUploads();
  expect(await lineOf(url)).toMatchObject({ state: 'WAITING', received: bytes.length });
});

test('a name with a character that no database keeps, and a length in other words, are refused', async () => {
  expect((await open('a\0b.png', 10)).status).toBe(422);
  const reply = await call('POST', {
    headers: { 'upload-length': '1e3', 'upload-metadata': `filename ${b64('a.png')}` },
  });
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({ code: 'bad_request' });
});

test('whoever asks while the last bytes are taken in hears that the upload is complete', async () => {
  const bytes = await picture();
  const url = (await open('twice at once.png', bytes.length)).headers.get('location') ?? '';
  const send = (): Promise<Response> =>
    call('PATCH', { url, headers: { 'upload-offset': '0' }, body: new Uint8Array(bytes) });
  const replies = await Promise.all([send(), call('HEAD', { url }), send(), call('HEAD', { url })]);
  // one may have been broken off for another and goes on where it was; none is told that a good file is gone
  for (const { status } of replies) expect([404, 410]).not.toContain(status);
  const end = await call('HEAD', { url });
  expect(end.headers.get('upload-offset')).toBe(String(bytes.length));
  expect((await lineOf(url)).state).toBe('WAITING');
});
