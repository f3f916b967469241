/** Writes small uncompressed TIFFs that no library here writes: any number of bands, any numbers, any tags. */
export interface TiffSpec {
  width: number;
  height: number;
  bands: number;
  type: 'uint8' | 'uint16' | 'int16' | 'float32' | 'float64';
  at: (x: number, y: number, band: number) => number;
  /** ExtraSamples of the bands after the colours: 0 unspecified, 2 transparency */
  extra?: number[];
  photometric?: 1 | 2;
  orientation?: number;
  /** pixel's side, and the coordinates of the top left corner, in the units of `epsg` */
  geo?: { epsg: number; pixel: number; x: number; y: number; isPoint?: boolean };
}

const TYPES = {
  uint8: { format: 1, bytes: 1 },
  uint16: { format: 1, bytes: 2 },
  int16: { format: 2, bytes: 2 },
  float32: { format: 3, bytes: 4 },
  float64: { format: 3, bytes: 8 },
} as const;
type Entry = [tag: number, type: 3 | 4 | 12, values: number[]];
const SIZE = { 3: 2, 4: 4, 12: 8 } as const;

/** Bytes of a little-endian TIFF with one strip. */
export function tiff(spec: TiffSpec): Buffer {
  const { width, height, bands, type } = spec;
  const { format, bytes } = TYPES[type];
  const pixels = Buffer.alloc(width * height * bands * bytes);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let band = 0; band < bands; band += 1) {
        writeNumber(pixels, ((y * width + x) * bands + band) * bytes, {
          type,
          value: spec.at(x, y, band),
        });
      }
    }
  }
  const photometric = spec.photometric ?? (bands >= 3 ? 2 : 1);
  const colours = photometric === 2 ? 3 : 1;
  const each = (value: number): number[] => Array(bands).fill(value) as number[];
  const entries: Entry[] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, each(bytes * 8)],
    [259, 3, [1]],
    [262, 3, [photometric]],
    [273, 4, [8]],
    [274, 3, [spec.orientation ?? 1]],
    [277, 3, [bands]],
    [278, 4, [height]],
    [279, 4, [pixels.length]],
    [284, 3, [1]],
    [339, 3, each(format)],
  ];
  if (bands > colours) {
    entries.push([338, 3, spec.extra ?? (Array(bands - colours).fill(0) as number[])]);
  }
  if (spec.geo) entries.push(...geoEntries(spec.geo));
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + pixels.length + (pixels.length % 2), 4);
  const start = 8 + pixels.length + (pixels.length % 2);
  return Buffer.concat([head, pixels, Buffer.alloc(pixels.length % 2), directory(entries, start)]);
}

function writeNumber(
  buffer: Buffer,
  offset: number,
  { type, value }: { type: TiffSpec['type']; value: number },
): void {
  if (type === 'uint8') buffer.writeUInt8(value, offset);
  else if (type === 'uint16') buffer.writeUInt16LE(value, offset);
  else if (type === 'int16') buffer.writeInt16LE(value, offset);
  else if (type === 'float32') buffer.writeFloatLE(value, offset);
  else buffer.writeDoubleLE(value, offset);
}

function geoEntries({ epsg, pixel, x, y, isPoint }: NonNullable<TiffSpec['geo']>): Entry[] {
  const geographic = epsg >= 4000 && epsg < 5000;
  const keys = [
    [1024, geographic ? 2 : 1],
    [1025, isPoint ? 2 : 1],
    [geographic ? 2048 : 3072, epsg],
  ];
  return [
    [33550, 12, [pixel, pixel, 0]],
    [33922, 12, [0, 0, 0, x, y, 0]],
    [
      34735,
      3,
      [1, 1, 0, keys.length, ...keys.flatMap(([key = 0, value = 0]) => [key, 0, 1, value])],
    ],
  ];
}

function directory(entries: Entry[], start: number): Buffer {
  const sorted = [...entries].sort((a, b) => a[0] - b[0]);
  const table = Buffer.alloc(2 + sorted.length * 12 + 4);
  table.writeUInt16LE(sorted.length, 0);
  const blobs: Buffer[] = [];
  let after = start + table.length;
  for (const [i, [tag, type, values]] of sorted.entries()) {
    const raw = Buffer.alloc(values.length * SIZE[type]);
    for (const [n, value] of values.entries()) {
      if (type === 3) raw.writeUInt16LE(value, n * 2);
      else if (type === 4) raw.writeUInt32LE(value, n * 4);
      else raw.writeDoubleLE(value, n * 8);
    }
    const at = 2 + i * 12;
    table.writeUInt16LE(tag, at);
    table.writeUInt16LE(type, at + 2);
    table.writeUInt32LE(values.length, at + 4);
    if (raw.length <= 4) raw.copy(table, at + 8);
    else {
      table.writeUInt32LE(after, at + 8);
      blobs.push(raw);
      after += raw.length;
    }
  }
  return Buffer.concat([table, ...blobs]);
}
