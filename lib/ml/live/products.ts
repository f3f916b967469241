/** to[i] = x[i] . w + offset, four rows at a time: each weight is read once for the four. */
export function project(
  x: Float32Array,
  w: Float64Array,
  w0: number,
  features: number,
  offset: number,
  to: Float64Array,
  to0: number,
  rows: number,
): void {
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const [a, b, c, d] = [i * features, (i + 1) * features, (i + 2) * features, (i + 3) * features];
    let [sa, sb, sc, sd] = [offset, offset, offset, offset];
    for (let f = 0; f < features; f += 1) {
      const weight = w[w0 + f] as number;
      sa += weight * (x[a + f] as number);
      sb += weight * (x[b + f] as number);
      sc += weight * (x[c + f] as number);
      sd += weight * (x[d + f] as number);
    }
    to[to0 + i] = sa;
    to[to0 + i + 1] = sb;
    to[to0 + i + 2] = sc;
    to[to0 + i + 3] = sd;
  }
  for (; i < rows; i += 1) {
    let sum = offset;
    for (let f = 0; f < features; f += 1)
      sum += (w[w0 + f] as number) * (x[i * features + f] as number);
    to[to0 + i] = sum;
  }
}

/** to[f] += sum over rows of r[i] x[i, f], four rows at a time. */
export function gather(
  x: Float32Array,
  r: Float64Array,
  r0: number,
  rows: number,
  to: Float64Array,
  to0: number,
  features: number,
): void {
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const [a, b, c, d] = [i * features, (i + 1) * features, (i + 2) * features, (i + 3) * features];
    const ra = r[r0 + i] as number;
    const rb = r[r0 + i + 1] as number;
    const rc = r[r0 + i + 2] as number;
    const rd = r[r0 + i + 3] as number;
    for (let f = 0; f < features; f += 1) {
      to[to0 + f] =
        (to[to0 + f] as number) +
        ra * (x[a + f] as number) +
        rb * (x[b + f] as number) +
        rc * (x[c + f] as number) +
        rd * (x[d + f] as number);
    }
  }
  for (; i < rows; i += 1) {
    const ri = r[r0 + i] as number;
    for (let f = 0; f < features; f += 1) {
      to[to0 + f] = (to[to0 + f] as number) + ri * (x[i * features + f] as number);
    }
  }
}
