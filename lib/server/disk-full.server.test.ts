// On a disk that is really full: what is written there fails in words, leaves nothing half, and works once there is room.
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImportView } from '@/lib/domain/import/schema';
import { Prisma } from '@/generated/prisma/client';
import { db, statement } from '@/lib/server/db/client';
import { isDiskFull } from '@/lib/server/disk-full';
import { writeExport } from '@/lib/server/export/run';
import { problemReply } from '@/lib/server/http/problem';
import { cachedFile } from '@/lib/server/imagery-context/cache';
import { findImport } from '@/lib/server/imagery/data';
import { importLocalFile } from '@/lib/server/imagery/import-local';
import { retryImport } from '@/lib/server/imagery/mutations';
import { putObject } from '@/lib/server/objects/store';
import { receivePart } from '@/lib/server/objects/upload';
import * as uploads from '@/app/api/v1/projects/[project]/uploads/[[...upload]]/route';
import { createMember, createProject, createToken } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { mountSmallDisk } from '@/tests/server/small-disk';
import { runWaitingJobs } from '@/tests/server/worker';

const SIDE = 1600;
const MB = 1024 ** 2;
const home = process.env['QUADRAT_HOME'] ?? '';
const disk = await mountSmallDisk(24);
// the settings are read at the first use, which comes later
if (typeof disk !== 'string') process.env['QUADRAT_HOME'] = disk.folder;

describe('a full disk of the database', () => {
  const raised = Prisma.sql`DO $$ BEGIN RAISE EXCEPTION 'could not extend file "base/1/2"' USING ERRCODE = '53100'; END $$`;

  test.each([
    ['Prisma', () => db().$executeRaw(raised)],
    ['a transaction', () => db().$transaction((tx) => tx.$executeRaw(raised))],
    ['a prepared statement', () => statement(null, 'full', raised)],
  ])('is 507, by %s', async (_way, ask) => {
    const error = await Promise.resolve(ask()).catch((reason: unknown) => reason);
    const reply = problemReply(error);
    expect(reply.status).toBe(507);
    expect(await reply.json()).toMatchObject({ key: 'diskFull', values: { where: 'database' } });
  });
});

describe('a full disk of the files', () => {
  let project: TestProject;
  let picture: Buffer;

  beforeEach(async (context) => {
    if (typeof disk === 'string') context.skip(disk);
    else await disk.free();
  });
  afterAll(async () => {
    if (typeof disk !== 'string') await disk.unmount();
  });
  beforeAll(async () => {
    if (typeof disk === 'string') return;
    project = await createProject({ cellPx: 100, rows: 4, cols: 4 });
    const noise = Buffer.from(randomBytes(SIDE * SIDE * 3));
    picture = await sharp(noise, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .jpeg({ quality: 40 })
      .toBuffer();
  });
  afterEach(async () => {
    if (typeof disk === 'string') return;
    await rm(path.join(disk.folder, 'objects'), { recursive: true, force: true });
  });

  const small = () => {
    if (typeof disk === 'string') throw new Error(disk);
    return disk;
  };
  const left = async (folder: string): Promise<string[]> =>
    await readdir(path.join(small().folder, folder)).catch(() => []);

  test('objects, of bytes and of a stream, leave nothing and can be put again', async () => {
    const bytes = randomBytes(2 * MB);
    await small().fill(MB);
    for (const put of [
      () => putObject(bytes),
      () => putObject(Readable.from([bytes.subarray(0, MB), bytes.subarray(MB)])),
    ]) {
      const error: unknown = await put().catch((reason: unknown) => reason);
      expect(isDiskFull(error)).toBe(true);
      expect(await problemReply(error).json()).toMatchObject({
        ...{ status: 507, values: { where: 'files', total: 24 } },
      });
      expect(await left('objects/incoming')).toEqual([]);
    }
    await small().free();
    expect(await putObject(bytes)).toMatchObject({ bytes: 2 * MB });
  });

  /** Brings the picture in with so much room for what is cut of it, on its last try. */
  async function cutWith(room: number): Promise<ImportView> {
    const file = path.join(home, 'picture.jpg');
    // one more byte behind the picture each time: other bytes are another file
    picture = Buffer.concat([picture, Buffer.from([0])]);
    await writeFile(file, picture);
    const { id } = await importLocalFile(project.scope, file);
    await small().fill(room);
    await db().job.updateMany({ where: { kind: 'CUT' }, data: { maxAttempts: 1 } });
    await runWaitingJobs();
    return await findImport(project.scope, id);
  }

  test.each([
    ['the decoded picture does not fit', 3 * MB],
    ['its chips do not fit', 9 * MB],
  ])('a cut is tried again once there is room: %s', async (_what, room) => {
    const line = await cutWith(room);
    expect(line).toMatchObject({ state: 'FAILED', reasonCode: 'DISK_FULL', canRetry: true });
    expect(line.reason).toMatch(/disk of the server is full.*Nothing is wrong with the file/);
    expect(await left('cache/scratch')).toEqual([]);
    expect(await left('objects/incoming')).toEqual([]);
    await small().free();
    await retryImport(project.scope, line.id);
    await runWaitingJobs();
    expect(await findImport(project.scope, line.id)).toMatchObject({ state: 'READY', chips: 16 });
  });

  test('an export ends with the reason, and leaves nothing', async () => {
    const image = await putObject(randomBytes(MB));
    const chip = {
      ...{ number: 1, asset: 'a'.repeat(64), assetName: 'a', gridRow: 0, gridCol: 0, x: 0, y: 0 },
      ...{ image: image.sha256, mediaType: 'image/jpeg', width: 8, height: 8, rows: 1, cols: 1 },
      ...{ cellPx: 8, cells: Buffer.from([1]).toString('base64'), block: 'b', split: 'train' },
    };
    const ids = { id: project.id, name: project.name };
    const lines = [
      { contract: 1, project: ids, classes: [] },
      ...Array.from({ length: 30 }, (_, i) => ({
        ...chip,
        chip: `00000000-0000-4000-8000-0000000000${String(i + 10)}`,
      })),
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const snapshot = await putObject(Buffer.from(text));
    await small().fill(3 * MB);
    const source = {
      format: 'coco' as const,
      snapshot: { number: 1, sha256: snapshot.sha256, chips: 30, summary: {} },
      project: { slug: 'a', name: 'A' },
    };
    const hooks = { progress: () => undefined, signal: new AbortController().signal };
    const error: unknown = await writeExport(source, hooks).catch((reason: unknown) => reason);
    expect(isDiskFull(error)).toBe(true);
    expect(await left('objects/incoming')).toEqual([]);
  });

  test('an upload keeps what arrived, and goes on from there', async () => {
    const token = await createToken(['manage'], await createMember(project, 'ADMIN'));
    const call = async (
      method: 'POST' | 'PATCH' | 'HEAD',
      id: string | undefined,
      headers: Record<string, string>,
      body?: Buffer,
    ): Promise<Response> => {
      const url = `http://127.0.0.1:3000/api/v1/projects/${project.slug}/uploads/${id ?? ''}`;
      const request = new Request(url.replace(/\/$/, ''), {
        method,
        headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
        ...(body ? { body: Uint8Array.from(body) } : {}),
      });
      const params = { project: project.slug, ...(id === undefined ? {} : { upload: [id] }) };
      return await uploads[method](request, { params: Promise.resolve(params) });
    };
    const name = `filename ${Buffer.from('a.jpg').toString('base64')}`;
    const open = (bytes: number) =>
      call('POST', undefined, { 'upload-length': String(bytes), 'upload-metadata': name });

    // more than there is room for is not begun
    const refused = await open(100 * MB);
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({ code: 'disk_full', key: 'diskFull' });

    const bytes = Buffer.concat([picture, randomBytes(3)]);
    const opened = await open(bytes.length);
    const id = opened.headers.get('location')?.split('/').at(-1) ?? '';
    await small().fill(256 * 1024);
    const patch = (offset: number) =>
      call(
        ...(['PATCH', id] as const),
        {
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        bytes.subarray(offset),
      );
    const stuck = await patch(0);
    expect(stuck.status).toBe(507);
    expect(await stuck.json()).toMatchObject({ key: 'diskFull', values: { where: 'files' } });
    expect(await findImport(project.scope, id)).toMatchObject({ state: 'UPLOADING' });

    await small().free();
    const offset = Number((await call('HEAD', id, {})).headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(0);
    expect((await patch(offset)).status).toBe(204);
    expect(await findImport(project.scope, id)).toMatchObject({ state: 'WAITING' });
  });

  test('an upload that cannot be opened leaves its line with the reason and no file', async () => {
    const { UploadStore } = await import('@/lib/server/imagery/upload-store');
    const directory = path.join(small().folder, 'uploads');
    const store = new UploadStore({ directory });
    await left('uploads');
    await small().fill(0);
    const before = await left('uploads');
    const upload = { id: 'cannot-be-opened', size: 5, offset: 0 } as never;
    const error: unknown = await store.create(upload).catch((reason: unknown) => reason);
    expect(isDiskFull(error)).toBe(true);
    expect(await left('uploads')).toEqual(before);
  });

  test("a runner's artifact goes on from what arrived", async () => {
    const bytes = randomBytes(2 * MB);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const put = (from: number) =>
      receivePart(
        new Request('http://127.0.0.1/', {
          method: 'PUT',
          headers: {
            'content-range': `bytes ${String(from)}-${String(bytes.length - 1)}/${String(bytes.length)}`,
          },
          body: Uint8Array.from(bytes.subarray(from)),
        }),
        'artifacts/x',
        sha256,
      );
    await small().fill(MB);
    const error: unknown = await put(0).catch((reason: unknown) => reason);
    expect(isDiskFull(error)).toBe(true);
    await small().free();
    const conflict: unknown = await put(0).catch((reason: unknown) => reason);
    const offset = (conflict as { extra: { offset: number } }).extra.offset;
    expect(offset).toBeGreaterThan(0);
    expect(await put(offset)).toEqual({ received: bytes.length, complete: true });
  });

  test('a picture that is only cached leaves nothing half', async () => {
    await small().fill(64 * 1024);
    const make = () => Promise.resolve(randomBytes(MB));
    const error: unknown = await cachedFile('a recipe', make).catch((reason: unknown) => reason);
    expect(isDiskFull(error)).toBe(true);
    const found = await readdir(path.join(small().folder, 'cache/ground'), { recursive: true });
    expect(found.filter((name) => name.includes('.'))).toEqual([]);
    await small().free();
    expect((await cachedFile('a recipe', make)).file).toContain('cache/ground');
  });
});
