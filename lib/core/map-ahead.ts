/** Maps an async sequence in order with up to `ahead` calls of `map` under way, so that waiting for disks overlaps. */
export async function* mapAhead<A, B>(
  items: AsyncIterable<A>,
  ahead: number,
  map: (item: A) => Promise<B>,
): AsyncGenerator<B> {
  const underWay: Promise<B>[] = [];
  for await (const item of items) {
    const result = map(item);
    // a failure is thrown when its turn comes; until then it must not count as unhandled
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length >= ahead) yield await (underWay.shift() as Promise<B>);
  }
  for (const result of underWay) yield await result;
}
