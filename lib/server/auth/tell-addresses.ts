import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { addressOf, proxyList } from '@/lib/server/auth/address';

const CHANNEL = 'http.server.request.start';

/**
 * From now on X-Forwarded-For of every request is the address of who asks, and nothing else; of the named proxies
 * (QUADRAT_TRUSTED_PROXIES) it is believed. Next.js hands no socket to routes and leaves in that header whatever a client
 * wrote; Node.js tells of a request before Next.js sees it. Returns how to stop.
 */
export function tellAddresses(trusted: readonly string[]): () => void {
  const proxies = proxyList(trusted);
  const tell = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    const given = request.headers['x-forwarded-for'];
    const forwarded = Array.isArray(given) ? given.join(',') : given;
    request.headers['x-forwarded-for'] = addressOf(
      request.socket.remoteAddress,
      forwarded,
      proxies,
    );
  };
  subscribe(CHANNEL, tell);
  return () => {
    unsubscribe(CHANNEL, tell);
  };
}
