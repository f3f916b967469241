// The label page without a network: the page itself, what it is made of, and the pictures of chips in hand. Everything else,
// all of the API first of all, goes to the server as if this were not here. lib/client/offline-cache.ts fills the caches.
const BUILD = new URL(self.location.href).searchParams.get('build') ?? '';
const SHELL = `quadrat-shell-${BUILD}`;
const PICTURES = 'quadrat-pictures';

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldBuilds().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const shell = /^\/p\/[^/]+\/label(?=$|\/)/.exec(url.pathname)?.[0];
  if (request.mode === 'navigate') {
    if (shell !== undefined) event.respondWith(page(request, shell));
  } else if (/^\/(_next\/static|tfjs)\//.test(url.pathname)) {
    event.respondWith(part(request));
  } else if (/^\/api\/v1\/projects\/[^/]+\/chips\/[^/]+\/image$/.test(url.pathname)) {
    event.respondWith(picture(request));
  }
});

/** The server's page; without a server the stored one, which finds its chip by itself. */
async function page(request, shell) {
  const reply = await fetch(request).catch(() => null);
  // 503: the server is there and its database is not
  if (reply && reply.status !== 503) return reply;
  const stored = await caches.match(shell, { cacheName: SHELL });
  if (!stored) return reply ?? Response.error();
  return new URL(request.url).pathname === shell ? stored : Response.redirect(shell, 302);
}

/**
 * Scripts, styles and model files: named by their content, so a stored one is the right one. The label page makes the
 * cache and signing out takes it away: opening it here would make it again on the very page that follows.
 */
async function part(request) {
  const cache = (await caches.has(SHELL)) ? await caches.open(SHELL) : null;
  const stored = await cache?.match(request);
  if (stored) return stored;
  const reply = await fetch(request);
  if (cache && reply.status === 200) await cache.put(request, reply.clone());
  return reply;
}

async function picture(request) {
  const stored = await caches.match(request.url, { cacheName: PICTURES });
  return stored ?? (await fetch(request));
}

async function dropOldBuilds() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('quadrat-shell-') && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}
