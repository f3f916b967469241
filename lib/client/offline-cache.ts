/** Cache of pictures of chips that are checked out; public/sw.js reads it by this name. */
const PICTURES = 'quadrat-pictures';
/** Cache of the label page itself and what it is made of. */
const SHELL = 'quadrat-shell';

/** Stores pictures of chips that are checked out, so that they are there without a network. Plain http has no such cache: the browser's own serves. */
export async function cachePictures(urls: readonly string[]): Promise<void> {
  const cache = await openCache(PICTURES);
  for (const url of urls) {
    if (cache && (await cache.match(url))) continue;
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`${url}: ${String(reply.status)}`);
    await cache?.put(url, reply.clone());
    await reply.arrayBuffer();
  }
}

/** Forgets pictures that no chip in hand needs. */
export async function prunePictures(needed: ReadonlySet<string>): Promise<void> {
  const cache = await openCache(PICTURES);
  for (const request of (await cache?.keys()) ?? []) {
    const { pathname, search } = new URL(request.url);
    if (!needed.has(pathname + search)) await cache?.delete(request);
  }
}

/**
 * Stores the label page for a reload without a network: the worker of the page's address, and in its cache the page and
 * all scripts, styles and model files that it has loaded so far; `more` are those that a worker of the page loaded.
 */
export async function cacheLabelPage(build: string, more: readonly string[] = []): Promise<void> {
  const workers = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  const page = /^\/p\/[^/]+\/label/.exec(window.location.pathname)?.[0];
  if (!workers || page === undefined) return;
  await workers.register(`/sw.js?build=${encodeURIComponent(build)}`);
  await workers.ready;
  const cache = await openCache(`${SHELL}-${build}`);
  if (!cache) return;
  const own = performance.getEntriesByType('resource').map(({ name }) => name);
  const loaded = [...own, ...more].map((address) => new URL(address));
  const parts = loaded.filter(
    ({ origin, pathname }) =>
      origin === window.location.origin && /^\/(_next\/static|tfjs)\//.test(pathname),
  );
  const paths = [page, ...new Set(parts.map(({ pathname, search }) => pathname + search))];
  for (const path of paths) {
    // the page is read anew: it names the person and the classes
    if (path !== page && (await cache.match(path))) continue;
    const reply = await fetch(path).catch(() => null);
    if (reply?.ok && !reply.redirected) await cache.put(path, reply);
  }
}

/** Forgets page and pictures: the person signs out of this machine. What the server has not confirmed stays. */
export async function clearOfflineCache(): Promise<void> {
  const all = (globalThis as { caches?: CacheStorage }).caches;
  for (const name of (await all?.keys()) ?? []) {
    if (name === PICTURES || name.startsWith(SHELL)) await all?.delete(name);
  }
}

async function openCache(name: string): Promise<Cache | null> {
  // only pages of https or of this machine have it
  const all = (globalThis as { caches?: CacheStorage }).caches;
  return (await all?.open(name).catch(() => null)) ?? null;
}
