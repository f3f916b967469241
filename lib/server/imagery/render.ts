import type { Rendering, StretchChoice } from '@/lib/domain/asset/schema';
import type { Raster, Samples } from '@/lib/server/imagery/raster';
import { valuesAt } from '@/lib/server/imagery/ranks';
import { ImportRefusal } from '@/lib/server/imagery/refusal';
import { turns } from '@/lib/server/turns';

/** Shares of the values that may fall off the dark and the bright end of a stretch. */
const LOW = 0.02;
const HIGH = 0.98;
/** Pixels between two looks at the clock. */
const STRIDE = 100_000;

/** The bands shown unless somebody chose: the first three as red, green and blue; a grey picture its one band. */
export function chooseBands(
  bands: number,
  chosen: readonly [number, number, number] | null,
): [number, number, number] {
  if (!chosen) return bands >= 3 ? [0, 1, 2] : [0, 0, 0];
  const missing = chosen.find((band) => band >= bands);
  if (missing !== undefined) throw new ImportRefusal('BAD_BANDS', { band: missing + 1, bands });
  return [...chosen];
}

/** Whether a stretch is made from the picture's own numbers. */
export function needsSample(choice: StretchChoice, bytes: boolean): boolean {
  return choice.kind === 'auto' ? !bytes : choice.kind !== 'own';
}

/**
 * The stretch of each shown band from a sample of the picture, without NaN, infinities and the no-data value: from its 2nd to
 * its 98th percentile, or over its full range.
 */
export async function chooseStretch(
  sample: Samples,
  raster: Pick<Raster, 'bands'>,
  options: {
    shown: readonly [number, number, number];
    noData: number | null;
    kind: StretchChoice['kind'];
  },
): Promise<NonNullable<Rendering['stretch']>> {
  const shares = options.kind === 'full' ? [0, 1] : [LOW, HIGH];
  const { bands } = raster;
  const { noData } = options;
  const stretch: NonNullable<Rendering['stretch']> = [];
  for (const band of options.shown) {
    const [low = 0, high = 0] = await valuesAt(sample, { band, bands, noData }, shares);
    // a flat band has no contrast to show; any width above it keeps the numbers finite
    stretch.push(high > low ? { low, high } : { low, high: low + 1 });
  }
  return stretch;
}

/** Turns numbers into 8-bit RGB, the same way for every window of an asset. */
export class Renderer {
  readonly #bands: number;
  readonly #shown: readonly [number, number, number];
  readonly #tables: readonly Uint8Array[] | null;
  readonly #stretch: Rendering['stretch'];

  constructor(
    raster: Pick<Raster, 'bands' | 'layout'>,
    rendering: Pick<Rendering, 'bands' | 'stretch'>,
  ) {
    this.#bands = raster.bands;
    this.#shown = rendering.bands;
    this.#stretch = rendering.stretch;
    this.#tables =
      raster.layout.type === 'uint16' && rendering.stretch
        ? rendering.stretch.map((range) => table(range))
        : null;
  }

  /** `samples` interleaved; the answer has three bytes a pixel. Others have a turn while it computes. */
  async render(samples: Samples): Promise<Uint8Array> {
    const [r, g, b] = this.#shown;
    const plain = this.#bands === 3 && r === 0 && g === 1 && b === 2 && !this.#stretch;
    if (samples instanceof Uint8Array && plain) {
      return samples;
    }
    const pixels = samples.length / this.#bands;
    const rgb = new Uint8Array(pixels * 3);
    const turn = turns();
    for (const [channel, band] of this.#shown.entries()) {
      for (let first = 0; first < pixels; first += STRIDE) {
        this.#fill(rgb, samples, { channel, band, first, end: Math.min(pixels, first + STRIDE) });
        await turn();
      }
    }
    return rgb;
  }

  /** One channel of the pixels from `first` to before `end`. */
  #fill(
    rgb: Uint8Array,
    samples: Samples,
    at: { channel: number; band: number; first: number; end: number },
  ): void {
    const bands = this.#bands;
    const lut = this.#tables?.[at.channel];
    const range = this.#stretch?.[at.channel];
    let to = at.first * 3 + at.channel;
    const [from, end] = [at.first * bands + at.band, at.end * bands];
    if (lut) {
      for (let i = from; i < end; i += bands, to += 3) rgb[to] = lut[samples[i] ?? 0] ?? 0;
    } else if (range) {
      for (let i = from; i < end; i += bands, to += 3) rgb[to] = stretched(samples[i] ?? 0, range);
    } else {
      for (let i = from; i < end; i += bands, to += 3) rgb[to] = samples[i] ?? 0;
    }
  }
}

function table(range: { low: number; high: number }): Uint8Array {
  return Uint8Array.from({ length: 65536 }, (_, value) => stretched(value, range));
}

/** Low and below is 0, high and above 255; NaN is 0. */
function stretched(value: number, { low, high }: { low: number; high: number }): number {
  const share = (value - low) / (high - low);
  return share > 0 ? Math.min(255, Math.round(share * 255)) : 0;
}

/** Side of the sample that stretch and preview are made from. */
export const SAMPLE_SIDE = 2048;

/** Every n-th pixel of every n-th row, so that neither side exceeds SAMPLE_SIDE; small pictures come whole. `signal` stops it. */
export async function samplePicture(
  raster: Raster,
  signal?: AbortSignal,
): Promise<{ samples: Samples; width: number; height: number }> {
  const step = Math.max(1, Math.ceil(Math.max(raster.width, raster.height) / SAMPLE_SIDE));
  const width = Math.floor((raster.width - 1) / step) + 1;
  const height = Math.floor((raster.height - 1) / step) + 1;
  if (step === 1) {
    return { samples: await raster.read({ x: 0, y: 0, width, height }), width, height };
  }
  const { bands } = raster;
  // a turned picture is read by the stored file's rows all the same: its upright columns
  const down = !raster.turned;
  const lines = down ? height : width;
  let samples: Samples | undefined;
  for (let line = 0; line < lines; line += 1) {
    signal?.throwIfAborted();
    const at = line * step;
    const read = await raster.read(
      down
        ? { x: 0, y: at, width: raster.width, height: 1 }
        : { x: at, y: 0, width: 1, height: raster.height },
    );
    samples ??= new (read.constructor as new (n: number) => Samples)(width * height * bands);
    const points = down ? width : height;
    for (let point = 0; point < points; point += 1) {
      const pixel = down ? line * width + point : point * width + line;
      for (let band = 0; band < bands; band += 1) {
        samples[pixel * bands + band] = read[point * step * bands + band] ?? 0;
      }
    }
  }
  if (!samples) throw new Error('a picture without rows');
  return { samples, width, height };
}
