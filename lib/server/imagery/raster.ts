import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileWindow, swapsSides, uprightSize, uprightToFile } from '@/lib/geometry/orientation';
import type { Orientation } from '@/lib/geometry/orientation';
import { turns } from '@/lib/server/turns';

/** Numbers as a raster keeps them. */
export type Samples = Uint8Array | Uint16Array | Float32Array;
export type SampleType = 'uint8' | 'uint16' | 'float32';
const TYPES = {
  uint8: { array: Uint8Array, bytes: 1 },
  uint16: { array: Uint16Array, bytes: 2 },
  float32: { array: Float32Array, bytes: 4 },
} as const;

/** How the decoded numbers lie in the scratch file: bands interleaved, row by row, no padding, machine byte order. */
export interface RasterLayout {
  width: number;
  height: number;
  bands: number;
  type: SampleType;
  /** bytes before the first number */
  offset: number;
}

/** A window in upright pixels. */
export interface PixelWindow {
  x: number;
  y: number;
  width: number;
  height: number;
}

const POLL_MS = 15;

/**
 * A picture's decoded numbers in a scratch file, read by window. Decoding goes on while rows are read: a read waits until
 * its rows have been written. Coordinates are those of the upright picture; the scratch holds the file's own order.
 */
export class Raster {
  readonly layout: RasterLayout;
  readonly orientation: Orientation;
  readonly width: number;
  readonly height: number;
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #decoding: Promise<void>;
  #decoded = false;
  #written = 0;

  private constructor(
    file: string,
    handle: FileHandle,
    picture: { layout: RasterLayout; orientation: Orientation; decoding: Promise<void> },
  ) {
    this.#file = file;
    this.#handle = handle;
    this.layout = picture.layout;
    this.orientation = picture.orientation;
    ({ width: this.width, height: this.height } = uprightSize(picture.orientation, picture.layout));
    this.#decoding = picture.decoding.then(() => {
      this.#decoded = true;
    });
    // whoever reads or waits gets the failure; nobody may be waiting yet
    this.#decoding.catch(() => undefined);
  }

  /** Opens a scratch file whose first bytes exist; `decoding` ends with the last row or with the decoder's failure. */
  static async open(
    file: string,
    picture: { layout: RasterLayout; orientation: Orientation; decoding: Promise<void> },
  ): Promise<Raster> {
    return new Raster(file, await open(file), picture);
  }

  get bands(): number {
    return this.layout.bands;
  }

  /** Waits for the last row. @throws what the decoder threw */
  async whole(): Promise<void> {
    await this.#decoding;
  }

  /** The numbers of a window, bands interleaved, upright. @throws what the decoder threw */
  async read(window: PixelWindow): Promise<Samples> {
    const stored = fileWindow(this.orientation, this.layout, window);
    await this.#waitForRow(stored.y + stored.height);
    const samples = await this.#readStored(stored);
    return this.orientation === 1 ? samples : await this.#turn(samples, stored, window);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #waitForRow(row: number): Promise<void> {
    const { width, bands, type, offset } = this.layout;
    const end = offset + row * width * bands * TYPES[type].bytes;
    while (!this.#decoded && this.#written < end) {
      this.#written = (await stat(this.#file)).size;
      if (this.#written < end) await Promise.race([sleep(POLL_MS), this.#decoding]);
    }
  }

  async #readStored({ x, y, width, height }: PixelWindow): Promise<Samples> {
    const { bands, type, offset, width: stored } = this.layout;
    const { array, bytes } = TYPES[type];
    const pixel = bands * bytes;
    const buffer = new ArrayBuffer(width * height * pixel);
    const whole = width === stored;
    const rows = whole ? 1 : height;
    const length = whole ? buffer.byteLength : width * pixel;
    for (let row = 0; row < rows; row += 1) {
      const target = new Uint8Array(buffer, row * length, length);
      await readFully(this.#handle, target, offset + ((y + row) * stored + x) * pixel);
    }
    return new array(buffer);
  }

  /** Lays a stored window's pixels in upright order. */
  async #turn(samples: Samples, stored: PixelWindow, window: PixelWindow): Promise<Samples> {
    const { bands } = this.layout;
    const [a, b, c, d, e, f] = uprightToFile(this.orientation, {
      width: stored.width,
      height: stored.height,
    });
    const turned = samples.slice();
    const turn = turns();
    let to = 0;
    for (let y = 0; y < window.height; y += 1) {
      await turn();
      for (let x = 0; x < window.width; x += 1) {
        // pixel centres map to pixel centres
        const column = Math.floor(a * (x + 0.5) + b * (y + 0.5) + c);
        const row = Math.floor(d * (x + 0.5) + e * (y + 0.5) + f);
        const from = (row * stored.width + column) * bands;
        for (let band = 0; band < bands; band += 1) turned[to + band] = samples[from + band] ?? 0;
        to += bands;
      }
    }
    return turned;
  }

  /** Whether a row of chips is a column of the stored file, so that reading begins only once all of it is decoded. */
  get turned(): boolean {
    return swapsSides(this.orientation);
  }
}

async function readFully(handle: FileHandle, target: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) throw new Error('the scratch file ended before its picture');
    done += bytesRead;
  }
}
