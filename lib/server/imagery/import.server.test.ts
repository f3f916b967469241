// Whole imports: real imagery with its coordinates, files that are kept out with their reasons, provenance.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportView } from '@/lib/domain/import/schema';
import { db } from '@/lib/server/db/client';
import { findAsset, findImport } from '@/lib/server/imagery/data';
import { importLocalFile } from '@/lib/server/imagery/import-local';
import { inspectFile } from '@/lib/server/imagery/inspect';
import { objectPath } from '@/lib/server/objects/store';
import { createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { assetOf, bringIn, chipsOf, pixelsOf } from '@/tests/server/imports';
import { tiff } from '@/tests/server/tiff';
import { runWaitingJobs } from '@/tests/server/worker';

const DATA = path.resolve('../shared/data');
let folder: string;
let project: TestProject;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-pictures-'));
  project = await createProject({ cellPx: 40, rows: 4, cols: 4 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, bytes: Uint8Array | string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

describe.skipIf(!existsSync(DATA))('real imagery (skipped where ../shared/data is absent)', () => {
  test('every picture of deepforest-sample comes in with its coordinates, every other file says why not', async () => {
    const from = path.join(DATA, 'deepforest-sample');
    const lines = new Map<string, ImportView>();
    for (const name of await readdir(from)) {
      lines.set(name, await importLocalFile(project.scope, path.join(from, name)));
    }
    await runWaitingJobs();
    const expected: Record<string, number | null> = {
      '2018_SJER_3_252000_4107000_image_477.tif': 32611,
      '2019_BLAN_3_751000_4330000_image_crop.jpg': null,
      '2019_YELL_2_541000_4977000_image_crop.png': null,
      '5b90f92da0d7280005fab355_4310.tif': 3395,
      '5dded5bc0140b80006d2e565_23.tif': 3395,
      'OSBS_029.png': null,
      'OSBS_029.tif': 32617,
      'SOAP_061.png': null,
      'australia.tif': 32753,
      'test_tiled.tif': 28992,
    };
    for (const [name, { id }] of lines) {
      const line = await findImport(project.scope, id);
      if (!(name in expected)) {
        expect(line).toMatchObject({ state: 'FAILED', reasonCode: 'NOT_A_PICTURE' });
        continue;
      }
      const asset = await assetOf(project, line);
      expect(asset.georef?.epsg ?? null, name).toBe(expected[name]);
      expect(asset.chips, name).toBeGreaterThan(0);
      for (const chip of await chipsOf(project, asset)) {
        const meta = await sharp(objectPath(chip.imageSha)).metadata();
        expect(meta).toMatchObject({
          width: chip.width,
          height: chip.height,
          channels: 3,
          space: 'srgb',
        });
        expect([meta.icc, meta.exif, meta.chromaSubsampling]).toEqual([
          undefined,
          undefined,
          '4:4:4',
        ]);
        expect(chip.footprint !== null).toBe(asset.georef !== null);
      }
    }
  }, 120_000);

  test('places agree with what is known of the pictures', async () => {
    const osbs = await bringIn(project, path.join(DATA, 'deepforest-sample/OSBS_029.tif'));
    expect(osbs).toMatchObject({ state: 'DUPLICATE', reasonCode: 'DUPLICATE' });
    const asset = await findAsset(project.scope, osbs.assetId ?? '');
    // NEON's site OSBS lies at 29.69 N, 81.99 W (Ordway-Swisher, Florida); pixels of 0.1 m
    const [lon = 0, lat = 0] = asset.georef?.footprint?.[0] ?? [];
    expect(lon).toBeCloseTo(-81.99, 2);
    expect(lat).toBeCloseTo(29.69, 2);
    expect(asset.georef?.pixelM?.[0]).toBeCloseTo(0.1, 9);
    expect((await chipsOf(project, asset))[0]?.cellM).toBeCloseTo(4, 9);
  });

  test('an infrared band tagged as transparency leaves the colours alone', async () => {
    const file = path.join(DATA, 'urban-trees/images/eureka_2020_0.tif');
    const asset = await assetOf(project, await bringIn(project, file));
    expect(asset).toMatchObject({
      bands: 4,
      georef: { epsg: 26910 },
      rendering: { bands: [0, 1, 2], stretch: null },
    });
    expect(asset.provenance.transform).toContainEqual({ key: 'alphaBand', values: { band: 4 } });
    const [chip] = await chipsOf(project, asset);
    const got = await pixelsOf(chip?.imageSha ?? '');
    const want = await sharp(file)
      .extract({ left: 0, top: 0, width: got.info.width, height: got.info.height })
      .raw()
      .toBuffer();
    const rgb = want.filter((_, i) => i % 4 !== 3);
    const mean =
      rgb.reduce((sum, value, i) => sum + Math.abs(value - (got.data[i] ?? 0)), 0) / rgb.length;
    expect(mean).toBeLessThan(2);
  });

  test('cells in metres on georeferenced pictures, a reason on others', async () => {
    const metres = await createProject({ cellPx: null, cellM: 2.5, rows: 8, cols: 8 });
    const tiled = await assetOf(
      metres,
      await bringIn(metres, path.join(DATA, 'deepforest-sample/test_tiled.tif')),
    );
    const chips = await chipsOf(metres, tiled);
    expect(chips[0]).toMatchObject({
      cellPx: 10,
      cellM: 2.5,
      rows: 8,
      cols: 8,
      width: 80,
      height: 80,
    });
    const png = await bringIn(metres, path.join(DATA, 'deepforest-sample/OSBS_029.png'));
    expect(png).toMatchObject({ state: 'FAILED', reasonCode: 'NO_GEOREFERENCE' });
    expect(png.reason).toContain('2.5 m');
    expect(png.canRetry).toBe(true);
  });
});

describe('files that do not come in', () => {
  test('each says why, and the good one between them comes in', async () => {
    const good = await sharp({
      create: { width: 200, height: 200, channels: 3, background: '#345678' },
    })
      .jpeg()
      .toBuffer();
    const noise = Buffer.from(
      Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919 + (i % 13) * 31) % 256),
    );
    const raw = { raw: { width: 300, height: 300, channels: 3 } } as const;
    const cut = async (name: string, bytes: Buffer): Promise<string> => {
      const file = await write(name, bytes);
      await truncate(file, Math.floor(bytes.length * 0.6));
      return file;
    };
    const files: [string, string][] = [
      [await write('empty.tif', ''), 'EMPTY'],
      [await write('words.jpg', 'These are words, not a picture.\n'), 'NOT_A_PICTURE'],
      [await write('zip.tif', 'PK\x03\x04 and so on'), 'NOT_A_PICTURE'],
      [await cut('cut.jpg', await sharp(noise, raw).jpeg().toBuffer()), 'TRUNCATED'],
      [await cut('cut.png', await sharp(noise, raw).png().toBuffer()), 'TRUNCATED'],
      [
        await cut('cut.tif', await sharp(noise, raw).tiff({ compression: 'none' }).toBuffer()),
        'TRUNCATED',
      ],
      [
        await cut(
          'cut-own.tif',
          tiff({ width: 300, height: 300, bands: 6, type: 'uint16', at: (x) => x }),
        ),
        'TRUNCATED',
      ],
      [
        await write(
          'tiny.png',
          await sharp({ create: { width: 15, height: 300, channels: 3, background: '#fff' } })
            .png()
            .toBuffer(),
        ),
        'TOO_SMALL',
      ],
      [
        await write('header-only.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
        'TRUNCATED|UNREADABLE',
      ],
    ];
    for (const [file, code] of files) {
      const line = await bringIn(project, file);
      expect(line.state, file).toBe('FAILED');
      expect(line.reasonCode, `${file}: ${line.reason ?? ''}`).toMatch(new RegExp(`^(${code})$`));
      expect(line.reason?.length, file).toBeGreaterThan(20);
    }
    expect(await bringIn(project, await write('good.jpg', good))).toMatchObject({ state: 'READY' });
  });

  test('cells in metres that would make chips too large for a browser', async () => {
    const metres = await createProject({ cellPx: null, cellM: 300, rows: 8, cols: 4 });
    const geo = { epsg: 32617, pixel: 0.5, x: 404_000, y: 3_285_000 };
    const spec = { width: 64, height: 64, bands: 3, type: 'uint8', at: (x: number) => x } as const;
    const line = await bringIn(metres, await write('sharp.tif', tiff({ ...spec, geo })));
    expect(line).toMatchObject({ state: 'FAILED', reasonCode: 'CHIP_TOO_LARGE' });
    expect(line.reason).toContain('2,400 × 4,800');
    expect(line.reason).toContain('4,096');
  });

  test('a PNG named .tif comes in with a remark', async () => {
    const png = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#a2b' } })
      .png()
      .toBuffer();
    const asset = await assetOf(
      project,
      await bringIn(project, await write('really-a-png.tif', png)),
    );
    expect(asset.mediaType).toBe('image/png');
    expect(asset.provenance.notes).toEqual([
      { key: 'otherKind', values: { ending: 'tif', kind: 'PNG' } },
    ]);
  });

  test('too many pixels for this instance', async () => {
    const file = await write(
      'large.png',
      await sharp({ create: { width: 50, height: 50, channels: 3, background: '#111' } })
        .png()
        .toBuffer(),
    );
    await expect(inspectFile(file, 'large.png', { pixels: 1000 })).rejects.toThrow(
      /50 × 50 pixels; this instance takes up to 1,000/,
    );
  });

  test('the same file twice is one asset, whether one after the other or at once', async () => {
    const of = await createProject({ cellPx: 30, rows: 2, cols: 2 });
    const file = await write(
      'twin.png',
      await sharp({ create: { width: 90, height: 90, channels: 3, background: '#57f' } })
        .png()
        .toBuffer(),
    );
    const first = await importLocalFile(of.scope, file, { name: 'a.png' });
    const second = await importLocalFile(of.scope, file, { name: 'b.png' });
    expect([first.state, second.state]).toEqual(['WAITING', 'WAITING']);
    await runWaitingJobs();
    const third = await importLocalFile(of.scope, file, { name: 'c.png' });
    const lines = [
      await findImport(of.scope, first.id),
      await findImport(of.scope, second.id),
      third,
    ];
    expect(lines.map((line) => line.state)).toEqual(['READY', 'DUPLICATE', 'DUPLICATE']);
    expect(new Set(lines.map((line) => line.assetId)).size).toBe(1);
    expect(lines[2]?.reason).toContain('“a.png”');
    expect(await db().asset.count({ where: { projectId: of.id } })).toBe(1);
  });
});

test('what the file says of itself becomes provenance, what people say goes before it', async () => {
  const bytes = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#444' } })
    .withExif({
      IFD0: { Make: 'DJI', Model: 'FC330', Copyright: 'CC BY 4.0' },
      IFD2: { DateTimeOriginal: '2021:07:14 10:52:00', OffsetTimeOriginal: '-06:00' },
    })
    .jpeg()
    .toBuffer();
  const asset = await assetOf(
    project,
    await bringIn(project, await write('exif.jpg', bytes), { source: 'Flight 7', licence: 'CC0' }),
  );
  expect(asset.provenance).toMatchObject({
    source: 'Flight 7',
    licence: 'CC0',
    sensor: 'DJI FC330',
    takenAt: '2021-07-14T10:52:00-06:00',
    read: { Copyright: 'CC BY 4.0' },
  });
  const preview = await sharp(
    await readFile(
      objectPath(
        (await db().asset.findUniqueOrThrow({ where: { id: asset.id } })).previewSha ?? '',
      ),
    ),
  ).metadata();
  expect(preview).toMatchObject({ format: 'jpeg', width: 80, height: 80 });
});
