// Ground of a chip out of the kept originals: other bands, what lies around, the same ground on another date. On real imagery.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fromFile } from 'geotiff';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChipView } from '@/lib/domain/chip/schema';
import { surroundingWindow } from '@/lib/domain/imagery-context/surroundings';
import { clean, cachedFile } from '@/lib/server/imagery-context/cache';
import { findChipContext, findContextAsset } from '@/lib/server/imagery-context/data';
import { otherDates } from '@/lib/server/imagery-context/other-dates';
import {
  chipOnOtherDate,
  chipPicture,
  chipSurroundings,
} from '@/lib/server/imagery-context/picture';
import { cachedReply } from '@/lib/server/http/cached-reply';
import { createProject } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { assetOf, bringIn, chipsOf, pixelsOf } from '@/tests/server/imports';
import { tiff } from '@/tests/server/tiff';

const TREES = path.resolve('../shared/data/urban-trees');
const NAME = 'palm_springs_2020_1';
let folder: string;
let project: TestProject;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-imagery-context-'));
  project = await createProject({ cellPx: 16, rows: 8, cols: 8 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function pixels(file: string) {
  return await sharp(file).raw().toBuffer({ resolveWithObject: true });
}
const context = (chip: ChipView) => findChipContext(project.scope, chip.id);

/** Mean difference in levels of two pictures' colours over a window. */
function differ(
  a: { data: Uint8Array; info: { width: number; channels: number } },
  b: { data: Uint8Array; info: { width: number; channels: number } },
  [x, y, width, height]: readonly [number, number, number, number],
  shift: readonly [number, number] = [0, 0],
): number {
  let sum = 0;
  for (let row = y; row < y + height; row += 1) {
    for (let col = x; col < x + width; col += 1) {
      for (let band = 0; band < 3; band += 1) {
        const one = a.data[(row * a.info.width + col) * a.info.channels + band] ?? 0;
        const [c, r] = [col + shift[0], row + shift[1]];
        const two = b.data[(r * b.info.width + c) * b.info.channels + band] ?? 0;
        sum += Math.abs(one - two);
      }
    }
  }
  return sum / (width * height * 3);
}

describe.skipIf(!existsSync(TREES))('real imagery (skipped where ../shared/data is absent)', () => {
  let chips: ChipView[];
  let real: Awaited<ReturnType<typeof readReal>>;

  async function readReal() {
    const open = await fromFile(path.join(TREES, `images/${NAME}.tif`));
    const image = await open.getImage();
    const numbers = (await image.readRasters({ interleave: true })) as unknown as Uint8Array;
    const [x = 0, y = 0] = image.getOrigin();
    const width = image.getWidth();
    await open.close();
    const at = (column: number, row: number, band: number): number =>
      numbers[(row * width + column) * 4 + band] ?? 0;
    return { at, x, y, width, height: image.getHeight(), pixel: image.getResolution()[0] ?? 0 };
  }

  beforeAll(async () => {
    real = await readReal();
    const line = await bringIn(project, path.join(TREES, `images/${NAME}.tif`), {
      takenAt: '2020-05-01',
      survey: '2020',
    });
    chips = await chipsOf(project, await assetOf(project, line));
  });

  test('bands 4,1,2 are infrared, red and green of the file; as imported is the chip itself', async () => {
    const chip = chips[1];
    if (!chip) throw new Error('no chip');
    expect(chip.asset.bands).toBe(4);
    const shown = await pixels((await chipPicture(await context(chip), [4, 1, 2])).file);
    expect([shown.info.width, shown.info.height]).toEqual([chip.width, chip.height]);
    const want = Uint8Array.from({ length: chip.width * chip.height * 3 }, (_, i) => {
      const [pixel, channel] = [Math.floor(i / 3), i % 3];
      const x = chip.x + (pixel % chip.width);
      const y = chip.y + Math.floor(pixel / chip.width);
      return real.at(x, y, [3, 0, 1][channel] ?? 0);
    });
    const all = [0, 0, chip.width, chip.height] as const;
    const file = { data: want, info: { width: chip.width, channels: 3 } };
    expect(differ(shown, file, all)).toBeLessThan(3);
    // and is another picture than the one in true colour
    const plain = await pixels((await chipPicture(await context(chip), undefined)).file);
    expect(differ(shown, plain, all)).toBeGreaterThan(10);
    expect(differ(plain, await pixelsOf(chip.imageSha), all)).toBe(0);
  });

  test('a band that the file does not have is refused in words; the same wish twice makes one picture', async () => {
    const chip = chips[0];
    if (!chip) throw new Error('no chip');
    const own = await context(chip);
    await expect(chipPicture(own, [5, 1, 1])).rejects.toThrow('the bands 1 to 4');
    const [one, two] = await Promise.all([
      chipPicture(own, [4, 4, 4]),
      chipPicture(own, [4, 4, 4]),
    ]);
    expect(one).toEqual(two);
    expect((await chipPicture(own, [1, 1, 1])).etag).not.toBe(one.etag);
  });

  test('the ground around a chip is the asset’s own, at its own size, and ends where the asset does', async () => {
    const chip = chips.find(({ gridRow, gridCol }) => gridRow === 0 && gridCol === 1);
    if (!chip) throw new Error('no chip');
    const window = surroundingWindow(chip, chip.asset);
    expect(window).toEqual({ x: 96, y: 0, width: 160, height: 160 });
    const shown = await pixels((await chipSurroundings(await context(chip), undefined)).file);
    expect([shown.info.width, shown.info.height]).toEqual([window.width, window.height]);
    const inside = [0, 0, chip.width, chip.height] as const;
    const own = await pixelsOf(chip.imageSha);
    const shift = [chip.x - window.x, chip.y - window.y] as const;
    expect(differ(own, shown, inside, shift)).toBeLessThan(2);
    // left of it lies its neighbour
    const left = chips.find(({ gridRow, gridCol }) => gridRow === 0 && gridCol === 0);
    const beside = await pixelsOf(left?.imageSha ?? '');
    expect(differ(beside, shown, [96, 0, 32, 100], [-96, 0])).toBeLessThan(2);
  });

  /** The same ground as on another day: a part of it, shifted by whole pixels, in a file of its own. */
  async function laterDate(
    name: string,
    change: { dx: number; dy: number; epsg?: number; scale?: number; takenAt: string },
  ) {
    const { dx, dy, epsg = 26911, scale = 1 } = change;
    const file = path.join(folder, `${name}.tif`);
    const side = 200 * scale;
    const bytes = tiff({
      width: side,
      height: side,
      bands: 3,
      type: 'uint8',
      // a tone darker, so that nothing passes by showing the first date
      at: (x, y, band) =>
        Math.max(0, real.at(dx + Math.floor(x / scale), dy + Math.floor(y / scale), band) - 20),
      geo: {
        epsg,
        pixel: real.pixel / scale,
        x: real.x + dx * real.pixel,
        y: real.y - dy * real.pixel,
      },
    });
    await writeFile(file, bytes);
    const { takenAt } = change;
    return await assetOf(project, await bringIn(project, file, { takenAt, survey: name }));
  }

  const darker = (picture: { data: Uint8Array; info: { width: number; channels: number } }) => ({
    info: picture.info,
    data: picture.data.map((value) => Math.max(0, value - 20)),
  });

  test.each([
    ['shifted', { dx: 17, dy: 9, takenAt: '2022-06-01' }],
    ['finer', { dx: 20, dy: 12, scale: 2, takenAt: '2023-06-01' }],
    // WGS 84 instead of NAD 83: the same plane to a millimetre, by way of degrees
    ['elsewhere', { dx: 31, dy: 3, epsg: 32611, takenAt: '2024-06-01' }],
  ] as const)('trees align to a pixel on another date (%s)', async (name, change) => {
    const later = await laterDate(name, change);
    const chip = chips.find(({ gridRow, gridCol }) => gridRow === 0 && gridCol === 0);
    if (!chip) throw new Error('no chip');
    const dates = await otherDates(project.scope, await context(chip));
    const found = dates.find(({ assetId }) => assetId === later.id);
    expect(found).toMatchObject({ takenAt: change.takenAt, why: null });
    expect(found?.covers).toBeGreaterThan(0.5);
    expect(found?.covers).toBeLessThan(1);
    const other = await findContextAsset(project.scope, later.id);
    const shown = await pixels((await chipOnOtherDate(await context(chip), other, undefined)).file);
    expect([shown.info.width, shown.info.height]).toEqual([chip.width, chip.height]);
    // before the other picture begins nothing is shown
    expect(shown.data[3]).toBe(0);
    const text = await readFile(path.join(TREES, `csv/${NAME}.csv`), 'utf8');
    const trees = text
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').map(Number) as [number, number])
      .filter(([x, y]) => x > change.dx + 8 && y > change.dy + 8 && x < 120 && y < 120);
    expect(trees.length).toBeGreaterThan(3);
    const own = darker(await pixelsOf(chip.imageSha));
    for (const [x, y] of trees) {
      const around = [Math.round(x) - 6, Math.round(y) - 6, 13, 13] as const;
      const there = differ(own, shown, around);
      expect(there).toBeLessThan(4);
      // a pixel to any side it agrees less
      for (const shift of [[1, 0] as const, [-1, 0] as const, [0, 1] as const, [0, -1] as const]) {
        expect(differ(own, shown, around, shift)).toBeGreaterThan(there);
      }
    }
  });

  test('neither the chip’s own flight nor ground elsewhere is another date', async () => {
    const chip = chips[0];
    if (!chip) throw new Error('no chip');
    await bringIn(project, path.join(TREES, 'images/eureka_2020_0.tif'), { takenAt: '2021-01-01' });
    const same = path.join(folder, 'same-flight.tif');
    const { x, y, pixel } = real;
    const geo = { epsg: 26911, pixel, x, y };
    await writeFile(
      same,
      tiff({ width: 64, height: 64, bands: 3, type: 'uint8', at: real.at, geo }),
    );
    await bringIn(project, same, { takenAt: '2020-05-01', survey: '2020' });
    const names = (await otherDates(project.scope, await context(chip))).map((date) => date.name);
    expect(names).toEqual(['shifted.tif', 'finer.tif', 'elsewhere.tif']);
  });
});

test('numbers of 16 bit get the stretch of the whole picture, the same on every chip', async () => {
  const file = path.join(folder, 'deep.tif');
  // band 4 rises from left to right over the whole picture; the others are flat
  const at = (x: number, _y: number, band: number): number => (band === 3 ? 1000 + x * 100 : 500);
  await writeFile(
    file,
    tiff({ width: 256, height: 64, bands: 6, type: 'uint16', at, extra: [0, 0, 0] }),
  );
  const asset = await assetOf(project, await bringIn(project, file));
  const [first, second] = await chipsOf(project, asset);
  if (!first || !second) throw new Error('no chips');
  const grey = async (chip: ChipView): Promise<number[]> => {
    const { data, info } = await pixels((await chipPicture(await context(chip), [4, 4, 4])).file);
    return [data[0] ?? 0, data[(info.width - 1) * info.channels] ?? 0];
  };
  const [left, middle] = await grey(first);
  const [next, right] = await grey(second);
  expect(left).toBeLessThan(10);
  expect(Math.abs((middle ?? 0) - (next ?? 0))).toBeLessThan(8);
  expect(right).toBeGreaterThan(245);
});

test('the cached pictures stay within their limit, the longest unused go', async () => {
  await mkdir(path.join(folder, 'cached'));
  for (const [days, name] of ['newest', 'newer', 'old'].entries()) {
    const file = path.join(folder, 'cached', name);
    await writeFile(file, Buffer.alloc(60));
    await utimes(file, 1_000_000 - days, 1_000_000 - days);
  }
  await clean(path.join(folder, 'cached'), 120);
  expect(existsSync(path.join(folder, 'cached/old'))).toBe(false);
  expect(existsSync(path.join(folder, 'cached/newer'))).toBe(true);
});

test('a cached picture is sent once: whoever has it is told so', async () => {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123456' } })
    .jpeg()
    .toBuffer();
  const made = await cachedFile(['a picture of its own', folder], () => Promise.resolve(bytes));
  const ask = (headers: Record<string, string>): Promise<Response> =>
    cachedReply(new Request('http://localhost/', { headers }), made, { lasting: true });
  const first = await ask({});
  expect(first.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await first.arrayBuffer()).equals(bytes)).toBe(true);
  const again = await ask({ 'if-none-match': first.headers.get('etag') ?? '' });
  expect([again.status, await again.text()]).toEqual([304, '']);
  // and is not made again
  const twice = await cachedFile(['a picture of its own', folder], () =>
    Promise.reject(new Error('made twice')),
  );
  expect(twice).toEqual(made);
});
