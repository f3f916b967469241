/** An embedding out of its stored bytes: 32-bit floats, little-endian as all that run this. */
export function vectorOf(bytes: Uint8Array): Float32Array {
  // of its own buffer: numbers of four bytes begin at multiples of four, the driver's buffers anywhere
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** The mean of vectors of one length. */
export function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let k = 0; k < mean.length; k += 1) {
      mean[k] = (mean[k] ?? 0) + (vector[k] ?? 0) / vectors.length;
    }
  }
  return mean;
}

/** Unit vector from the middle; all zero where the vector is the middle. */
export function centred(vector: Float32Array, middle: Float32Array): Float32Array {
  const from = vector.map((v, k) => v - (middle[k] ?? 0));
  const length = Math.sqrt(dot(from, from));
  return length > 0 ? from.map((v) => v / length) : from;
}

/** The cosine of two unit vectors. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}
