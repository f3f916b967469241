// What becomes of pixels: windows, orientation, bands, stretch, colours. Pictures are made here, so that every number is known.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StretchChoice } from '@/lib/domain/asset/schema';
import { patchAsset } from '@/lib/server/asset/mutations';
import { db } from '@/lib/server/db/client';
import { findAsset, findImport } from '@/lib/server/imagery/data';
import { createProject } from '@/tests/server/factories';
import { assetOf, bringIn, chipsOf, pixelsOf, worst } from '@/tests/server/imports';
import { tiff } from '@/tests/server/tiff';
import type { TiffSpec } from '@/tests/server/tiff';
import { runWaitingJobs } from '@/tests/server/worker';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-pixels-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const ramp: TiffSpec['at'] = (x, y, band) => ((x * (band + 1) + y * 2) % 256) * 40;

test('lossless chips are exactly the windows of the picture, for every kind of 8-bit file', async () => {
  const lossless = await createProject({
    cellPx: 33.3,
    rows: 3,
    cols: 4,
    chipFormat: 'webp-lossless',
  });
  const pixels = Buffer.from(Array.from({ length: 500 * 430 * 3 }, (_, i) => (i * 7919) % 251));
  const image = sharp(pixels, { raw: { width: 500, height: 430, channels: 3 } });
  const files = [
    await write('plain.png', await image.clone().png().toBuffer()),
    await write(
      'tiled.tif',
      await image
        .clone()
        .tiff({ tile: true, tileWidth: 64, tileHeight: 64, compression: 'deflate' })
        .toBuffer(),
    ),
    await write(
      'strips.tif',
      await image.clone().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(),
    ),
    await write(
      'big.tif',
      await image.clone().tiff({ bigtiff: true, compression: 'none' }).toBuffer(),
    ),
    await write('lossless.webp', await image.clone().webp({ lossless: true }).toBuffer()),
    await write('photo.jpg', await image.clone().jpeg({ quality: 95 }).toBuffer()),
  ];
  for (const file of files) {
    const asset = await assetOf(lossless, await bringIn(lossless, file));
    const chips = await chipsOf(lossless, asset);
    expect(chips).toHaveLength(20);
    for (const chip of chips) {
      const { data } = await pixelsOf(chip.imageSha);
      const want = await sharp(file)
        .extract({ left: chip.x, top: chip.y, width: chip.width, height: chip.height })
        .raw()
        .toBuffer();
      expect(worst(data, want), `${file} ${chip.number}`).toBe(0);
    }
  }
}, 60_000);

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'EXIF orientation %i is applied to pixels and size',
  async (orientation) => {
    const lossless = await createProject({
      cellPx: 16,
      rows: 2,
      cols: 3,
      chipFormat: 'webp-lossless',
    });
    const pixels = Buffer.from(
      Array.from({ length: 96 * 64 * 3 }, (_, i) => (i * 31 + orientation) % 256),
    );
    const file = await write(
      `turned-${String(orientation)}.png`,
      await sharp(pixels, { raw: { width: 96, height: 64, channels: 3 } })
        .withMetadata({ orientation })
        .png()
        .toBuffer(),
    );
    const asset = await assetOf(lossless, await bringIn(lossless, file));
    const upright = sharp(await sharp(file).autoOrient().png().toBuffer());
    const { width, height } = await upright.metadata();
    expect([asset.width, asset.height]).toEqual([width, height]);
    for (const chip of await chipsOf(lossless, asset)) {
      const { data } = await pixelsOf(chip.imageSha);
      const area = { left: chip.x, top: chip.y, width: chip.width, height: chip.height };
      expect(worst(data, await upright.clone().extract(area).raw().toBuffer())).toBe(0);
    }
    const turned = { key: 'turned', values: { orientation } };
    expect(asset.provenance.transform).toEqual([
      ...(orientation === 1 ? [] : [turned]),
      { key: 'profile', values: {} },
    ]);
  },
);

test('an orientation tag turns the georeference with the picture', async () => {
  const geo = { epsg: 32633, pixel: 0.5, x: 500_000, y: 4_650_000 };
  const spec = { width: 80, height: 40, bands: 3, type: 'uint8', at: () => 100, geo } as const;
  const project = await createProject({ cellPx: 40 });
  const asset = await assetOf(
    project,
    await bringIn(project, await write('geo6.tif', tiff({ ...spec, orientation: 6 }))),
  );
  expect([asset.width, asset.height]).toEqual([40, 80]);
  // upright top left is the stored bottom left: 40 rows of half a metre to the south
  const [a, b, c, d, e, f] = asset.georef?.affine ?? [];
  expect([a, b, c]).toEqual([0, 0.5, 500_000]);
  expect([d, e, f]).toEqual([0.5, 0, 4_649_980]);
});

test.each([
  ['16 bit', { bands: 3, type: 'uint16' }],
  ['16 bit with infrared tagged as transparency', { bands: 4, type: 'uint16', extra: [2] }],
  ['16 bit, six bands', { bands: 6, type: 'uint16' }],
  ['16 bit grey with three more', { bands: 4, type: 'uint16', photometric: 1, extra: [0, 0, 0] }],
  ['float', { bands: 3, type: 'float32' }],
  ['double', { bands: 1, type: 'float64' }],
  ['signed', { bands: 3, type: 'int16' }],
] as const)(
  '%s is stretched from the 2nd to the 98th percentile, the same for all chips',
  async (name, kind) => {
    const lossless = await createProject({
      cellPx: 20,
      rows: 4,
      cols: 4,
      chipFormat: 'webp-lossless',
    });
    const spec = { width: 300, height: 200, at: ramp, ...kind };
    const file = await write(
      `${name.replaceAll(' ', '-')}.tif`,
      tiff({ ...spec, extra: [...('extra' in kind ? kind.extra : [])] }),
    );
    const asset = await assetOf(lossless, await bringIn(lossless, file));
    expect(asset.bands).toBe(kind.bands);
    const shown = asset.rendering.bands;
    expect(shown).toEqual(kind.bands === 1 ? [0, 0, 0] : [0, 1, 2]);
    for (const [channel, range] of (asset.rendering.stretch ?? []).entries()) {
      const values = Array.from({ length: 300 * 200 }, (_, i) =>
        ramp(i % 300, Math.floor(i / 300), shown[channel] ?? 0),
      ).sort((p, q) => p - q);
      expect(range).toEqual({
        low: values[Math.round(0.02 * 59_999)],
        high: values[Math.round(0.98 * 59_999)],
      });
    }
    for (const chip of await chipsOf(lossless, asset)) {
      const { data } = await pixelsOf(chip.imageSha);
      const want = Array.from(data, (_, i) => {
        const pixel = Math.floor(i / 3);
        const { low, high } = asset.rendering.stretch?.[i % 3] ?? { low: 0, high: 0 };
        const value = ramp(
          chip.x + (pixel % chip.width),
          chip.y + Math.floor(pixel / chip.width),
          shown[i % 3] ?? 0,
        );
        return Math.min(255, Math.max(0, Math.round(((value - low) / (high - low)) * 255)));
      });
      expect(worst(data, Uint8Array.from(want))).toBe(0);
    }
  },
);

test('chosen bands are shown, now and by a later correction, and labels stay', async () => {
  const lossless = await createProject({
    cellPx: 20,
    rows: 2,
    cols: 2,
    chipFormat: 'webp-lossless',
  });
  const spec: TiffSpec = {
    width: 40,
    height: 40,
    bands: 4,
    type: 'uint8',
    at: (_x, _y, band) => (band + 1) * 50,
    extra: [2],
  };
  const file = await write('four.tif', tiff(spec));
  const line = await bringIn(lossless, file, { bands: [3, 0, 1] });
  const [chip] = await chipsOf(lossless, await assetOf(lossless, line));
  expect((await pixelsOf(chip?.imageSha ?? '')).data.subarray(0, 3)).toEqual(
    Buffer.from([200, 50, 100]),
  );

  const person = { name: 'Ada' } as Parameters<typeof patchAsset>[1];
  await patchAsset(lossless.scope, person, {
    id: line.assetId ?? '',
    patch: { bands: [2, 1, 0], licence: 'CC0' },
  });
  await runWaitingJobs();
  const [again] = await chipsOf(
    lossless,
    await assetOf(lossless, await findImport(lossless.scope, line.id)),
  );
  expect(again?.id).toBe(chip?.id);
  expect((await pixelsOf(again?.imageSha ?? '')).data.subarray(0, 3)).toEqual(
    Buffer.from([150, 100, 50]),
  );
  const asset = await findAsset(lossless.scope, line.assetId ?? '');
  expect(asset.provenance).toMatchObject({
    licence: 'CC0',
    history: [
      { by: 'Ada', field: 'licence', before: '', after: 'CC0' },
      { by: 'Ada', field: 'bands', before: '4, 1, 2', after: '3, 2, 1' },
    ],
  });

  const wrong = await bringIn(
    lossless,
    await write('four-again.tif', tiff({ ...spec, at: () => 7 })),
    { bands: [4, 0, 1] },
  );
  expect(wrong).toMatchObject({ state: 'FAILED', reasonCode: 'BAD_BANDS' });
});

test('a stretch is chosen later: full range, own values, percentiles, as it came; what models said goes, labels stay', async () => {
  const lossless = await createProject({
    cellPx: 20,
    rows: 2,
    cols: 2,
    chipFormat: 'webp-lossless',
  });
  const at = (x: number) => 40 + x;
  const spec = { width: 40, height: 40, bands: 3, type: 'uint8', at } as const;
  const line = await bringIn(lossless, await write('ramp.tif', tiff(spec)));
  const asset = await assetOf(lossless, line);
  const [chip] = await chipsOf(lossless, asset);
  if (!chip) throw new Error('no chip');
  await db().chipEmbedding.create({
    data: { chipId: chip.id, backboneSha: 'x', embedding: new Uint8Array(256) },
  });
  const person = { name: 'Ada' } as Parameters<typeof patchAsset>[1];
  const redOf = async (stretch: StretchChoice) => {
    await patchAsset(lossless.scope, person, { id: asset.id, patch: { stretch } });
    await runWaitingJobs();
    const [again] = await chipsOf(lossless, asset);
    expect(again?.id).toBe(chip.id);
    const { data } = await pixelsOf(again?.imageSha ?? '');
    return [data[0], data[3 * 20], data[3 * 39]];
  };
  expect(await redOf({ kind: 'full' })).toEqual([0, Math.round((20 / 39) * 255), 255]);
  expect(await db().chipEmbedding.count({ where: { chipId: chip.id } })).toBe(0);
  const range = { low: 50, high: 70 };
  const own = { kind: 'own', ranges: [range, range, range] } satisfies StretchChoice;
  expect(await redOf(own)).toEqual([0, Math.round((10 / 20) * 255), 255]);
  const [low, , high] = await redOf({ kind: 'percentile' });
  expect([low, high]).toEqual([0, 255]);
  expect(await redOf({ kind: 'auto' })).toEqual([40, 60, 79]);
  const now = await findAsset(lossless.scope, asset.id);
  expect(now.rendering).toEqual({ bands: [0, 1, 2], stretch: null, choice: { kind: 'auto' } });
  expect(now.provenance.history.map(({ after }) => after)).toEqual([
    'full',
    '50 to 70, 50 to 70, 50 to 70',
    'percentile',
    'auto',
  ]);
});

test('grey, palette, CMYK and transparent pictures become sRGB without alpha', async () => {
  const of = await createProject({ cellPx: 16, rows: 2, cols: 2, chipFormat: 'webp-lossless' });
  const flat = sharp({
    create: {
      width: 32,
      height: 32,
      channels: 4,
      background: { r: 150, g: 120, b: 100, alpha: 0.2 },
    },
  });
  const cases: [string, Buffer, number[], number][] = [
    [
      'grey.png',
      await sharp(Buffer.alloc(32 * 32, 90), { raw: { width: 32, height: 32, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer(),
      [90, 90, 90],
      0,
    ],
    [
      'palette.png',
      await flat.clone().removeAlpha().png({ palette: true }).toBuffer(),
      [150, 120, 100],
      3,
    ],
    ['clear.png', await flat.clone().png().toBuffer(), [150, 120, 100], 0],
    [
      'cmyk.jpg',
      await flat.clone().removeAlpha().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
      [150, 120, 100],
      12,
    ],
    [
      'p3.jpg',
      await flat
        .clone()
        .removeAlpha()
        .withIccProfile('p3')
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer(),
      [150, 120, 100],
      3,
    ],
  ];
  for (const [name, bytes, want, tolerance] of cases) {
    const [chip] = await chipsOf(
      of,
      await assetOf(of, await bringIn(of, await write(name, bytes))),
    );
    const { data, info } = await pixelsOf(chip?.imageSha ?? '');
    expect(info.channels, name).toBe(3);
    expect(worst(data.subarray(0, 3), Uint8Array.from(want)), name).toBeLessThanOrEqual(tolerance);
  }
});
