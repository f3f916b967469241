import type { Samples } from '@/lib/server/imagery/raster';
import { turns } from '@/lib/server/turns';

/** Which of interleaved numbers are meant. */
interface Pick {
  readonly band: number;
  readonly bands: number;
  /** the value that stands for "nothing was measured here" */
  readonly noData: number | null;
}

const HALF = 65_536;
/** Numbers between two looks at the clock. */
const STRIDE = 100_000;

/**
 * The values of one band at shares of their sorted order (0 the least, 1 the greatest), exactly as sorting would tell, without
 * NaN, infinities and the no-data value; 0 where nothing is left. It counts halves of the numbers' bits and gives others a turn:
 * a sort of millions would hold the process.
 */
export async function valuesAt(
  samples: Samples,
  pick: Pick,
  shares: readonly number[],
): Promise<number[]> {
  const upper = new Uint32Array(HALF);
  const count = await eachKey(samples, pick, (key) => {
    upper[key >>> 16] = (upper[key >>> 16] ?? 0) + 1;
  });
  const found: number[] = [];
  for (const share of shares) {
    if (count === 0) {
      found.push(0);
      continue;
    }
    const { bin: high, rest } = binOf(upper, Math.round(share * (count - 1)));
    const lower = new Uint32Array(HALF);
    await eachKey(samples, pick, (key) => {
      if (key >>> 16 === high) lower[key & 0xffff] = (lower[key & 0xffff] ?? 0) + 1;
    });
    found.push(valueOf(((high << 16) | binOf(lower, rest).bin) >>> 0));
  }
  return found;
}

/** The bin that holds the number of this rank, and its rank within. */
function binOf(bins: Uint32Array, rank: number): { bin: number; rest: number } {
  let rest = rank;
  for (const [bin, count] of bins.entries()) {
    if (rest < count) return { bin, rest };
    rest -= count;
  }
  throw new Error('a rank beyond all numbers');
}

async function eachKey(
  samples: Samples,
  { band, bands, noData }: Pick,
  see: (key: number) => void,
): Promise<number> {
  const turn = turns();
  let count = 0;
  for (let from = band; from < samples.length; from += STRIDE * bands) {
    const end = Math.min(samples.length, from + STRIDE * bands);
    for (let i = from; i < end; i += bands) {
      const value = samples[i] ?? Number.NaN;
      if (!Number.isFinite(value) || value === noData) continue;
      see(keyOf(value));
      count += 1;
    }
    await turn();
  }
  return count;
}

const bits = new DataView(new ArrayBuffer(4));

/** A 32-bit number's bits as an unsigned number that sorts as it does. */
function keyOf(value: number): number {
  bits.setFloat32(0, value);
  const raw = bits.getUint32(0);
  return (raw & 0x8000_0000 ? ~raw : raw | 0x8000_0000) >>> 0;
}

function valueOf(key: number): number {
  bits.setUint32(0, key & 0x8000_0000 ? key ^ 0x8000_0000 : ~key);
  return bits.getFloat32(0);
}
